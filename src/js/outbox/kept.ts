// An entry in the hands of who makes its calls now.

import * as core from "#core";
import type { BackInStockError } from "../shared/errors.ts";
import { run } from "../wasm/core.ts";
import type { Asked } from "./asked.ts";
import type { Entry } from "./entry.ts";
import type { Decide, Store } from "./store.ts";

const ALERT = 1;

/** When it is tried again, and whether it outlives the page. */
export interface Later {
  reason: "network" | "throttled" | "service";
  retryAt: Date;
  durable: boolean;
}

/** Attempts that fail where there is no network have reached nobody. */
const mayArrive = (): boolean => globalThis.navigator?.onLine !== false;

/**
 * The same entry, leased for one call of so many milliseconds, which is about to be made. Each attempt has an owner of
 * its own: of two in one tab, the one that is given up must not take the other's entry along.
 */
export function leased(entry: Entry, timeout: number, owner = String(Math.random())): Entry {
  const now = Date.now();
  // The answer has to be noted, too.
  const lease = now + Math.min(timeout, 200_000) + 3_000;
  const uncertain = entry.uncertain || (mayArrive() ? now : 0);
  return { ...entry, owner, lease, uncertain, attempts: Number(entry.attempts) + 1 };
}

/** An entry whose calls are being made. */
export class Kept {
  /** As it was written last. */
  entry: Entry;
  readonly #store: Store;
  readonly #asked: Asked;
  readonly #timeout: number;
  /** Since when it may have been accepted, before this attempt. */
  #before: number;
  /** Whether it was queued before: somebody waits to hear what becomes of it. */
  readonly waited: boolean;
  /** The shopper wants nothing to be kept any more. */
  forgotten = false;

  /** @param found the entry before this attempt, if there was one */
  constructor(entry: Entry, found: Entry | undefined, timeout: number, store: Store, asked: Asked) {
    this.entry = entry;
    this.waited = Boolean(found);
    this.#before = entry.uncertain && found?.created === entry.created ? found.uncertain : 0;
    this.#store = store;
    this.#asked = asked;
    this.#timeout = timeout;
  }

  /** Gives what is kept then: by a page that stood still longer than its lease, somebody else's attempt. */
  async #change(decide: Decide): Promise<Entry | undefined> {
    const { id, owner } = this.entry;
    let other: Entry | undefined;
    const written = await this.#store.change(id, (found) => {
      if (!found || found.owner === owner) return decide(found);
      other = found;
      return undefined;
    });
    return written || other;
  }

  /** The calls before `step` are accepted, and the next one is about to be made. */
  async passed(step: number): Promise<void> {
    this.#before = 0;
    this.entry = leased({ ...this.entry, step, uncertain: 0, attempts: 0 }, this.#timeout, this.entry.owner);
    await this.#change((mine) => mine && this.entry);
  }

  /** Keeps it for another attempt, which somebody else may be making already; `undefined`: there is none. */
  async later(error: BackInStockError): Promise<Later | undefined> {
    const throttled = error.code === "throttled";
    const reason = throttled ? error.code : error.status ? "service" : "network";
    const { attempts, lease } = this.entry;
    const asked = error.retryAfter ?? "";
    const now = Date.now();
    const due = run(() => core.retryAt(error.code, attempts, Number(asked || Number.NaN), Date.parse(asked)));
    if (due === undefined) return undefined;
    // Too many requests: this one was not looked at.
    const uncertain = throttled ? this.#before : this.entry.uncertain;
    const entry = { ...this.entry, due, lease: 0, owner: "", reason, uncertain };
    const next = await this.#change((mine) =>
      // Gone while it was ours: the database was deleted. Gone later: another tab has sent it.
      mine || (now < lease && !this.forgotten) ? entry : undefined,
    );
    return (
      next && {
        reason,
        retryAt: new Date(next.lease || next.due),
        durable: this.#store.isDurable(entry.id),
      }
    );
  }

  /** Whether the same alert was accepted before. One that is accepted now is remembered. */
  async asked(accepted: boolean): Promise<boolean> {
    try {
      const wish = JSON.stringify(JSON.parse(this.entry.id)[ALERT]);
      const before = await this.#asked.knows(wish);
      if (accepted && !this.forgotten) await this.#asked.remember(wish);
      return before;
    } catch {
      return false;
    }
  }

  /** The answer is final. */
  async drop(): Promise<void> {
    await this.#change(() => null);
  }
}
