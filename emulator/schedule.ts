import type { Emulation } from "./emulation.ts";
import { EmulatorError } from "./errors.ts";
import { type MappedFeed, mapRows } from "./feed/fields.ts";
import { readRows } from "./feed/source.ts";
import type { FeedState, SyncReport } from "./state.ts";

/** Klaviyo's guide: feeds sync every six hours. */
const syncInterval = 6 * 3_600_000;
/** Timers cannot wait longer than 24 days, and checking more often costs nothing. */
const maxTimer = 3_600_000;

/** Runs syncs, batches and consent jobs when they are due, one after the other. */
export class Schedule {
  readonly #emulation: Emulation;
  #queue: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #nextSync: number;
  #lastSync: SyncReport | null = null;
  #unawareReason: string | null = null;
  #error: string | null = null;

  constructor(emulation: Emulation) {
    this.#emulation = emulation;
    this.#nextSync = emulation.clock.now();
  }

  /**
   * Reads the feed now.
   *
   * @throws EmulatorError `invalid_feed`; the catalog stays unchanged
   */
  sync(): Promise<SyncReport> {
    return this.runExclusively(async () => {
      try {
        return await this.#sync(this.#read());
      } catch (error) {
        this.#fail(error);
        throw error;
      }
    });
  }

  /** Moves the clock forward. Syncs, batches and jobs that become due run in order, each at its own time. */
  advance(ms: number): Promise<void> {
    return this.runExclusively(async () => {
      const { clock, account } = this.#emulation;
      const end = clock.now() + ms;
      // All of this happens at one moment of real time, so the feed is read only once.
      let feed: Promise<MappedFeed> | undefined;
      for (;;) {
        const due = Math.min(this.#nextSync, account.nextDue ?? Number.POSITIVE_INFINITY);
        if (due > end) break;
        clock.advanceTo(due);
        if (due < this.#nextSync) account.advanceTo(due);
        else {
          feed ??= this.#read();
          await this.#sync(feed, due).catch((error) => this.#fail(error, due));
        }
      }
      clock.advanceTo(end);
      this.#emulation.dispatch({ do: "pass", ahead: clock.ahead });
    });
  }

  /** Runs work once all earlier work is done. */
  runExclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done.finally(() => this.setTimer());
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  feed(): FeedState {
    const { feed } = this.#emulation.options;
    return {
      source: typeof feed === "string" ? feed : null,
      inventoryAware: this.#unawareReason === null,
      reason: this.#unawareReason,
      lastSync: this.#lastSync,
      nextSync: new Date(this.#nextSync).toISOString(),
      error: this.#error,
    };
  }

  async #read(): Promise<MappedFeed> {
    const { feed, fields } = this.#emulation.options;
    return mapRows(await readRows(feed), fields);
  }

  async #sync(feed: Promise<MappedFeed>, due?: number): Promise<SyncReport> {
    const { rows, unawareReason } = await feed;
    const { account, clock } = this.#emulation;
    const update = account.catalog.compare(rows);
    const appeared = update.rows.filter(({ id }) => !account.catalog.has(id)).length;
    const at = due ?? clock.now();
    this.#emulation.dispatch({ do: "sync", ...update }, at);
    this.#nextSync = at + syncInterval;
    this.#unawareReason = unawareReason;
    this.#error = null;
    this.#lastSync = {
      at: new Date(at).toISOString(),
      rows: rows.size,
      appeared,
      changed: update.rows.length - appeared,
      vanished: update.gone.length,
      restocked: account.restocked,
    };
    return this.#lastSync;
  }

  #fail(error: unknown, at = this.#emulation.clock.now()): void {
    if (!(error instanceof EmulatorError)) throw error;
    this.#error = error.message;
    this.#nextSync = at + syncInterval;
    this.#emulation.notify();
  }

  /** Sets a timer for whatever is due next in real time. */
  setTimer(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    const { clock, account } = this.#emulation;
    const due = Math.min(this.#nextSync, account.nextDue ?? Number.POSITIVE_INFINITY) - clock.now();
    const advance = () => this.advance(0).catch(console.error);
    this.#timer = setTimeout(advance, Math.min(Math.max(due, 1), maxTimer));
    // Lets a process end. In a page, a timer is a number.
    if (typeof this.#timer === "object") this.#timer.unref();
  }
}
