// The one error of the package.
import type { FeedReport } from "../feed/types.ts";
import type { ApiError } from "../types.ts";

/** Every code there is. */
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

/** What Klaviyo answered. */
interface Answer {
  status: number;
  errors: ApiError[];
  /** The header `Retry-After`, if it may be read. */
  retryAfter?: string;
}

/** The codes after which the same request may succeed later. `ErrorKind::is_retryable` in `src/error.rs` is the rule. */
const RETRYABLE: readonly string[] = [
  "network",
  "timeout",
  "throttled",
  "service_unavailable",
  // The core itself could not be loaded.
  "load_failed",
];

/**
 * Why something was refused or did not work. Match on `code`; the message is for developers. It never holds what a
 * shopper typed: of all that was given, only the name of an unknown option is repeated.
 */
export class BackInStockError extends Error {
  override readonly name = "BackInStockError";
  /** Stable, in snake_case. */
  declare readonly code: ErrorCode;
  /** The option or identifier it is about, by its name in the API: `email`, `variant`. */
  declare readonly field?: string;
  /** The HTTP status of the answer, if there was one. */
  declare readonly status?: number;
  /** What the service said, if it did. */
  declare readonly errors?: ApiError[];
  /** @internal */
  declare readonly retryAfter?: string;
  /** Of a feed: the byte of the source where it is wrong. */
  declare readonly offset?: number;
  /** Of a feed: what stands there, and round it. */
  declare readonly excerpt?: string;
  /** Of `checkFeed`: what was found before the feed broke off. */
  declare readonly report?: FeedReport;
  /** Of `checkFeed`, where a JSON feed has no rows at the place given: ways to arrays of objects, for the option `rows`. */
  declare readonly candidates?: string[];

  constructor(code: ErrorCode, field: string | undefined, message: string, answer?: Answer) {
    super(field ? `${field} ${message}` : message);
    Object.assign(this, { code }, field && { field }, answer);
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return RETRYABLE.includes(this.code);
  }
}
