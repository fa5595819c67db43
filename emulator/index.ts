/**
 * An emulator of Klaviyo's back-in-stock endpoints, for tests and development. It answers as the service does, and records
 * every request.
 *
 * It shares no code with the library, so that it can find the library's mistakes: it validates bodies against JSON Schemas
 * written from Klaviyo's guides and API description. {@link assumptions} lists what it does where no source says.
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
import { handleAdminRequest, rejectForeignHost } from "./admin/router.ts";
import { Emulation } from "./emulation.ts";
import type { FaultRule, FaultScript } from "./faults.ts";
import { handleRequest } from "./handle-request.ts";
import { listen } from "./http/listen.ts";
import { type EmulatorOptions, readOptions } from "./options.ts";
import type { Consent, EmulatorState, Suppression, SyncReport } from "./state.ts";
import type { FindingSummary } from "./traffic/finding-counts.ts";

export type { BackInStockSettings, MessageStatus } from "./account/settings.ts";
export type {
  CatalogPage,
  CatalogRow,
  ConsentPage,
  EventPage,
  JobPage,
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
export { defaultPrivateKey, type EmulatorOptions, type Limits, type OptInProcess } from "./options.ts";
export type {
  BackInStockEvent,
  CatalogVariant,
  Channel,
  Consent,
  ConsentJob,
  Delivery,
  EmulatorState,
  FeedState,
  Message,
  Profile,
  SeenRequest,
  Subscription,
  Suppression,
  SyncReport,
} from "./state.ts";
export type { FindingSummary } from "./traffic/finding-counts.ts";

/** A running emulator. */
export interface Emulator {
  /** The address it listens on, such as `http://127.0.0.1:49152`. Use it instead of `https://a.klaviyo.com`. */
  readonly url: string;
  /** A copy of the state; the same as `GET /emulator/state`. */
  state(): EmulatorState;
  /**
   * Reads the feed now, as the service does every six hours, and notifies subscribers of variants that are back in stock.
   *
   * @throws EmulatorError `invalid_feed`; the catalog stays unchanged
   */
  sync(): Promise<SyncReport>;
  /**
   * Moves the virtual clock forward by milliseconds, or by a text such as `6h` or `1d12h30m`. Syncs and batches that become
   * due run at their own times. `0` runs what is due now.
   *
   * @throws EmulatorError `invalid_option` for `-1`, `soon`
   */
  advance(time: number | string): Promise<void>;
  /**
   * Overrides the quantity that the feed lists for a variant, from the next sync until the feed itself changes it.
   *
   * @throws EmulatorError `unknown_variant`; `invalid_option` for `1.5`
   */
  stock(variant: string, quantity: number): void;
  /**
   * Changes settings; returns all of them.
   *
   * @throws EmulatorError `invalid_option`; `settings_hidden` for any but `messageStatus` before the first event
   */
  configure(settings: Partial<BackInStockSettings>): BackInStockSettings;
  /** Sends all manual messages that are ready; returns their number. */
  send(): number;
  /**
   * Confirms the pending consents of an email address or a phone number, as the person does by double opt-in. Returns their
   * number.
   *
   * @throws EmulatorError `unknown_profile`
   */
  confirm(address: string): number;
  /**
   * Withdraws consents, as the person does: of an email address, or of a phone number for text messages or WhatsApp.
   *
   * @throws EmulatorError `unknown_profile`; `invalid_option` for a channel that the address does not have
   */
  unsubscribe(address: string, channel?: Consent["channel"]): void;
  /**
   * Suppresses the profile of an address, so that it gets no email. The default reason is `USER_SUPPRESSED`.
   *
   * @throws EmulatorError `unknown_profile`; `invalid_option` for an unknown reason
   */
  suppress(address: string, reason?: Suppression["reason"]): void;
  /** Restores the initial state, except for the clock, and reads the feed again. */
  reset(): Promise<void>;
  /** With `strict`: the findings so far, counted by code and place. */
  findings(): FindingSummary[];
  /** Replaces the documented rate limits; `{}` restores them. */
  limit(limits: { burst?: number; steady?: number }): void;
  /**
   * Replaces the faults; `undefined` removes them.
   *
   * @throws EmulatorError `invalid_option` for anything but a function or rules
   */
  script(faults: FaultScript | readonly FaultRule[] | undefined): void;
  /** Closes the port and all connections until {@link Emulator.resume}. The state is kept. */
  pause(): Promise<void>;
  /** Listens on the same port again. */
  resume(): Promise<void>;
  /** Stops the emulator and closes all connections. A second call does nothing. */
  close(): Promise<void>;
}

/**
 * Starts an emulator on 127.0.0.1. A process can run any number of them; they share nothing.
 *
 * @throws EmulatorError `invalid_option` for `{ port: 70000 }`; `invalid_feed` for a feed that is not an array of rows with
 *   ids; `invalid_data` for a data file of another program; `port_in_use`; `listen_failed` for a port that needs privileges
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulation = new Emulation(readOptions(options));
  try {
    await emulation.schedule.sync();
    const listener = await listen(
      emulation.options.port,
      () => emulation.clock.now(),
      (request) =>
        handleAdminRequest(request, emulation) ??
        // Anybody knows the key of an emulator, and profiles have contacts.
        (request.method === "GET" ? rejectForeignHost(request) : undefined) ??
        handleRequest(request, emulation),
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
    confirm: (address: string) => emulation.confirm(address),
    unsubscribe: (address: string, channel?: Consent["channel"]) => emulation.unsubscribe(address, channel),
    suppress: (address: string, reason?: Suppression["reason"]) => emulation.suppress(address, reason),
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
