// The client: sends the requests of a page and reports their outcomes.

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

/** The steps of a subscription in order. Each is one call; a request may not need all of them. */
const STEPS: readonly Step[] = ["consent", "alert", "newsletter"];

/** A request in flight, shared by all callers with equal requests. */
interface Flight {
  outcome: Promise<Outcome>;
  stop: AbortController;
  callers: number;
  key: string;
  /** Whether Klaviyo accepted the alert. */
  accepted: boolean;
}

/** Shared by the whole page, since two buttons for one variant have two clients. */
const flights = new Map<string, Flight>();

/** The base class of `BackInStock`. Each entry of the package passes the location of its module. */
export class Client {
  readonly #settings: ClientSettings;
  readonly #context: CompanyContext;

  /**
   * Checks the options. The core is loaded later.
   *
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions, locate: Locate) {
    this.#settings = checkClientOptions(options);
    locateWith(locate);
    this.#context = contextOf(this.#settings, resend);
  }

  /**
   * Requests an alert for one variant, and the marketing that the shopper opted in to. Consent to SMS and WhatsApp is sent
   * first, in one call; if it fails, nothing else is sent. The newsletter sign-up is sent last, and its outcome is reported
   * separately.
   *
   * A request that fails temporarily is `queued`: it is stored on this device and retried, also on a later visit. Without
   * an outbox, the promise rejects instead.
   *
   * Equal concurrent calls share one request. `signal` aborts the request once no other caller waits for it. Klaviyo may
   * still accept a request that was already sent. After the alert is accepted, an abort only cancels the newsletter call.
   *
   * @throws BackInStockError (as a rejection) for invalid input and for requests that Klaviyo rejects; `load_failed`,
   *   `aborted`; without an outbox also `network`, `timeout`, `throttled` and `service_unavailable`
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
        // An accepted alert stays accepted; only the newsletter call can still be canceled.
        if (!flight?.accepted) reject(abortError());
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      // If the outbox's script does not load, the request is sent anyway.
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

  /** Retries all queued requests now. Returns how many were delivered and how many are still pending. Never rejects. */
  async flush(): Promise<{ delivered: number; pending: number }> {
    return (await this.#outbox())?.flush() ?? { delivered: 0, pending: 0 };
  }

  /**
   * Counts the stored requests: those that are queued and those in flight. Waits up to 20 seconds for a busy database, and
   * then counts only the requests in memory.
   */
  async pending(): Promise<number> {
    return (await this.#outbox())?.pending() ?? 0;
  }

  /**
   * Erases everything that this device stores for the company: queued requests and the history of accepted requests.
   *
   * @throws BackInStockError `storage` if the browser cannot erase the data; `network` if the outbox's script cannot be
   *   loaded
   */
  async forget(): Promise<void> {
    const outbox = await this.#outbox();
    if (!outbox) throw new BackInStockError("network", undefined, "the outbox script could not be loaded");
    await outbox.forget();
  }

  #outbox(): Promise<Outbox | undefined> {
    return outboxOf(this.#context, resend);
  }

  /** Adds a listener for the outcomes of queued requests. All clients of a company share their events. */
  addEventListener<K extends keyof BackInStockEventMap>(
    type: K,
    listener: (event: BackInStockEventMap[K]) => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void {
    this.#context.events.addEventListener(type, listener as EventListener, options);
  }

  /** Removes a listener. */
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

/** Joins the flight of an equal request, or starts one. */
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
      // The id depends on the request only, so equal requests of all clients share one entry.
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

/** Stops sharing a flight. Another flight may already use its key. */
function removeFlight(key: string, flight: Flight | undefined): void {
  if (flights.get(key) === flight) flights.delete(key);
}

/** Releases a caller; aborts the request when none is left. */
function leaveFlight(flight: Flight): void {
  if (--flight.callers > 0) return;
  removeFlight(flight.key, flight);
  flight.stop.abort();
}

/** Makes the calls of a subscription in sequence, as the core decides. */
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
    // Set before the database is used: an abort in the meantime must not reject an accepted alert.
    if (step === "alert" && !error) flight.accepted = true;
    // The core may have stopped during the call, and is being replaced.
    await loadWithin(timeout);
    postponed = error && (await entry?.postpone(error));
    // A postponed request does not wait for the history.
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

/** Makes one call. Returns the error if it fails. */
async function makeCall(
  call: Call,
  timeout: number,
  signal: AbortSignal,
): Promise<BackInStockError | undefined> {
  // Browsers limit the total body size of all keepalive requests to 64 KiB:
  // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
  const keepalive = flights.size < 30 && call.body.length < 2_000;
  try {
    await transmit(call, timeout, signal, keepalive);
    return undefined;
  } catch (error) {
    return error as BackInStockError;
  }
}
