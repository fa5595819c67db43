// The public types of the relay's handler.
import type { BackInStockError } from "../shared/errors.ts";

/** Options of `createRelay`. */
export interface RelayOptions {
  /** The public API key of the account: six letters or digits. */
  companyId: string;
  /** A private API key of the account, with the scopes `catalogs:write` and `profiles:write`. */
  privateKey: string;
  /** The path in front of the paths for pages, such as `/bis`: a page's `endpoint`. */
  basePath?: string | undefined;
  /** Origins of other hosts whose pages may send requests. Pages of the request's own host always may. */
  allowOrigin?: readonly string[] | undefined;
  /** The URL to send to, such as that of an emulator; Klaviyo's own by default. */
  upstream?: string | undefined;
  /** The API revision; by default the newest one that this version knows. */
  revision?: string | undefined;
  /** Milliseconds until a request to Klaviyo counts as failed; 10,000 by default. */
  timeout?: number | undefined;
  /** Stores requests before they are answered. Requires `identityKey`. */
  queue?: RelayQueue | undefined;
  /**
   * Encrypts the messages of the queue, and verifies identifiers that the shop has signed: 64 hexadecimal digits. Of several
   * keys, the first encrypts, and each opens older messages and verifies.
   */
  identityKey?: string | readonly string[] | undefined;
  /** Keeps `consume` within the account's limits, which all consumers share: an `AccountLimiter`, or a stub of one. */
  limiter?: RelayLimiter | undefined;
  /** Called with each mistake of the configuration, and with each message that cannot be read. By default it is logged. */
  onProblem?: ((error: BackInStockError) => void) | undefined;
  /** Called by `consume` with each request that is over. */
  onOutcome?: ((outcome: RelayOutcome) => unknown) | undefined;
}

/** What `createRelay` uses of a queue: a Cloudflare Queue, or anything that stores text and delivers it later. */
export interface RelayQueue {
  /** Resolves when the message is stored. */
  send(message: string, options?: { delaySeconds?: number }): Promise<unknown>;
}

/** What `createRelay` uses of a limiter: an `AccountLimiter`, or the stub of a Durable Object that has one. */
export interface RelayLimiter {
  /** Reserves permits for this number of requests. Resolves with the milliseconds to wait before another try, or with 0. */
  reserve(id: string, count: number): Promise<number>;
  /** Releases the permits of an ID: their requests were answered. */
  release(id: string): Promise<unknown>;
  /** Reserves nothing for some milliseconds: Klaviyo throttles the account. */
  pause?(wait: number): Promise<unknown>;
}

/** Messages of the queue. A `MessageBatch` of Cloudflare Queues is one. */
export interface RelayBatch {
  readonly messages: readonly RelayQueueMessage[];
}

/** A message of the queue. */
export interface RelayQueueMessage {
  readonly body: unknown;
  /** Removes the message. */
  ack(): void;
  /** Delivers the message again. */
  retry(options?: { delaySeconds?: number }): void;
}

/** A request that is over. It does not identify the shopper. */
export interface RelayOutcome {
  /** `expired`: it is older than 14 days, or may have been accepted more than a day ago. */
  outcome: "accepted" | "refused" | "expired";
  /** The receipt that the page got. */
  receipt: string;
  /** The canonical ID of the variant. */
  variant: string;
  /** The code of a refusal, such as `variant_not_found`. */
  code?: string;
}

/** A handler of requests. */
export interface Relay {
  /** Answers the request of a page. Never rejects. */
  (request: Request): Promise<Response>;
  /**
   * Delivers messages of the queue to Klaviyo. A message that cannot be delivered comes again later.
   *
   * @throws BackInStockError `invalid_option` without the option `queue`
   */
  consume(batch: RelayBatch): Promise<void>;
}
