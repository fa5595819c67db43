/**
 * An emulator of what a shop sends to Klaviyo for back in stock, for tests and development: it answers as the service does,
 * and tells afterwards what it was asked.
 *
 * It is an independent judge. Nothing in here uses the library's own rules: bodies are validated against JSON Schemas
 * written from Klaviyo's guides and API description. What no source says is decided in one table, {@link assumptions}.
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

import type { BackInStockSettings } from "./account/settings.ts";
import { handleAdminRequest } from "./admin/router.ts";
import { Emulation } from "./emulation.ts";
import type { FaultRule, FaultScript } from "./faults.ts";
import { handleRequest } from "./handle-request.ts";
import { listen } from "./http/listen.ts";
import { type EmulatorOptions, readOptions } from "./options.ts";
import type { EmulatorState, SyncReport } from "./state.ts";
import type { FindingSummary } from "./traffic/finding-counts.ts";

export type { BackInStockSettings, MessageStatus } from "./account/settings.ts";
export type {
  CatalogPage,
  CatalogRow,
  EventPage,
  MessagePage,
  RequestPage,
  Summary,
  WaitingPage,
} from "./admin/types.ts";
export { type Finding, type FindingCode, findings } from "./api/findings.ts";
export { type Assumption, type AssumptionId, assumptions, describeAssumption } from "./assumptions/index.ts";
export { EmulatorError, type EmulatorErrorCode } from "./errors.ts";
export type { Fault, FaultRequest, FaultRule, FaultScript } from "./faults.ts";
export type { FeedFields, FieldMapping } from "./feed/fields.ts";
export type { FeedSource } from "./feed/source.ts";
export { defaultPrivateKey, type EmulatorOptions, type Limits } from "./options.ts";
export type {
  BackInStockEvent,
  CatalogVariant,
  Channel,
  Consent,
  Delivery,
  EmulatorState,
  FeedState,
  Message,
  Profile,
  SeenRequest,
  Subscription,
  SyncReport,
} from "./state.ts";
export type { FindingSummary } from "./traffic/finding-counts.ts";

/** A running emulator. */
export interface Emulator {
  /** Where it listens, `http://127.0.0.1:49152`: put it in the place of `https://a.klaviyo.com`. */
  readonly url: string;
  /** What it knows now; the same as `GET /emulator/state`. */
  state(): EmulatorState;
  /**
   * Reads the feed now, as the service does every six hours, and notifies who waits for what is seen to be back.
   *
   * @throws EmulatorError `invalid_feed`; the catalog stays as it is
   */
  sync(): Promise<SyncReport>;
  /**
   * Moves the virtual clock on: milliseconds, or `6h`, `1d12h30m`. Syncs and the ends of waits happen on the way, each at its
   * time. `0` lets happen what is due.
   *
   * @throws EmulatorError `invalid_option` for `-1`, `soon`
   */
  advance(time: number | string): Promise<void>;
  /**
   * What the feed lists for a variant, from the next sync on and until the feed itself says something new.
   *
   * @throws EmulatorError `unknown_variant`; `invalid_option` for `1.5`
   */
  stock(variant: string, quantity: number): void;
  /**
   * Changes settings, and gives them all.
   *
   * @throws EmulatorError `invalid_option`; `settings_hidden` for any but `messageStatus` before the first event
   */
  configure(settings: Partial<BackInStockSettings>): BackInStockSettings;
  /** Sends the manual messages that wait for it; returns how many. */
  send(): number;
  /** Everything as at the start, but for the time; the feed is read again. */
  reset(): Promise<void>;
  /** With `strict`: what was found so far, counted by kind and place. */
  findings(): FindingSummary[];
  /** Replaces the documented rate limits from now on; `{}` brings them back. */
  limit(limits: { burst?: number; steady?: number }): void;
  /**
   * Lets other things go wrong from now on, or with `undefined` nothing any more.
   *
   * @throws EmulatorError `invalid_option` for anything but a function or rules
   */
  script(faults: FaultScript | readonly FaultRule[] | undefined): void;
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
 *   ids; `invalid_data` for a file that is not its own; `port_in_use`; `listen_failed` for a port that needs privileges
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulation = new Emulation(readOptions(options));
  try {
    await emulation.schedule.sync();
    const listener = await listen(
      emulation.options.port,
      () => emulation.clock.now(),
      (request) => handleAdminRequest(request, emulation) ?? handleRequest(request, emulation),
    );
    return { ...listener, ...controls(emulation), close: () => end(emulation, listener.close) };
  } catch (error) {
    emulation.stop();
    throw error;
  }
}

function controls(emulation: Emulation) {
  return {
    state: (): EmulatorState => emulation.state(),
    sync: () => emulation.schedule.sync(),
    advance: (time: number | string) => emulation.advance(time),
    stock: (variant: string, quantity: number) => emulation.setStock(variant, quantity),
    configure: (settings: Partial<BackInStockSettings>) => emulation.configure(settings),
    send: () => emulation.sendMessages(),
    reset: () => emulation.reset(),
    findings: () => emulation.findings.list(),
    limit: (limits: { burst?: number; steady?: number }) => emulation.setLimits(limits),
    script: (faults: FaultScript | readonly FaultRule[] | undefined) => emulation.setFaults(faults),
  };
}

async function end(emulation: Emulation, close: () => Promise<void>): Promise<void> {
  await close();
  emulation.stop();
}
