// The client: what a page asks, sent once, and reported as it was answered.
import { call, init } from "./core.ts";
import { BackInStockError, numbered } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { pack, SHAPES, type Snapshot, snapshot } from "./fields.ts";
import { ABORTED } from "./generated/core.ts";
import { checkClientOptions } from "./options.ts";
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
   * was sent already, the service may still have accepted it.
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
    await init();
    if (signal?.aborted) throw numbered(ABORTED);
    const key = JSON.stringify(
      [CONSENT, ALERT, NEWSLETTER].map((purpose) => call("request", fields, purpose)),
    );
    let flight = flights.get(key);
    if (!flight) {
      const stop = new AbortController();
      const outcome = run(fields, this.#options.timeout, stop.signal).finally(() => leave(key, flight));
      flight = { outcome, stop, callers: 0 };
      flights.set(key, flight);
    }
    return join(key, flight, signal);
  }
}

/** Makes the calls that a request needs. */
async function run(fields: string, timeout: number, signal: AbortSignal): Promise<Outcome> {
  const needs = (purpose: number) => call("request", fields, purpose) !== undefined;
  if (needs(CONSENT)) await exchange(fields, CONSENT, timeout, signal);
  await exchange(fields, ALERT, timeout, signal);
  if (!needs(NEWSLETTER)) return { status: "accepted" };
  try {
    await exchange(fields, NEWSLETTER, timeout, signal);
    return { status: "accepted", marketing: { status: "accepted" } };
  } catch (error) {
    // The alert stands, whatever becomes of this.
    return { status: "accepted", marketing: { status: "rejected", error: error as BackInStockError } };
  }
}

/** Waits for a flight as one of its callers: an abort ends the wait, and, by the last of them, the flight. */
function join(key: string, flight: Flight, signal: AbortSignal | undefined): Promise<Outcome> {
  flight.callers++;
  return new Promise((resolve, reject) => {
    const abort = () => {
      if (--flight.callers === 0) {
        leave(key, flight);
        flight.stop.abort();
      }
      reject(numbered(ABORTED));
    };
    signal?.addEventListener("abort", abort);
    flight.outcome.then(resolve, reject).finally(() => signal?.removeEventListener("abort", abort));
  });
}

function leave(key: string, flight: Flight | undefined): void {
  if (flights.get(key) === flight) flights.delete(key);
}
