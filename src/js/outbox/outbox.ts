// Stores requests before they are sent, and retries them until their outcome is final.
import type { ReplayScope } from "#core";
import * as core from "#core";
import type { CompanyContext } from "../client-registry.ts";
import { joinFlight } from "../flight.ts";
import { BackInStockError } from "../shared/errors.ts";
import type { BuildOptions, Outcome, SubscriptionRequest } from "../types.ts";
import { callCore, loadWithin } from "../wasm/core.ts";
import { type Entry, scopeOf } from "./entry.ts";
import { RequestHistory } from "./history.ts";
import { isOnline, LeasedEntry, leaseState, newOwner } from "./lease.ts";
import { type Report, reportOf, type Settled, settledEvent } from "./report.ts";
import { Store } from "./store.ts";

export type { LeasedEntry, Postponed } from "./lease.ts";

/** Time in milliseconds to the next replay, a pass over the queue, if the module cannot be loaded. */
const RETRY_INTERVAL = 60_000;

/** A message between tabs. An empty message means that the queue has changed. */
type Message = { settled?: Report; forget?: true };

/** The queue of one company in one tab. */
export class Outbox {
  readonly #context: CompanyContext;
  readonly #name: string;
  readonly #store: Store;
  readonly #history: RequestHistory;
  readonly #attempts = new Set<LeasedEntry>();
  #channel: BroadcastChannel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #currentReplay: Promise<number> | undefined;
  #nextReplay: Promise<number> | undefined;
  /** Time of a throttled request's next attempt. No request is retried before it, since the limit is the whole account's. */
  #heldUntil = 0;

  /** @param name the name of the database, of the lock, and of the channel between tabs */
  constructor(context: CompanyContext, name: string) {
    this.#context = context;
    this.#name = name;
    this.#store = new Store(name);
    this.#history = new RequestHistory(this.#store);
    this.#listen();
    // An open channel would keep the page out of the back/forward cache.
    globalThis.addEventListener?.("pagehide", () => {
      this.#channel?.close();
      this.#channel = undefined;
    });
  }

  /** Stores a request before it is sent. It replaces an equal request, whose time starts over. */
  async enqueue(
    id: string,
    request: SubscriptionRequest,
    service: BuildOptions,
    timeout: number,
  ): Promise<LeasedEntry> {
    const entry = { id, request, scope: scopeOf(service) };
    const owner = newOwner();
    const lease = await this.#lease(id, timeout, () => ({ ...entry, ...leaseState({}, timeout, owner) }));
    // If the core crashes, the next request drops the excess entries.
    this.#evict(id).catch(() => {});
    return lease as LeasedEntry;
  }

  /** Leases an entry. `choose` receives the stored entry and returns the new one, or `undefined` for no lease. */
  async #lease(
    id: string,
    timeout: number,
    choose: (found: Entry | undefined) => Entry | undefined,
  ): Promise<LeasedEntry | undefined> {
    let found: Entry | undefined;
    const entry = await this.#store.change(id, (stored) => {
      found = stored;
      return choose(stored);
    });
    if (!entry) return undefined;
    const lease = new LeasedEntry(entry, Boolean(found), timeout, this.#store, this.#history);
    this.#attempts.add(lease);
    return lease;
  }

  /**
   * Waits for the outcome of an attempt and reports it if an entry was queued before. Returns 1 if it was delivered to
   * Klaviyo or to the shop's relay, else 0.
   */
  async follow(lease: LeasedEntry, attempt: Promise<Outcome>): Promise<number> {
    try {
      const outcome = await attempt;
      const { status, marketing } = outcome;
      if (status === "queued" && outcome.reason !== "relay") {
        if (outcome.reason === "throttled") this.#heldUntil = outcome.retryAt.getTime();
        return 0;
      }
      if (marketing?.status === "queued" && !marketing.reason) return 0;
      // The outcome of an alert that the shop's relay has stored is not known on this device.
      if (lease.wasQueued && status !== "queued")
        this.#report(lease.entry, {
          status,
          marketing: marketing?.reason ? "stored" : marketing?.status,
          error: marketing?.error,
        });
      return 1;
    } catch (cause) {
      const error = cause as BackInStockError;
      // The core crashed. The caller gets the error, but the entry is sent again when its lease expires.
      if (error.code === "load_failed" || error.code === "not_initialized") return 0;
      await lease.drop();
      if (lease.wasQueued) this.#report(lease.entry, { error });
      return 0;
    } finally {
      this.#attempts.delete(lease);
      void this.#scheduleNext(true);
      this.#post({});
    }
  }

  /** Drops the oldest entries if there are too many. `id` is the entry that was just stored. */
  async #evict(id: string): Promise<void> {
    const entries = await this.#store.all();
    for (;;) {
      const added = entries.findIndex((entry) => entry.id === id);
      const index = callCore(() => core.evicted(times(entries, "created"), added));
      const [entry] = index === undefined ? [] : entries.splice(index, 1);
      if (!entry) return;
      await this.#discard(entry, callCore(core.evictionError));
    }
  }

  /** Deletes an entry and reports the error. */
  async #discard(entry: Entry, error: BackInStockError): Promise<void> {
    let found: Entry | undefined;
    await this.#store.change(entry.id, (stored) => {
      found = stored;
      return stored && null;
    });
    // If the entry is missing, another tab deleted and reports it.
    if (!found) return;
    // Computes the outcome of a rejected call: an alert that was already accepted stays accepted.
    const { status, marketing } = callCore(() =>
      core.failed(core.startFlow(true, true, entry), undefined, false, false),
    );
    if (status !== "stored")
      this.#report(entry, status === "failed" ? { error } : { status, marketing, error });
  }

  /** Counts the entries. */
  async pending(): Promise<number> {
    return (await this.#store.all()).length;
  }

  /** Sends every entry now, unless another tab is doing so. Returns how many were delivered and how many are still pending. */
  async flush(): Promise<{ delivered: number; pending: number }> {
    // Another replay may skip entries that are not due. A new one may start while this waits.
    while (this.#currentReplay) await this.#currentReplay;
    this.#heldUntil = 0;
    const delivered = await this.replay("all");
    return { delivered, pending: await this.pending() };
  }

  /** Erases everything that is stored. */
  async forget(): Promise<void> {
    this.#forgetMemory();
    this.#post({ forget: true });
    try {
      await this.#store.clear();
    } catch (cause) {
      throw Object.assign(new BackInStockError("storage", undefined, "could not be erased"), { cause });
    }
  }

  /** Clears this tab's memory. Each tab does so. */
  #forgetMemory(): void {
    this.#history.clearMemory();
    this.#store.forget();
    for (const attempt of this.#attempts) attempt.forgotten = true;
  }

  /** Retries stored entries, unless another tab is doing so. Returns how many were delivered. */
  replay(scope: ReplayScope): Promise<number> {
    this.#listen();
    // The current replay may have passed entries that this one includes, so this one follows it.
    if (this.#currentReplay && scope !== "due") {
      this.#nextReplay ??= this.#currentReplay.then(() => {
        this.#nextReplay = undefined;
        return this.replay(scope);
      });
      return this.#nextReplay;
    }
    this.#currentReplay ??= this.#replayIfOnlyTab(scope)
      .catch(() => 0)
      .finally(() => {
        this.#currentReplay = undefined;
      });
    return this.#currentReplay;
  }

  async #replayIfOnlyTab(scope: ReplayScope): Promise<number> {
    if (!(await this.pending())) return 0;
    let delivered: Promise<number> | undefined;
    const pass = () => {
      delivered = this.#replay(scope);
      return delivered;
    };
    try {
      await loadWithin(this.#context.settings.timeout);
      try {
        await navigator.locks.request(this.#name, { ifAvailable: true }, (lock) => lock && pass());
      } catch {
        // If locks are not available, leases keep tabs from sending the same entry.
        if (!delivered) await pass();
      }
    } finally {
      await this.#scheduleNext(Boolean(await delivered?.catch(() => 0)));
    }
    return (await delivered) ?? 0;
  }

  async #replay(scope: ReplayScope): Promise<number> {
    let delivered = 0;
    const entries = await this.#store.all();
    while (callCore(() => core.mayReplay(scope, isOnline(), this.#heldUntil))) {
      const index = callCore(() => core.nextDue(times(entries, "due")));
      const [entry] = index === undefined ? [] : entries.splice(index, 1);
      if (!entry) break;
      if ((await this.#dueAt(entry, scope)) <= Date.now()) delivered += await this.#resend(entry, scope);
    }
    return delivered;
  }

  /** Returns the time from which an entry may be sent. Discards an expired entry. */
  async #dueAt(entry: Entry, scope: ReplayScope): Promise<number> {
    try {
      return callCore(() => core.dueAt(entry, scope, this.#days));
    } catch (cause) {
      const error = cause as BackInStockError;
      if (error.code === "storage") await this.#discard(entry, error);
      return Number.POSITIVE_INFINITY;
    }
  }

  /** Number of days for which a request is stored. */
  get #days(): number {
    return this.#context.settings.outbox ? this.#context.settings.outbox.days : 14;
  }

  /** Sends an entry again. Returns 1 if delivered, else 0. */
  async #resend(entry: Entry, scope: ReplayScope): Promise<number> {
    const { settings } = this.#context;
    const owner = newOwner();
    const lease = await this.#lease(entry.id, settings.timeout, (found) =>
      // Another tab may have sent the entry, or may be sending it.
      found && callCore(() => core.mayWrite(entry, found)) && this.#isDue(found, scope)
        ? { ...found, ...leaseState(found, settings.timeout, owner) }
        : undefined,
    );
    if (!lease) return 0;
    const service = { ...settings.service, ...scopeOf(entry.scope) } as BuildOptions;
    const attempt = async () => joinFlight(entry.request, { ...settings, service }, undefined, lease).outcome;
    return this.follow(lease, attempt());
  }

  #isDue(entry: Entry, scope: ReplayScope): boolean {
    try {
      return callCore(() => core.dueAt(entry, scope, this.#days)) <= Date.now();
    } catch {
      return false;
    }
  }

  /** Schedules a replay for the time when the next entry is due. */
  async #scheduleNext(delivered: boolean): Promise<void> {
    const entries = await this.#store.all();
    if (!entries.length) return;
    let wait = RETRY_INTERVAL;
    try {
      await loadWithin(this.#context.settings.timeout);
      const due = await Promise.all(entries.map((entry) => this.#dueAt(entry, "due")));
      wait = callCore(() => core.nextLook(Math.min(...due), this.#heldUntil, delivered));
    } catch {
      // The next replay loads the module.
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.replay("due"), wait);
    // In Node, an entry in memory does not keep the process running.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Reports the outcome of an entry in every tab. */
  #report(entry: Entry, settled: Settled): void {
    const report = reportOf(entry, settled);
    this.#context.events.dispatchEvent(settledEvent(report, settled.error));
    this.#post({ settled: report });
  }

  /** Listens to other tabs. */
  #listen(): void {
    try {
      this.#channel ??= new BroadcastChannel(this.#name);
    } catch {
      // Not supported, or denied together with storage. Other tabs see the change at their next replay.
      return;
    }
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data?.forget) this.#forgetMemory();
      if (data?.settled) this.#context.events.dispatchEvent(settledEvent(data.settled));
      void this.#scheduleNext(true);
    };
    (this.#channel as { unref?: () => void }).unref?.();
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }
}

/** Returns a time of each entry. Stored values may be of any type, so they are converted to numbers. */
const times = (entries: Entry[], name: "created" | "due"): Float64Array =>
  Float64Array.from(entries, (entry) => Number(entry[name]));
