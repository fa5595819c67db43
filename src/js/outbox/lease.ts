// A queue entry leased by the current attempt.
import type { QueueEntry, Step } from "#core";
import * as core from "#core";
import type { BackInStockError } from "../shared/errors.ts";
import { callCore } from "../wasm/core.ts";
import type { Entry } from "./entry.ts";
import type { RequestHistory } from "./history.ts";
import type { Store } from "./store.ts";

/** When a postponed request is sent again, and whether it outlives the page. */
export interface Postponed {
  reason: "network" | "throttled" | "service";
  retryAt: Date;
  durable: boolean;
}

export const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** A name for an attempt, which no other one has. */
export const newOwner = (): string => String(Math.random());

/** The state of an entry, or of a new one, during an attempt. */
export const leaseState = (
  entry: Partial<QueueEntry>,
  timeout: number,
  owner: string,
  next?: Step,
): QueueEntry => callCore(() => core.leaseEntry(entry, owner, timeout, isOnline(), next));

export class LeasedEntry {
  /** The entry as this attempt leased it, for the call that is under way. */
  entry: Entry;
  /** Whether it was in the queue before: if so, `settled` reports its outcome. */
  readonly wasQueued: boolean;
  /** Whether `forget()` was called during the attempt: nothing is stored any more. */
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

  /** The call before `step` was accepted, and that of `step` is about to be made. */
  async advanceTo(step: Step): Promise<void> {
    const next = { ...this.entry, ...leaseState(this.entry, this.#timeout, this.entry.owner, step) };
    await this.#write(next, (found) => found !== undefined);
    this.entry = next;
  }

  /** Stores a failed attempt, to be made again; `undefined` if the failure is final. */
  async postpone(error: BackInStockError): Promise<Postponed | undefined> {
    const next = callCore(() => core.failEntry(this.entry, error.code, error.retryAfter));
    // If nothing is stored, the database was deleted. What `forget()` erased stays erased.
    const mayWrite = (found?: Entry) => found !== undefined || !this.forgotten;
    const stored = next && (await this.#write({ ...this.entry, ...next }, mayWrite));
    return (
      stored && {
        reason: next.reason as Postponed["reason"],
        // The state of another attempt, if that one has leased the entry in the meantime.
        retryAt: new Date(Math.max(stored.lease, stored.due)),
        durable: this.#store.isDurable(stored.id),
      }
    );
  }

  /** Deletes the entry: its outcome is final. */
  async drop(): Promise<void> {
    // If the module stopped, the entry stays, and is sent again when its lease is over.
    await this.#write(null, (found) => found !== undefined).catch(() => {});
  }

  /** Whether this device has requested the same alert before. `alert` is its document. */
  requestedBefore(alert: string): Promise<boolean> {
    return this.#history.has(alert);
  }

  /** Remembers an alert that was accepted. */
  async remember(alert: string): Promise<void> {
    if (!this.forgotten) await this.#history.add(alert);
  }

  /**
   * Replaces the entry, or deletes it, unless another attempt has leased it since this one did. Returns what is stored
   * then.
   */
  async #write(
    next: Entry | null,
    isWanted: (found: Entry | undefined) => boolean,
  ): Promise<Entry | undefined> {
    let other: Entry | undefined;
    const written = await this.#store.change(this.entry.id, (found) => {
      // An entry that is not there is deleted from memory, too.
      if (!isWanted(found)) return next && undefined;
      if (callCore(() => core.mayWrite(this.entry, found))) return next;
      other = found;
      return undefined;
    });
    return written ?? other;
  }
}
