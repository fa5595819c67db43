// What wasm-bindgen cannot declare by itself. It puts this in front of the declarations of the exports.
// biome-ignore lint/correctness/noUnusedImports: the declarations of the exports use them
import type { BackInStockError } from "#errors";
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

/** The calls that a subscription needs, in the order in which they are made: `Calls` in `subscribe.rs`. */
export interface Calls {
  consent: Call | null;
  alert: Call;
  newsletter: Call | null;
}

/** A call as it is sent. */
export interface StartedCall extends Call {
  keepalive: boolean;
  signal: AbortSignal;
  /** Rejects when the call is aborted or times out. */
  stopped: Promise<never>;
  /** Called when the response of a successful call has ended. */
  over(): void;
}

/** One call of a subscription. */
export type Step = keyof Calls;

/** How far a subscription is. */
export interface Flow {
  consent: boolean;
  newsletter: boolean;
  /** The next call; `null` after the last one, and after one that failed. */
  step: Step | null;
  /** The outcome of the alert, once it is known. */
  status: "accepted" | "already-requested" | "stored" | "queued" | "failed" | null;
  /** The outcome of the newsletter, once it is known. */
  marketing: "accepted" | "stored" | "rejected" | "queued" | null;
}

/** The stored state of a request. Times are milliseconds since 1970; 0 means unset. */
export interface QueueEntry {
  created: number;
  uncertain: number;
  newlyUncertain: boolean;
  due: number;
  lease: number;
  owner: string;
  attempts: number;
  step: Step | null;
  reason: "network" | "throttled" | "service" | null;
  receipt: string | null;
}

/** Which of the stored requests are sent: those that are due; those that failed without a response, too; or all. */
export type ReplayScope = "due" | "online" | "all";
