// What wasm-bindgen cannot declare by itself. It puts this in front of the declarations of the exports.
// biome-ignore lint/correctness/noUnusedImports: the declarations of the exports use them
import type { BuildOptions, CatalogScope, HttpRequest, SubscriptionRequest } from "#types";

/** The parts of a canonical variant id. */
export interface VariantIdParts {
  integration: string;
  catalog: string;
  id: string;
}

/** One call of Klaviyo's API: what `fetch` takes, and its URL. */
export interface Call {
  method: "POST";
  url: string;
  headers: Record<string, string>;
  /** JSON. */
  body: string;
  credentials: "omit";
  redirect: "error";
}

/** The calls that a subscription needs, in the order in which they are made. */
export interface Calls {
  consent?: Call;
  alert: Call;
  newsletter?: Call;
}

/** A call as it is sent. */
export interface StartedCall extends Call {
  keepalive: boolean;
  signal: AbortSignal;
  /** Rejects when nobody waits for the answer any more. */
  stopped: Promise<never>;
}
