// What an element follows: the adapters that it names, and the form and address that its rows are chosen by.
import type { AdapterContext, Diagnosis } from "./adapter.ts";
import { ADAPTERS } from "./registry.ts";

/** Starts the adapters with these names. The result says what keeps them from following. */
export function startAdapters(context: Omit<AdapterContext, "isAlone">, names = ""): () => Promise<string[]> {
  const implied = context.formId !== undefined || context.rowIds().length ? ["form"] : [];
  const adapterNames = [...new Set(implied.concat(names.match(/\S+/g) ?? []))];
  const started = adapterNames.map((name) =>
    startAdapter({ ...context, isAlone: adapterNames.length === 1 }, name),
  );
  return async () => {
    const diagnoses = await Promise.all(started);
    // One variant alone leaves nothing to choose.
    if (context.rowIds().length === 1) return [];
    return adapterNames.flatMap((name, index) => {
      const problem = diagnoses[index]?.();
      // What the form alone says, names its attribute by itself.
      return problem ? (name === "form" ? problem : `follow="${name}": ${problem}`) : [];
    });
  };
}

async function startAdapter(context: AdapterContext, name: string): Promise<Diagnosis | undefined> {
  try {
    if (!Object.hasOwn(ADAPTERS, name))
      throw new Error(`there is no such adapter: ${Object.keys(ADAPTERS).join(", ")}`);
    const { follow } = await (ADAPTERS[name] as (typeof ADAPTERS)[string])();
    return context.signal.aborted ? undefined : follow(context);
  } catch (error) {
    console.error(`<notify-me>: the adapter ${name} could not be loaded`);
    return () => (error as Error).message;
  }
}
