// The client: what a page asks, sent once, and reported as it was answered.
import { call, loaded } from "./core.ts";
import { BackInStockError, numbered } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { pack, SHAPES } from "./fields.ts";
import { ABORTED } from "./generated/core.ts";
import { checkClientOptions } from "./options.ts";
import { type Snapshot, snapshot } from "./snapshot.ts";
import type { BackInStockOptions, Outcome, SubscriptionRequest } from "./types.ts";

/** The purposes of the calls, in their order; the core knows which ones a request needs. */
const CONSENT = 0;
const ALERT = 1;
const NEWSLETTER = 2;

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

/** Sends back-in-stock subscriptions from a page to Klaviyo's client endpoint. */
export class BackInStock {
  readonly #options: Snapshot & { timeout: number };

  /**
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions) {
    this.#options = checkClientOptions(options);
  }

  /**
   * Asks for one variant, and for the marketing that was agreed to. Consent to text messages goes first: where it
   * fails, nothing else is sent. The newsletter goes last, and what becomes of it is reported apart.
   *
   * Equal calls share one request while it is under way. An abort ends the request if nobody else waits for it; if it
   * was sent already, the service may still have accepted it. After acceptance it only ends the newsletter's call.
   *
   * @throws BackInStockError whatever is wrong, by rejecting: what was given, what the service refused, `network`,
   *   `timeout`, `aborted`
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
    return new Promise((resolve, reject) => {
      let flight: Flight | undefined;
      const abort = () => {
        if (flight) leave(flight);
        // What was accepted stays so; only a newsletter that is under way can still be given up.
        if (!flight?.accepted) reject(numbered(ABORTED));
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      loaded(this.#options.timeout)
        .then(() => {
          if (signal?.aborted) return;
          flight = board(fields, this.#options.timeout);
          return flight.outcome.then(resolve);
        })
        .catch(reject)
        .finally(() => signal?.removeEventListener("abort", abort));
    });
  }
}

/** Takes a place in the flight of a request, which starts if it is not under way. */
function board(fields: string, timeout: number): Flight {
  const key = JSON.stringify([CONSENT, ALERT, NEWSLETTER].map((purpose) => call("request", fields, purpose)));
  let flight = flights.get(key);
  if (!flight) {
    const stop = new AbortController();
    const started = { stop, callers: 0, key, accepted: false };
    const outcome: Promise<Outcome> = run(fields, timeout, started).finally(() => drop(key, flight));
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

/** Makes the calls that a request needs. */
async function run(
  fields: string,
  timeout: number,
  flight: Pick<Flight, "stop" | "accepted">,
): Promise<Outcome> {
  const { signal } = flight.stop;
  const needs = (purpose: number) => call("request", fields, purpose) !== undefined;
  if (needs(CONSENT)) await exchange(fields, CONSENT, timeout, signal);
  await exchange(fields, ALERT, timeout, signal);
  flight.accepted = true;
  if (!needs(NEWSLETTER)) return { status: "accepted" };
  try {
    await exchange(fields, NEWSLETTER, timeout, signal);
    return { status: "accepted", marketing: { status: "accepted" } };
  } catch (error) {
    // The alert stands, whatever becomes of this.
    return { status: "accepted", marketing: { status: "rejected", error: error as BackInStockError } };
  }
}
