/**
 * An emulator of what a shop sends to Klaviyo for back in stock, for tests and development: it answers as the service does,
 * and tells afterwards what it was asked.
 *
 * It is an independent judge. Nothing in here uses the library's own rules: bodies are validated against JSON Schemas
 * written from Klaviyo's guides and API description. What no source says is decided in one table, {@link choices}.
 *
 * ```js
 * import { createEmulator } from "back-in-stock/emulator";
 *
 * const emulator = await createEmulator({ feed: [{ id: "SKU-1", title: "Shirt", inventory_quantity: 0 }] });
 * // POST to `${emulator.url}/client/back-in-stock-subscriptions?company_id=ABC123`, then:
 * emulator.state().subscriptions; // [{ profile: "profile-1", variant: "$custom:::$default:::SKU-1", … }]
 * await emulator.close();
 * ```
 */

import { Account } from "./account/account.ts";
import { readCatalog } from "./account/catalog.ts";
import { answer } from "./answer.ts";
import type { FaultScript } from "./faults.ts";
import { readFeed } from "./feed.ts";
import { listen } from "./http/listen.ts";
import { type EmulatorOptions, readFaults, readOptions } from "./options.ts";
import type { EmulatorState } from "./state.ts";

export { type Choice, type ChoiceId, choices, describeChoice } from "./choices/index.ts";
export { EmulatorError, type EmulatorErrorCode } from "./errors.ts";
export type { Fault, FaultRequest, FaultScript } from "./faults.ts";
export { defaultPrivateKey, type EmulatorOptions, type Limits } from "./options.ts";
export type {
  BackInStockEvent,
  CatalogVariant,
  Channel,
  Consent,
  Delivery,
  EmulatorState,
  Profile,
  SeenRequest,
  Subscription,
} from "./state.ts";

/** A running emulator. */
export interface Emulator {
  /** Where it listens, `http://127.0.0.1:49152`: put it in the place of `https://a.klaviyo.com`. */
  readonly url: string;
  /** What it knows now; the same as `GET /emulator/state`. */
  state(): EmulatorState;
  /**
   * Lets other things go wrong from now on, or with `undefined` nothing any more.
   *
   * @throws EmulatorError `invalid_option` for anything but a function
   */
  script(faults: FaultScript | undefined): void;
  /** Refuses connections, and ends open ones, until {@link Emulator.resume}. What it knows stays. */
  pause(): Promise<void>;
  /** Listens again, on the same port. */
  resume(): Promise<void>;
  /** Stops it and ends open connections. To call it again changes nothing. */
  close(): Promise<void>;
}

/**
 * Starts an emulator on 127.0.0.1. Any number may run in one process; they share nothing.
 *
 * @throws EmulatorError `invalid_option` for `{ port: 70000 }`; `invalid_feed` for a file that is not an array of rows with
 *   ids; `port_in_use`; `listen_failed` for a port that needs privileges
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = readOptions(options);
  const account = new Account(settings, readCatalog(await readFeed(settings.feed)));
  const listener = await listen(settings.port, settings.now, (request) => answer(request, account));
  const script = (faults: FaultScript | undefined) => {
    account.faults = readFaults(faults);
  };
  return { ...listener, state: () => account.state(), script };
}
