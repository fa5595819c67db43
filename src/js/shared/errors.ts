// The error class of the package.
import type { FeedReport } from "../feed/types.ts";
import type { ApiError } from "../types.ts";

/** Stable error codes. */
export type ErrorCode =
  | "invalid_company_id"
  | "private_key"
  | "invalid_variant_id"
  | "invalid_email"
  | "invalid_phone_number"
  | "invalid_external_id"
  | "invalid_profile_id"
  | "missing_identifier"
  | "missing_channel"
  | "channel_without_identifier"
  | "consent_required"
  | "unknown_option"
  | "invalid_option"
  | "variant_not_found"
  | "rejected"
  | "unauthorized"
  | "revision_retired"
  | "throttled"
  | "service_unavailable"
  | "network"
  | "timeout"
  | "aborted"
  | "storage"
  | "not_initialized"
  | "load_failed"
  | "wasm_blocked"
  | "invalid_feed"
  | "feed_too_deep"
  | "row_too_large"
  | "unsupported_encoding"
  | "source_failed";

/** What an error keeps of Klaviyo's response. */
interface ResponseDetails {
  status: number;
  errors: ApiError[];
  /** The header `Retry-After`, if CORS exposes it. */
  retryAfter?: string;
}

/** Errors worth retrying: the request itself was not rejected. Mirrors `ErrorCode::is_retryable` in `src/error/code.rs`. */
const RETRYABLE: readonly string[] = [
  "network",
  "timeout",
  "throttled",
  "service_unavailable",
  // Only the wrapper has this code: the core was not loaded.
  "load_failed",
];

/**
 * The error of every function in this package. Match on `code`; the message is for developers. Messages never contain
 * input, except for the name of an unknown option.
 */
export class BackInStockError extends Error {
  override readonly name = "BackInStockError";
  /** Stable code in snake_case. */
  declare readonly code: ErrorCode;
  /** Name of the invalid option or identifier, such as `email` or `variant`. */
  declare readonly field?: string;
  /** HTTP status of Klaviyo's response, if there was one. */
  declare readonly status?: number;
  /** Errors in Klaviyo's response, if it contained any. */
  declare readonly errors?: ApiError[];
  /** @internal */
  declare readonly retryAfter?: string;
  /** For feeds: byte offset of the error in the source. */
  declare readonly offset?: number;
  /** For feeds: the text around the offset. */
  declare readonly excerpt?: string;
  /** For `checkFeed`: the report on the part that was read before the error. */
  declare readonly report?: FeedReport;
  /** For `checkFeed`, if a JSON feed has no rows at the expected path: paths of arrays of objects, for the option `rows`. */
  declare readonly candidates?: string[];

  constructor(code: ErrorCode, field: string | undefined, message: string, details?: ResponseDetails) {
    super(field ? `${field} ${message}` : message);
    Object.assign(this, { code }, field && { field }, details);
  }

  /** Whether the same request may succeed if it is retried later. */
  get retryable(): boolean {
    return RETRYABLE.includes(this.code);
  }
}
