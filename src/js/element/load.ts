// What intent loads: the form, the client, and through them the module.
import type * as Form from "../entry/notify-me-form.ts";

/** Once it is there. */
export let loaded: typeof Form | undefined;
let loading: Promise<typeof Form> | undefined;

/** Loads it once for all elements; what failed is tried again the next time. */
export function load(): Promise<typeof Form> {
  loading ??= import("../entry/notify-me-form.ts").then(
    (module) => {
      loaded = module;
      return module;
    },
    (cause) => {
      loading = undefined;
      throw cause;
    },
  );
  return loading;
}
