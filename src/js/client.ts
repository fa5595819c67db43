// The client: what a page asks, sent, and reported as it was answered.

import { outboxOf, type Send, type Shop, shopOf } from "./client-registry.ts";
import { pack, SHAPES } from "./fields.ts";
import { ABORTED, NETWORK } from "./generated/core.ts";
import { type ClientOptions, checkClientOptions } from "./options.ts";
import type { Kept, Outbox } from "./outbox/index.ts";
import { BackInStockError, numbered } from "./shared/errors.ts";
import { snapshot } from "./shared/known-keys.ts";
import { exchange } from "./transport.ts";
import type { BackInStockEventMap, BackInStockOptions, Outcome, SubscriptionRequest } from "./types.ts";
import { call, loaded, locateWith, within } from "./wasm/core.ts";
import type { Locate } from "./wasm/load.ts";

/** The purposes of the calls, in their order; the core knows which ones a request needs. */
const ALERT = 1;
const NEWSLETTER = 2;
const PURPOSES = [0, ALERT, NEWSLETTER];

/** A request under way, shared by all who ask for the same. */
interface Flight {
  outcome: Promise<Outcome>;
  stop: AbortController;
  callers: number;
  key: string;
  /** Whether the alert is accepted. */
  accepted: boolean;
}

/** Of the whole page: two buttons for one variant have two clients. */
const flights = new Map<string, Flight>();

/** What `BackInStock` of every entry extends: each entry adds where its module is. */
export class Client {
  readonly #options: ClientOptions;
  readonly #shop: Shop;

  /**
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions, locate: Locate) {
    this.#options = checkClientOptions(options);
    locateWith(locate);
    this.#shop = shopOf(this.#options, again);
  }

  /**
   * Asks for one variant, and for the marketing that was agreed to. Consent to SMS and WhatsApp goes first, in one
   * call: if it fails, nothing else is sent. The newsletter goes last, and what becomes of it is reported apart.
   *
   * What fails for a while is `queued`: the device keeps it and tries again, also at a later visit. Without an outbox
   * it rejects.
   *
   * Equal calls share one request while it is under way. An abort ends the request if nobody else waits for it; if it
   * was sent already, the service may still have accepted it. After acceptance it only ends the newsletter's call.
   *
   * @throws BackInStockError whatever is wrong, by rejecting: what was given, what the service refused, `load_failed`,
   *   `aborted`; without an outbox `network`, `timeout`, `throttled` and `service_unavailable` too
   */
  async subscribe(
    request: SubscriptionRequest,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<Outcome> {
    const { signal } = snapshot(options, SHAPES.signal, "options") as { signal?: AbortSignal };
    if (signal != null && !(signal instanceof AbortSignal)) {
      throw new BackInStockError("invalid_option", "signal", "must be an AbortSignal");
    }
    const fields = pack(this.#options, snapshot(request, SHAPES.request, "request"));
    const { timeout, outbox } = this.#options;
    return new Promise((resolve, reject) => {
      let flight: Flight | undefined;
      const abort = () => {
        if (flight) leave(flight);
        // What was accepted stays so; only a newsletter that is under way can still be given up.
        if (!flight?.accepted) reject(numbered(ABORTED));
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      // A script that does not come must not keep the request from being sent.
      const kept = outbox ? within(timeout, outboxOf(this.#shop, again)).catch(() => undefined) : undefined;
      Promise.all([kept, loaded(timeout)])
        .then(([box]) => {
          if (signal?.aborted) return;
          flight = board(fields, timeout, box);
          return flight.outcome.then(resolve);
        })
        .catch(reject)
        .finally(() => signal?.removeEventListener("abort", abort));
    });
  }

  /** Tries all that waits, now, and says how many were delivered and how many still wait. It never rejects. */
  async flush(): Promise<{ delivered: number; pending: number }> {
    return (await this.#outbox())?.flush() ?? { delivered: 0, pending: 0 };
  }

  /**
   * How many requests are kept: those that wait, and those whose answer is not yet there. A busy database is waited for, 20
   * seconds at most; after that, those in memory are all that are known.
   */
  async pending(): Promise<number> {
    return (await this.#outbox())?.pending() ?? 0;
  }

  /**
   * Erases all that this device keeps for the company: what waits, and the memory of what was asked.
   *
   * @throws BackInStockError `storage` if the browser cannot erase it; `network` if the script for it cannot be loaded
   */
  async forget(): Promise<void> {
    const outbox = await this.#outbox();
    if (!outbox) throw numbered(NETWORK);
    await outbox.forget();
  }

  #outbox(): Promise<Outbox | undefined> {
    return outboxOf(this.#shop, again);
  }

  /** Listens to what became of queued requests. The clients of one company share their events. */
  addEventListener<K extends keyof BackInStockEventMap>(
    type: K,
    listener: (event: BackInStockEventMap[K]) => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void {
    this.#shop.hub.addEventListener(type, listener as EventListener, options);
  }

  removeEventListener<K extends keyof BackInStockEventMap>(
    type: K,
    listener: (event: BackInStockEventMap[K]) => void,
  ): void {
    this.#shop.hub.removeEventListener(type, listener as EventListener);
  }
}

/** What the outbox does with an entry. */
const again: Send = (fields, { timeout }, kept) => board(fields, timeout, undefined, kept).outcome;

/** Takes a place in the flight of a request, which starts if it is not under way. */
function board(fields: string, timeout: number, outbox?: Outbox, kept?: Kept): Flight {
  const requests = PURPOSES.map((purpose) => call("request", fields, purpose));
  const key = requests.join("\0");
  let flight = flights.get(key);
  if (!flight) {
    const stop = new AbortController();
    const started = { stop, callers: 0, key, accepted: false };
    const begin = async () => {
      // The same wish is the same entry, wherever it is sent.
      const id = `[${requests.map((request) => request.split("\0")[2] ?? "null")}]`;
      const mine = kept ?? (await outbox?.keep(id, fields, timeout));
      const outcome = run(requests, timeout, started, mine);
      if (mine && outbox) void outbox.follow(mine, outcome);
      return outcome;
    };
    const outcome = begin().finally(() => drop(key, flight));
    flight = Object.assign(started, { outcome });
    flights.set(key, flight);
  }
  flight.callers++;
  return flight;
}

/** Shares a flight no more; another one may have its key by now. */
function drop(key: string, flight: Flight | undefined): void {
  if (flights.get(key) === flight) flights.delete(key);
}

/** Gives up a place: by the last of its callers, the flight ends. */
function leave(flight: Flight): void {
  if (--flight.callers > 0) return;
  drop(flight.key, flight);
  flight.stop.abort();
}

/** Makes the calls that a request needs, from the first that is still to be made. */
async function run(
  requests: string[],
  timeout: number,
  flight: Pick<Flight, "stop" | "accepted">,
  kept: Kept | undefined,
): Promise<Outcome> {
  const outcome: Outcome & { status: "accepted" | "already-requested" } = { status: "accepted" };
  const all = PURPOSES.filter((purpose) => requests[purpose]);
  const rest = all.filter((purpose) => purpose >= (kept?.entry.step ?? 0));
  // A step that leaves nothing to do was written by somebody else.
  const needed = rest.length ? rest : all;
  for (const [index, purpose] of needed.entries()) {
    const request = requests[purpose] as string;
    // A browser lets requests outlive their page as long as all of them together are short.
    const keepalive = flights.size < 30 && request.length < 2_000;
    const error = await exchange(request, timeout, flight.stop.signal, keepalive).then(
      () => undefined,
      (cause) => cause as BackInStockError,
    );
    const alert = purpose === ALERT;
    // Nothing documents a 409 here. Where this device has asked before, it can only mean that.
    const again = alert && error?.status === 409 && (await kept?.asked(false));
    if (error && !again) {
      const later = error.retryable ? await kept?.later(error) : undefined;
      if (!later) await kept?.drop();
      if (purpose === NEWSLETTER) {
        // The alert stands, whatever becomes of this.
        return { ...outcome, marketing: { status: later ? "queued" : "rejected", error } };
      }
      if (later) return { status: "queued", ...later };
      throw error;
    }
    flight.accepted ||= alert;
    if (purpose === NEWSLETTER) outcome.marketing = { status: "accepted" };
    const next = needed[index + 1];
    await (next ? kept?.passed(next) : kept?.drop());
    if (alert && (again || (await kept?.asked(true)))) outcome.status = "already-requested";
  }
  return outcome;
}
