// Sends requests. Equal requests that are sent at the same time share their calls.

import type { Call, Calls, Flow, QueueEntry } from "#core";
import * as core from "#core";
import type { ClientSettings } from "./client-settings.ts";
import type { LeasedEntry, Outbox, Postponed } from "./outbox/outbox.ts";
import type { BackInStockError } from "./shared/errors.ts";
import { transmit } from "./transport.ts";
import type { MarketingOutcome, Outcome, SubscriptionRequest } from "./types.ts";
import { callCore, loadWithin } from "./wasm/core.ts";

/** A request in flight, shared by all callers with equal requests. */
export interface Flight {
  outcome: Promise<Outcome>;
  stop: AbortController;
  callers: number;
  /** The calls as text: equal requests have equal keys. */
  key: string;
  /** Whether Klaviyo or the shop's relay has the alert. */
  delivered: boolean;
}

/** Shared by the whole page, since two buttons for one variant have two clients. */
const flights = new Map<string, Flight>();

/** Joins the flight of an equal request, or starts one. `queued` is the entry of a request that is sent again. */
export function joinFlight(
  request: SubscriptionRequest,
  settings: Pick<ClientSettings, "service" | "timeout" | "verification">,
  outbox?: Outbox,
  queued?: LeasedEntry,
): Flight {
  const { service, timeout } = settings;
  const calls = callCore(() => core.calls(request, service));
  // The members of `Calls` are in the order in which the calls are made.
  const inOrder: (Call | null)[] = Object.values(calls);
  const key = inOrder.map((call) => `${call?.url} ${JSON.stringify(call?.headers)} ${call?.body}`).join();
  let flight = flights.get(key);
  if (!flight) {
    const stop = new AbortController();
    const started = { stop, callers: 0, key, delivered: false };
    const start = async () => {
      // The id depends on the request only, so equal requests of all clients share one entry.
      const id = `[${inOrder.map((call) => call?.body ?? "null")}]`;
      const entry = queued ?? (await outbox?.enqueue(id, request, service, timeout));
      const outcome = deliver(calls, settings, started, entry);
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
export function leaveFlight(flight: Flight): void {
  if (--flight.callers > 0) return;
  removeFlight(flight.key, flight);
  flight.stop.abort();
}

/** Makes the calls of a subscription in sequence, as the core decides. */
async function deliver(
  calls: Calls,
  settings: Pick<ClientSettings, "timeout" | "verification">,
  flight: Pick<Flight, "stop" | "delivered">,
  entry: LeasedEntry | undefined,
): Promise<Outcome> {
  const requestedBefore = entry?.requestedBefore(calls.alert.body);
  const queued: Partial<QueueEntry> = entry?.entry ?? {};
  let flow = callCore(() => core.startFlow(!!calls.consent, !!calls.newsletter, queued));
  let receipt = queued.receipt;
  let error: BackInStockError | undefined;
  let postponed: Postponed | undefined;
  for (let step = flow.step; step; step = flow.step) {
    // A step is the name of its call in `Calls`. The core names only steps that the subscription needs.
    const result = await makeCall(calls[step] as Call, settings, flight.stop.signal);
    error = result.error;
    if (step === "alert") {
      receipt = result.receipt;
      // Set before the database is used: an abort in the meantime must not reject a delivered alert.
      flight.delivered = !error;
    }
    // If the core crashed during the call, it is being replaced.
    await loadWithin(settings.timeout);
    postponed = error && (await entry?.postpone(error));
    // The last caller may have left while the entry was written.
    if (flight.stop.signal.aborted && !flight.delivered) postponed = undefined;
    // A postponed request does not wait for the history.
    const before = !postponed && (await requestedBefore);
    flow = callCore(() =>
      error
        ? core.failed(flow, error.status, !!postponed, !!before)
        : core.succeeded(flow, result.receipt !== undefined, !!before),
    );
    if (flow.step) await entry?.advanceTo(flow.step, receipt);
    else if (!postponed) await entry?.drop();
    if (step === "alert" && (flow.status === "accepted" || flow.status === "already-requested")) {
      flight.delivered = true;
      await entry?.remember(calls.alert.body);
    }
  }
  const { status, marketing } = flow;
  if (postponed && status === "queued") return { status, ...postponed };
  const signUp = marketing && { marketing: marketingOutcome(marketing, error) };
  if (status === "stored")
    return { status: "queued", reason: "relay", durable: true, receipt: receipt as string, ...signUp };
  if (status !== "accepted" && status !== "already-requested") throw error;
  return { status, ...signUp };
}

/** The public outcome of a newsletter sign-up, from the core's. */
export const marketingOutcome = (
  status: NonNullable<Flow["marketing"]>,
  error: BackInStockError | undefined,
): MarketingOutcome =>
  status === "stored"
    ? { status: "queued", reason: "relay" }
    : ({ status, ...(error && { error }) } as MarketingOutcome);

/** Makes one call. Returns the error if it fails, and the receipt if the shop's relay has stored it. */
async function makeCall(
  call: Call,
  settings: Pick<ClientSettings, "timeout" | "verification">,
  signal: AbortSignal,
): Promise<{ error?: BackInStockError; receipt?: string | undefined }> {
  // Browsers limit the total body size of all keepalive requests to 64 KiB:
  // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
  const keepalive = flights.size < 30 && call.body.length < 2_000;
  try {
    return { receipt: await transmit(call, settings, signal, keepalive) };
  } catch (error) {
    return { error: error as BackInStockError };
  }
}
