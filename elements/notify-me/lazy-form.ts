// What intent loads: the form, the client, and through them the module.
import type * as FormModule from "./notify-me-form.ts";

/** Once it is there. */
export let loadedForm: typeof FormModule | undefined;
let loading: Promise<typeof FormModule> | undefined;
let isReported = false;

/** Loads it once for all elements; what failed is tried again the next time. */
export function loadForm(): Promise<typeof FormModule> {
  loading ??= import("./notify-me-form.ts").then(
    (module) => {
      loadedForm = module;
      return module;
    },
    (cause) => {
      loading = undefined;
      loadProblem(cause);
      throw cause;
    },
  );
  return loading;
}

/** What is wrong if a script could not be loaded. The console has it once. */
export function loadProblem(cause: unknown): string {
  const problem = `serve all files together: ${(cause as Error).message}`;
  if (!isReported) console.error(`<notify-me>: ${problem}`);
  isReported = true;
  return problem;
}
