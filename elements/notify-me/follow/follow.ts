// What an element follows: the adapters that it names, and the form and address that its rows are chosen by.
import type { Diagnosis, Scene } from "./adapter.ts";
import { ADAPTERS } from "./load.ts";

/** Starts the adapters with these names. The result says what keeps them from following. */
export function start(scene: Omit<Scene, "isAlone">, names = ""): () => Promise<string[]> {
  const own = scene.formId !== undefined || scene.rows().length ? ["form"] : [];
  const all = [...new Set(own.concat(names.match(/\S+/g) ?? []))];
  const started = all.map((name) => startOne({ ...scene, isAlone: all.length === 1 }, name));
  return async () => {
    const diagnoses = await Promise.all(started);
    // One variant alone leaves nothing to choose.
    if (scene.rows().length === 1) return [];
    return all.flatMap((name, index) => {
      const problem = diagnoses[index]?.();
      // What the form alone says, names its attribute by itself.
      return problem ? (name === "form" ? problem : `follow="${name}": ${problem}`) : [];
    });
  };
}

async function startOne(scene: Scene, name: string): Promise<Diagnosis | undefined> {
  try {
    if (!Object.hasOwn(ADAPTERS, name))
      throw new Error(`there is no such adapter: ${Object.keys(ADAPTERS).join(", ")}`);
    const { follow } = await (ADAPTERS[name] as (typeof ADAPTERS)[string])();
    return scene.signal.aborted ? undefined : follow(scene);
  } catch (error) {
    console.error(`<notify-me>: the adapter ${name} could not be loaded`);
    return () => (error as Error).message;
  }
}
