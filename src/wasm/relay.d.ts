// What wasm-bindgen cannot declare by itself. It puts this in front of the declarations of the exports.
// biome-ignore lint/correctness/noUnusedImports: the declarations of the exports use them
import type { BackInStockError } from "#errors";

/** The options that the core checks. */
export interface RelaySettings {
  companyId?: string;
  privateKey?: string;
  basePath?: string;
  allowOrigin?: string[];
  upstream?: string;
  revision?: string;
}

/** The head of a request. */
export interface RelayHead {
  method: string;
  path: string;
  query: string;
  host: string;
  origin?: string;
  contentType?: string;
  referer?: string;
  identity?: string;
  /** Whether `identity` was verified. */
  isSigned?: boolean;
  /** The URL of a form's page, once the form was read. */
  page?: string;
}

/** The text of a signature, and the bytes that it should have. */
export interface RelaySigned {
  message: string;
  signature: number[];
}

/** A reply to a page. */
export interface RelayReply {
  status: number;
  headers: [name: string, value: string][];
  /** Empty for none. */
  body: string;
}

/** A request to Klaviyo. */
export interface RelayCall {
  url: string;
  method: "POST";
  headers: [name: string, value: string][];
  body: string;
}

/** A request in a queue, before it is encrypted. */
export interface RelayMessage {
  receipt: string;
  variant: string;
}

/** A request that is refused has a reply; any other one has a call and a message, and a form the URL of its page. */
export type RelayTaken =
  | { reply: RelayReply }
  | { reply?: undefined; call: RelayCall; message: RelayMessage; page?: string | null };

/** An attempt to deliver a message. */
export interface RelayAttempt {
  call: RelayCall;
  message: RelayMessage;
}

/** The outcome of an attempt, and the message as it is after it. */
export type RelayDelivered = { message: RelayMessage } & (
  | { outcome: "accepted" | "expired" }
  | { outcome: "refused"; code: string }
  | { outcome: "postponed"; code: string; delaySeconds: number; pause: boolean }
);

/** The permits that count against the account's limits. */
export interface RelayPermits {
  reserved?: { id: string; count: number; start: number; end?: number | null }[];
  /** Until when nothing is reserved, in milliseconds since 1970. */
  pausedUntil?: number;
}

/** The permits after a reservation, and the milliseconds to wait for it; 0 if it was made. */
export interface RelayReservation {
  permits: RelayPermits;
  wait: number;
}
