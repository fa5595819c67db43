// The client: sends the requests of a page and reports their outcomes.

import { type CompanyContext, contextOf, outboxOf } from "./client-registry.ts";
import { type ClientSettings, checkClientOptions } from "./client-settings.ts";
import { type Flight, joinFlight, leaveFlight } from "./flight.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { warnIfRetired } from "./revision.ts";
import { copyOwn } from "./shared/copy.ts";
import { BackInStockError } from "./shared/errors.ts";
import { copyKnownKeys } from "./shared/known-keys.ts";
import { abortError } from "./transport.ts";
import type { BackInStockEventMap, BackInStockOptions, Outcome, SubscriptionRequest } from "./types.ts";
import { loadWithin, locateWith, withTimeout } from "./wasm/core.ts";
import type { Locate } from "./wasm/load.ts";

/** The base class of `BackInStock`. Each entry of the package passes the location of its module. */
export class Client {
  readonly #settings: ClientSettings;
  readonly #context: CompanyContext;

  /**
   * Checks the options. The core, a WebAssembly module, is loaded later.
   *
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions, locate: Locate) {
    this.#settings = checkClientOptions(options);
    locateWith(locate);
    this.#context = contextOf(this.#settings);
  }

  /**
   * Requests an alert for one variant, and the marketing that the shopper opted in to. Consent to SMS and WhatsApp is sent
   * first, in one call; if it fails, nothing else is sent. The newsletter sign-up is sent last, and its outcome is reported
   * separately.
   *
   * A request that fails temporarily is `queued`: it is stored on this device and retried, also on a later visit. Without
   * an outbox, and if its script cannot be loaded, the promise rejects instead. A
   * request that the shop's own relay has stored is `queued`, too, with its receipt: the relay sends it.
   *
   * Equal concurrent calls share one request. `signal` rejects this call with `aborted`; the request is canceled once no other
   * caller waits for it, and is then not retried. Klaviyo may still accept a request that was already sent. After the alert is
   * accepted, or stored by a relay, an abort only cancels the newsletter call.
   *
   * @throws BackInStockError (as a rejection) for invalid input and for requests that Klaviyo rejects; `load_failed`,
   *   `wasm_blocked`, or `timeout` if the core cannot be loaded; `aborted`; without an outbox also `network`, `timeout`,
   *   `throttled` and `service_unavailable`
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
        // A delivered alert stays delivered; only the newsletter call can still be canceled.
        if (!flight?.delivered) reject(abortError());
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      // If the outbox's script does not load, the request is sent anyway, but not retried.
      const queue = outbox ? withTimeout(timeout, outboxOf(this.#context)).catch(() => undefined) : undefined;
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

  /**
   * Retries all queued requests now, unless another tab is doing so. Returns how many Klaviyo accepted, and how many are still
   * stored, those in flight included. Both are 0 if the outbox's script cannot be loaded. Never rejects.
   */
  async flush(): Promise<{ delivered: number; pending: number }> {
    return (await this.#outbox())?.flush() ?? { delivered: 0, pending: 0 };
  }

  /**
   * Counts the stored requests: those that are queued and those in flight. Waits up to 20 seconds for a busy database (2 for
   * one that does not open), and then counts only the requests in memory.
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
    return outboxOf(this.#context);
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
