// The outbox: what a shopper asked for is stored before it is sent, and stays until its answer is final.

import * as core from "#core";
import type { Send, Shop } from "../client-registry.ts";
import { BackInStockError, type ErrorCode } from "../shared/errors.ts";
import type { BuildOptions, Channel, Outcome, SubscriptionRequest } from "../types.ts";
import { loaded, run } from "../wasm/core.ts";
import { Asked } from "./asked.ts";
import { type Entry, scopeOf } from "./entry.ts";
import { Kept, leased } from "./kept.ts";
import { Store } from "./store.ts";

export type { Kept } from "./kept.ts";

/** More entries than these are no shopper's. */
const MOST = 200;
/** Milliseconds until the next look, at least: after a look that changed something, and after one that did not. */
const SOON = 50;
const IDLE = 5_000;
/** And at most: a clock may jump. */
const MINUTE = 60_000;

const ALERT = 1;
const NEWSLETTER = 2;
const REJECTED: Settled = { status: "accepted", marketing: "rejected" };

/** How much of what waits is tried: what is due; what failed by the network too; all. `shop.ts` has the first two. */
const DUE = 0;
const ONLINE = 1;
const ALL = 2;

/** What tabs tell each other. */
type Message = { settled?: Wire; forget?: true };
/** What became of an entry, and of its newsletter. */
type Settled = { status?: string; marketing?: string | undefined };
type Wire = Settled & { variant: string; channels: Channel[]; asked: number; error?: WireError | undefined };
/** An error between tabs: structured cloning would lose its code. */
type WireError = { code: ErrorCode; field: string | undefined; message: string };

/** The outbox of one company, in one tab. */
export class Outbox {
  readonly #shop: Shop;
  readonly #send: Send;
  readonly #name: string;
  readonly #store: Store;
  readonly #asked: Asked;
  readonly #mine = new Set<Kept>();
  #channel: BroadcastChannel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pass: Promise<number> | undefined;
  /** No replay before: the account's limit is used up. */
  #hold = 0;

  /** @param name of the database, of the lock, and of the channel between tabs */
  constructor(shop: Shop, name: string, send: Send) {
    this.#shop = shop;
    this.#name = name;
    this.#send = send;
    this.#store = new Store(name);
    this.#asked = new Asked(this.#store);
    this.#listen();
    // A page that is put aside must not hear, or it could not be.
    globalThis.addEventListener?.("pagehide", () => {
      this.#channel?.close();
      this.#channel = undefined;
    });
  }

  /** Keeps a request that is about to be sent; an equal one that waits becomes this one. */
  async keep(
    id: string,
    request: SubscriptionRequest,
    service: BuildOptions,
    timeout: number,
  ): Promise<Kept> {
    const created = Date.now();
    const none = { uncertain: 0, due: 0, lease: 0, owner: "", attempts: 0, step: 0, reason: "" };
    const entry = { id, request, scope: scopeOf(service), created, ...none };
    const mine = await this.#take(id, timeout, () => entry);
    void this.#crowd(id);
    return mine as Kept;
  }

  /** Leases what `choose` makes of an entry. */
  async #take(
    id: string,
    timeout: number,
    choose: (found: Entry | undefined) => Entry | undefined,
  ): Promise<Kept | undefined> {
    let before: Entry | undefined;
    const entry = await this.#store.change(id, (found) => {
      before = found;
      const chosen = choose(found);
      return chosen && leased(chosen, timeout);
    });
    if (!entry) return undefined;
    const mine = new Kept(entry, before, timeout, this.#store, this.#asked);
    this.#mine.add(mine);
    return mine;
  }

  /** Waits for what becomes of an attempt, and tells it if somebody waits for that. Gives 1 if it is delivered. */
  async follow(kept: Kept, attempt: Promise<Outcome>): Promise<number> {
    try {
      const outcome = await attempt;
      if (outcome.status === "queued") {
        // The limit is the whole account's.
        if (outcome.reason === "throttled") this.#hold = outcome.retryAt.getTime();
        return 0;
      }
      const { status, marketing } = outcome;
      if (marketing?.status === "queued") return 0;
      if (kept.waited) this.#tell(kept.entry, { status, marketing: marketing?.status }, marketing?.error);
      return 1;
    } catch (cause) {
      const error = cause as BackInStockError;
      // That says nothing of the entry, which is tried again when its lease has ended.
      if (error.code === "load_failed") return 0;
      await kept.drop();
      if (kept.waited) this.#tell(kept.entry, {}, error);
      return 0;
    } finally {
      this.#mine.delete(kept);
      void this.#plan(SOON);
      this.#post({});
    }
  }

  async #crowd(id: string): Promise<void> {
    const entries = (await this.#store.all()).sort((a, b) => a.created - b.created);
    for (const entry of entries.slice(0, Math.max(0, entries.length - MOST))) {
      if (entry.id !== id)
        await this.#lose(entry, new BackInStockError("storage", undefined, "200 newer ones wait"));
    }
  }

  /** Deletes an entry and says why. */
  async #lose(entry: Entry, error: BackInStockError): Promise<void> {
    let found: Entry | undefined;
    await this.#store.change(entry.id, (stored) => {
      found = stored;
      return stored && null;
    });
    // Whoever finds it gone is not the one to tell.
    if (!found) return;
    // The alert of an entry that waits for its newsletter is accepted.
    this.#tell(entry, entry.step === NEWSLETTER ? REJECTED : {}, error);
  }

  /** How many entries wait. */
  async pending(): Promise<number> {
    return (await this.#store.all()).length;
  }

  /** Tries everything that waits, and says how many were delivered and how many still wait. */
  async flush(): Promise<{ delivered: number; pending: number }> {
    // Any other pass, also one that began meanwhile, leaves out what is not due.
    while (this.#pass) await this.#pass;
    this.#hold = 0;
    const delivered = await this.replay(ALL);
    return { delivered, pending: await this.pending() };
  }

  /** Erases all that is kept. */
  async forget(): Promise<void> {
    this.#forgotten();
    this.#post({ forget: true });
    try {
      await this.#store.clear();
    } catch (cause) {
      throw Object.assign(new BackInStockError("storage", undefined, "could not be erased"), { cause });
    }
  }

  /** What only this tab knows is erased by this tab. */
  #forgotten(): void {
    this.#asked.forget();
    this.#store.forget();
    for (const kept of this.#mine) kept.forgotten = true;
  }

  /** Sends again what waits, unless another tab does. Gives how many were delivered. */
  replay(what: number): Promise<number> {
    this.#listen();
    this.#pass ??= this.#elected(what)
      .catch(() => 0)
      .finally(() => {
        this.#pass = undefined;
      });
    return this.#pass;
  }

  async #elected(what: number): Promise<number> {
    if (!(await this.pending())) return 0;
    let delivered: Promise<number> | undefined;
    const pass = () => {
      delivered = this.#replay(what);
      return delivered;
    };
    try {
      await loaded(this.#shop.options.timeout);
      try {
        await navigator.locks.request(this.#name, { ifAvailable: true }, (lock) => lock && pass());
      } catch {
        // No locks here: the leases keep tabs apart, too.
        if (!delivered) await pass();
      }
    } finally {
      await this.#plan((await delivered) ? SOON : IDLE);
    }
    return (await delivered) ?? 0;
  }

  async #replay(what: number): Promise<number> {
    let delivered = 0;
    for (const entry of (await this.#store.all()).sort((a, b) => (a.due > b.due ? 1 : -1))) {
      if ((what < ALL && globalThis.navigator?.onLine === false) || Date.now() < this.#hold) break;
      const now = what === ALL || (what === ONLINE && entry.reason === "network");
      if ((await this.#dueAt(now ? { ...entry, due: 0 } : entry, entry)) <= Date.now())
        delivered += await this.#again(entry);
    }
    return delivered;
  }

  /** When an entry may be sent; one that may not be sent any more is lost. */
  async #dueAt({ created, uncertain, due, lease }: Entry, entry: Entry): Promise<number> {
    const { days } = this.#shop.options.outbox || { days: 14 };
    // Whatever was stored: a number, or none.
    const times = [created, uncertain, due, lease].map(Number);
    try {
      const [at = 0, since = 0, next = 0, until = 0] = times;
      return run(() => core.dueAt(at, since, next, until, days));
    } catch (cause) {
      const error = cause as BackInStockError;
      if (error.code === "storage") await this.#lose(entry, error);
      // Anything else says nothing of the entry.
      return Number.POSITIVE_INFINITY;
    }
  }

  /** Sends an entry again; 1 if it is delivered. */
  async #again(entry: Entry): Promise<number> {
    const { options } = this.#shop;
    const kept = await this.#take(entry.id, options.timeout, (found) =>
      // Else another tab was faster. As text, since anything may have been stored.
      `${found?.lease} ${found?.due}` === `${entry.lease} ${entry.due}` ? found : undefined,
    );
    if (!kept) return 0;
    const service = { ...options.service, ...entry.scope } as BuildOptions;
    const attempt = async () => this.#send(entry.request, { ...options, service }, kept);
    return this.follow(kept, attempt());
  }

  /** Looks again when the next entry is due, and not before `least` milliseconds. */
  async #plan(least: number): Promise<void> {
    const entries = await this.#store.all();
    if (!entries.length) return;
    const times = await Promise.all(entries.map((entry) => this.#dueAt(entry, entry)));
    const wait = Math.min(Math.max(Math.min(...times), this.#hold) - Date.now(), MINUTE);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.replay(DUE), Math.max(wait, least));
    // In Node, what waits in memory is no reason to stay.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Says what became of an entry, in all tabs; without a status, the error is what became of it. */
  #tell(entry: Entry, settled: Settled, error?: BackInStockError): void {
    const wire = { ...this.#about(entry), asked: entry.created, ...settled };
    this.#dispatch(wire, error);
    this.#post({ settled: error ? { ...wire, error: wired(error) } : wire });
  }

  #dispatch({ variant, channels, asked, status, marketing }: Wire, error?: BackInStockError): void {
    const outcome = {
      status,
      ...(marketing && { marketing: { status: marketing, ...(error && { error }) } }),
    };
    const detail = { variant, channels, asked: new Date(asked), ...(status ? { outcome } : { error }) };
    this.#shop.hub.dispatchEvent(new CustomEvent("settled", { detail }));
  }

  /** What an entry asks for, if it still can be read. */
  #about({ id }: Entry): { variant: string; channels: Channel[] } {
    try {
      const { attributes, relationships } = (JSON.parse(id)[ALERT] as Alert).data;
      return { variant: relationships.variant.data.id, channels: attributes.channels };
    } catch {
      return { variant: "", channels: [] };
    }
  }

  /** Hears what other tabs tell. */
  #listen(): void {
    try {
      this.#channel ??= new BroadcastChannel(this.#name);
    } catch {
      // There is none, or it is denied with all storage: other tabs will see for themselves.
      return;
    }
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data?.forget) this.#forgotten();
      const { settled } = data ?? {};
      if (settled) this.#dispatch(settled, settled.error && unwired(settled.error));
      void this.#plan(SOON);
    };
    (this.#channel as { unref?: () => void }).unref?.();
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }
}

const wired = ({ code, field, message }: BackInStockError): WireError => ({ code, field, message });

const unwired = ({ code, field, message }: WireError): BackInStockError =>
  Object.assign(new BackInStockError(code, undefined, message), field && { field });

interface Alert {
  data: { attributes: { channels: Channel[] }; relationships: { variant: { data: { id: string } } } };
}
