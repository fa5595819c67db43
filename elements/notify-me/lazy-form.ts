// Loads the form's script on demand. The script imports the client, and the client loads the WebAssembly module.
import type * as FormModule from "./notify-me-form.ts";

/** The form's script, once it is loaded. */
export let loadedForm: typeof FormModule | undefined;
let loading: Promise<typeof FormModule> | undefined;
let isReported = false;

/** Loads the form's script once for all elements. The next call retries a failed load. */
export function loadForm(): Promise<typeof FormModule> {
  loading ??= import("./notify-me-form.ts").then(
    (module) => {
      loadedForm = module;
      return module;
    },
    (cause) => {
      loading = undefined;
      reportLoadFailure(cause);
      throw cause;
    },
  );
  return loading;
}

/** Reports the first script that failed to load to the console. Returns the description of the failure. */
export function reportLoadFailure(cause: unknown): string {
  const problem = `a script failed to load; serve all files from one folder: ${(cause as Error).message}`;
  if (!isReported) console.error(`<notify-me>: ${problem}`);
  isReported = true;
  return problem;
}
