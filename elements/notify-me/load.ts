// What intent loads: the form, the client, and through them the module.
import type * as Form from "./notify-me-form.ts";

/** Once it is there. */
export let loaded: typeof Form | undefined;
let loading: Promise<typeof Form> | undefined;
let reported = false;

/** Loads it once for all elements; what failed is tried again the next time. */
export function load(): Promise<typeof Form> {
  loading ??= import("./notify-me-form.ts").then(
    (module) => {
      loaded = module;
      return module;
    },
    (cause) => {
      loading = undefined;
      problemOf(cause);
      throw cause;
    },
  );
  return loading;
}

/** What is wrong if a script could not be loaded. The console has it once. */
export function problemOf(cause: unknown): string {
  const problem = `serve all files together: ${(cause as Error).message}`;
  if (!reported) console.error(`<notify-me>: ${problem}`);
  reported = true;
  return problem;
}
