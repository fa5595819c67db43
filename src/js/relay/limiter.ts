// The account's limits, which all consumers of a queue share. The core has the rule.
import { pausePermits, type RelayPermits, releasePermits, reservePermits } from "#relay";
import { BackInStockError } from "../shared/errors.ts";
import { start } from "./module.ts";
import type { RelayLimiter } from "./types.ts";

/** The account's limit of back-in-stock requests in a minute. */
const RATE = 3_500;
/** With less, a second could not hold what a consumer sends at once. */
const LEAST_RATE = 120;
const KEY = "back-in-stock permits";

/** Where permits outlive a restart, such as the `ctx.storage` of a Durable Object. */
export interface LimiterStorage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/** Options of `AccountLimiter`. */
export interface LimiterOptions {
  /** Without one, permits are forgotten at a restart. */
  storage?: LimiterStorage | undefined;
  /** The account's limit of requests in a minute; a tenth of it is the limit in a second. Default 3,500. */
  rate?: number | undefined;
}

/** Limits requests to those that Klaviyo takes from one account: 98 % of 350 in a second and 3,500 in a minute. */
export class AccountLimiter implements RelayLimiter {
  readonly #rate: number;
  readonly #storage: LimiterStorage | undefined;
  #permits: Promise<RelayPermits> | undefined;

  /** @throws BackInStockError `invalid_option`, `load_failed` */
  constructor({ storage, rate = RATE }: LimiterOptions = {}) {
    if (!(Number.isInteger(rate) && rate >= LEAST_RATE && rate <= 0xffffffff))
      throw new BackInStockError("invalid_option", "rate", `must be an integer of at least ${LEAST_RATE}`);
    start();
    this.#rate = rate;
    this.#storage = storage;
  }

  /**
   * Reserves permits for this number of requests. Resolves with the milliseconds to wait before another try, or with 0.
   *
   * @throws BackInStockError `invalid_option`
   */
  async reserve(id: string, count: number): Promise<number> {
    if (typeof id !== "string") throw new BackInStockError("invalid_option", "id", "must be a string");
    if (!(Number.isInteger(count) && count > 0 && count <= 0xffffffff))
      throw new BackInStockError("invalid_option", "count", "must be an integer of at least 1");
    return this.#change((permits) => {
      const { wait, permits: next } = reservePermits(permits, id, count, this.#rate);
      return [next, wait];
    });
  }

  /** Releases permits: their requests were answered. */
  async release(id: string): Promise<void> {
    await this.#change((permits) => [releasePermits(permits, id), undefined]);
  }

  /** Reserves nothing for some milliseconds, at most a minute: Klaviyo throttles the account. */
  async pause(wait: number): Promise<void> {
    await this.#change((permits) => [pausePermits(permits, wait), undefined]);
  }

  /** One change after another, and each is stored before its result is used. */
  async #change<T>(change: (permits: RelayPermits) => [next: RelayPermits, result: T]): Promise<T> {
    const before = this.#permits ?? this.#load();
    const changed = before.then(change);
    this.#permits = changed.then(([next]) => next);
    // Reported below.
    this.#permits.catch(() => {});
    try {
      const [next, result] = await changed;
      await this.#storage?.put(KEY, next);
      return result;
    } catch (error) {
      // What is not stored does not count. The next call loads them again.
      this.#permits = undefined;
      throw error;
    }
  }

  async #load(): Promise<RelayPermits> {
    return ((await this.#storage?.get(KEY)) ?? {}) as RelayPermits;
  }
}
