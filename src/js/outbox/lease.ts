// A queue entry leased by the current attempt.
import type { QueueEntry, Step } from "#core";
import * as core from "#core";
import type { BackInStockError } from "../shared/errors.ts";
import { callCore } from "../wasm/core.ts";
import type { Entry } from "./entry.ts";
import type { RequestHistory } from "./history.ts";
import type { Store } from "./store.ts";

/** Why and until when a request is postponed, and whether it outlives the page. */
export interface Postponed {
  reason: "network" | "throttled" | "service";
  retryAt: Date;
  durable: boolean;
}

export const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Creates a unique name for an attempt. */
export const newOwner = (): string => String(Math.random());

/**
 * Computes the queue state of an entry during an attempt. An empty entry is new. `next` is the step of the attempt, if the
 * call before it was just accepted.
 */
export const leaseState = (
  entry: Partial<QueueEntry>,
  timeout: number,
  owner: string,
  next?: Step,
): QueueEntry => callCore(() => core.leaseEntry(entry, owner, timeout, isOnline(), next));

/** One attempt to send a queue entry. Until its lease expires, no tab sends the entry again, unless the shopper repeats it. */
export class LeasedEntry {
  /** The entry as this attempt last wrote it. */
  entry: Entry;
  /** Whether the entry was already in the queue. If so, the `settled` event reports its outcome. */
  readonly wasQueued: boolean;
  /** Whether `forget()` was called during the attempt. If so, nothing is stored any more. */
  forgotten = false;
  readonly #timeout: number;
  readonly #store: Store;
  readonly #history: RequestHistory;

  constructor(entry: Entry, wasQueued: boolean, timeout: number, store: Store, history: RequestHistory) {
    this.entry = entry;
    this.wasQueued = wasQueued;
    this.#timeout = timeout;
    this.#store = store;
    this.#history = history;
  }

  /** Stores that the previous call succeeded and that the call of `step` is next; and the receipt of the alert, if any. */
  async advanceTo(step: Step, receipt: string | null = null): Promise<void> {
    const passed = { ...this.entry, receipt };
    const next = { ...passed, ...leaseState(passed, this.#timeout, passed.owner, step) };
    await this.#write(next, (found) => found !== undefined);
    this.entry = next;
  }

  /** Schedules a retry after a failure. Returns `undefined` if the failure is final. */
  async postpone(error: BackInStockError): Promise<Postponed | undefined> {
    const next = callCore(() => core.failEntry(this.entry, error.code, error.retryAfter));
    // A missing entry means that the database was deleted. Entries erased by `forget()` are not written again.
    const mayWrite = (found?: Entry) => found !== undefined || !this.forgotten;
    const stored = next && (await this.#write({ ...this.entry, ...next }, mayWrite));
    return (
      stored && {
        reason: next.reason as Postponed["reason"],
        // `stored` is the state of another attempt if that one has leased the entry in the meantime.
        retryAt: new Date(Math.max(stored.lease, stored.due)),
        durable: this.#store.isDurable(stored.id),
      }
    );
  }

  /** Deletes the entry: its outcome is final. */
  async drop(): Promise<void> {
    // If the core crashes, the entry stays and is sent again when its lease expires.
    await this.#write(null, (found) => found !== undefined).catch(() => {});
  }

  /** Whether this device has already requested the same alert. `alert` is its document. */
  requestedBefore(alert: string): Promise<boolean> {
    return this.#history.has(alert);
  }

  /** Adds an accepted alert to the history. */
  async remember(alert: string): Promise<void> {
    if (!this.forgotten) await this.#history.add(alert);
  }

  /**
   * Replaces the entry, or deletes it if `next` is `null`, unless another attempt has leased it in the meantime. Returns
   * the stored entry.
   */
  async #write(
    next: Entry | null,
    isWanted: (found: Entry | undefined) => boolean,
  ): Promise<Entry | undefined> {
    let other: Entry | undefined;
    const written = await this.#store.change(this.entry.id, (found) => {
      // Even then, `null` is passed on: it also deletes the copy in memory.
      if (!isWanted(found)) return next && undefined;
      if (callCore(() => core.mayWrite(this.entry, found))) return next;
      other = found;
      return undefined;
    });
    return written ?? other;
  }
}
