// Starts the adapters of an element: those that it names, and the one for its form and the page's URL.
import type { AdapterContext, Diagnosis } from "./adapter.ts";
import { ADAPTERS } from "./registry.ts";

/** Starts the named adapters. Returns a function that reports why adapters cannot detect the choice. */
export function startAdapters(context: Omit<AdapterContext, "isAlone">, names = ""): () => Promise<string[]> {
  const implied = context.formId !== undefined || context.rowIds().length ? ["form"] : [];
  const adapterNames = [...new Set(implied.concat(names.match(/\S+/g) ?? []))];
  const started = adapterNames.map((name) =>
    startAdapter({ ...context, isAlone: adapterNames.length === 1 }, name),
  );
  return async () => {
    const diagnoses = await Promise.all(started);
    // With a single variant, there is nothing to choose.
    if (context.rowIds().length === 1) return [];
    return adapterNames.flatMap((name, index) => {
      const problem = diagnoses[index]?.();
      // Problems of the form adapter name their attribute themselves.
      return problem ? (name === "form" ? problem : `follow="${name}": ${problem}`) : [];
    });
  };
}

async function startAdapter(context: AdapterContext, name: string): Promise<Diagnosis | undefined> {
  try {
    if (!Object.hasOwn(ADAPTERS, name))
      throw new Error(`unknown adapter; available: ${Object.keys(ADAPTERS).join(", ")}`);
    const { follow } = await (ADAPTERS[name] as (typeof ADAPTERS)[string])();
    return context.signal.aborted ? undefined : follow(context);
  } catch (error) {
    const { message } = error as Error;
    console.error(`<notify-me>: cannot use the adapter ${name}: ${message}`);
    return () => message;
  }
}
