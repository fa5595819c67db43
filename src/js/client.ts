// The client: what a page asks, sent, and reported as it was answered.

import type { Call, Calls, Step } from "#core";
import * as core from "#core";
import { type CompanyContext, contextOf, outboxOf, type SendQueued } from "./client-registry.ts";
import { type ClientSettings, checkClientOptions } from "./client-settings.ts";
import type { LeasedEntry, Outbox, Postponed } from "./outbox/outbox.ts";
import { warnIfRetired } from "./revision.ts";
import { copyOwn } from "./shared/copy.ts";
import { BackInStockError } from "./shared/errors.ts";
import { copyKnownKeys } from "./shared/known-keys.ts";
import { abortError, transmit } from "./transport.ts";
import type {
  BackInStockEventMap,
  BackInStockOptions,
  MarketingOutcome,
  Outcome,
  SubscriptionRequest,
} from "./types.ts";
import { callCore, loadWithin, locateWith, withTimeout } from "./wasm/core.ts";
import type { Locate } from "./wasm/load.ts";

/** Each step of a subscription is a call, if the request needs it. */
const STEPS: readonly Step[] = ["consent", "alert", "newsletter"];

/** A request under way, shared by all callers with equal requests. */
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
  readonly #settings: ClientSettings;
  readonly #context: CompanyContext;

  /**
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions, locate: Locate) {
    this.#settings = checkClientOptions(options);
    locateWith(locate);
    this.#context = contextOf(this.#settings, resend);
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
    const { signal } = copyKnownKeys(options, { signal: true }, "options") as { signal?: AbortSignal };
    if (signal != null && !(signal instanceof AbortSignal)) {
      throw new BackInStockError("invalid_option", "signal", "must be an AbortSignal");
    }
    const copy = copyOwn(request);
    const { timeout, outbox, service } = this.#settings;
    return new Promise((resolve, reject) => {
      let flight: Flight | undefined;
      const abort = () => {
        if (flight) leaveFlight(flight);
        // What was accepted stays so; only a newsletter that is under way can still be given up.
        if (!flight?.accepted) reject(abortError());
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      // A script that does not come must not keep the request from being sent.
      const queue = outbox
        ? withTimeout(timeout, outboxOf(this.#context, resend)).catch(() => undefined)
        : undefined;
      Promise.all([queue, loadWithin(timeout)])
        .then(([queue]) => {
          if (signal?.aborted) return;
          flight = joinFlight(copy, this.#settings, queue);
          warnIfRetired(service.revision);
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
    if (!outbox) throw new BackInStockError("network", undefined, "the script for it could not be loaded");
    await outbox.forget();
  }

  #outbox(): Promise<Outbox | undefined> {
    return outboxOf(this.#context, resend);
  }

  /** Listens to what became of queued requests. The clients of one company share their events. */
  addEventListener<K extends keyof BackInStockEventMap>(
    type: K,
    listener: (event: BackInStockEventMap[K]) => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void {
    this.#context.events.addEventListener(type, listener as EventListener, options);
  }

  removeEventListener<K extends keyof BackInStockEventMap>(
    type: K,
    listener: (event: BackInStockEventMap[K]) => void,
  ): void {
    this.#context.events.removeEventListener(type, listener as EventListener);
  }
}

/** Sends a queued request. */
const resend: SendQueued = (request, settings, entry) =>
  joinFlight(request, settings, undefined, entry).outcome;

/** Joins the flight of a request, which starts if it is not under way. */
function joinFlight(
  request: SubscriptionRequest,
  settings: Pick<ClientSettings, "service" | "timeout">,
  outbox?: Outbox,
  queued?: LeasedEntry,
): Flight {
  const { service, timeout } = settings;
  const calls = callCore(() => core.calls(request, service));
  const stepCalls = STEPS.map((step) => calls[step]);
  const key = stepCalls.map((call) => `${call?.url} ${JSON.stringify(call?.headers)} ${call?.body}`).join();
  let flight = flights.get(key);
  if (!flight) {
    const stop = new AbortController();
    const started = { stop, callers: 0, key, accepted: false };
    const start = async () => {
      // An equal request is the same entry, whichever client sends it.
      const id = `[${stepCalls.map((call) => call?.body ?? "null")}]`;
      const entry = queued ?? (await outbox?.enqueue(id, request, service, timeout));
      const outcome = deliver(calls, timeout, started, entry);
      if (entry && outbox) void outbox.follow(entry, outcome);
      return outcome;
    };
    const outcome = start().finally(() => removeFlight(key, flight));
    flight = Object.assign(started, { outcome });
    flights.set(key, flight);
  }
  flight.callers++;
  return flight;
}

/** Shares a flight no more; another one may have its key by now. */
function removeFlight(key: string, flight: Flight | undefined): void {
  if (flights.get(key) === flight) flights.delete(key);
}

/** Gives up a place: by the last of its callers, the flight ends. */
function leaveFlight(flight: Flight): void {
  if (--flight.callers > 0) return;
  removeFlight(flight.key, flight);
  flight.stop.abort();
}

/** Makes the calls of a subscription one after another, as the core decides. */
async function deliver(
  calls: Calls,
  timeout: number,
  flight: Pick<Flight, "stop" | "accepted">,
  entry: LeasedEntry | undefined,
): Promise<Outcome> {
  const requestedBefore = entry?.requestedBefore(calls.alert.body);
  let flow = callCore(() => core.startFlow(!!calls.consent, !!calls.newsletter, entry?.entry.step));
  let error: BackInStockError | undefined;
  let postponed: Postponed | undefined;
  for (let step = flow.step; step; step = flow.step) {
    error = await makeCall(calls[step] as Call, timeout, flight.stop.signal);
    // Noted at once: an abort that comes while the database is slow must not say that nothing was accepted.
    if (step === "alert" && !error) flight.accepted = true;
    // It may have stopped meanwhile, and is being replaced.
    await loadWithin(timeout);
    postponed = error && (await entry?.postpone(error));
    // A database that is slow does not hold up a failed request.
    const before = !postponed && (await requestedBefore);
    flow = callCore(() => core.answered(flow, !!error, error?.status, !!postponed, !!before));
    if (flow.step) await entry?.advanceTo(flow.step);
    else if (!postponed) await entry?.drop();
    if (step === "alert" && (flow.status === "accepted" || flow.status === "already-requested")) {
      flight.accepted = true;
      await entry?.remember(calls.alert.body);
    }
  }
  const { status, marketing } = flow;
  if (postponed && status === "queued") return { status, ...postponed };
  if (status !== "accepted" && status !== "already-requested") throw error;
  return {
    status,
    ...(marketing && { marketing: { status: marketing, ...(error && { error }) } as MarketingOutcome }),
  };
}

/** Makes one call. Returns why it failed. */
async function makeCall(
  call: Call,
  timeout: number,
  signal: AbortSignal,
): Promise<BackInStockError | undefined> {
  // A browser lets requests outlive their page as long as all of them together are short.
  const keepalive = flights.size < 30 && call.body.length < 2_000;
  try {
    await transmit(call, timeout, signal, keepalive);
    return undefined;
  } catch (error) {
    return error as BackInStockError;
  }
}
