import { Account } from "./account/account.ts";
import type { Command } from "./account/command.ts";
import { pendingConsents } from "./account/consents.ts";
import { channelsOf, identifiersOf, type ProfileRecord } from "./account/profiles.ts";
import { type BackInStockSettings, readSettings } from "./account/settings.ts";
import { suppressionReasons } from "./account/suppressions.ts";
import { Clock, readDuration } from "./clock.ts";
import { EmulatorError } from "./errors.ts";
import { type FaultPlan, readFaults } from "./fault-rules.ts";
import type { FaultRule, FaultScript } from "./faults.ts";
import { Journal } from "./journal.ts";
import { type Limits, type ResolvedOptions, readLimits } from "./options.ts";
import { Schedule } from "./schedule.ts";
import type { EmulatorState } from "./state.ts";
import { Deliveries } from "./traffic/deliveries.ts";
import { FindingCounts } from "./traffic/finding-counts.ts";
import { Quotas } from "./traffic/quotas.ts";
import { Requests } from "./traffic/requests.ts";

/** `Omit` applied to each member of a union. */
type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;

/** An emulator without its HTTP server: the account, the clock, the feed, and the recorded traffic. */
export class Emulation {
  readonly options: ResolvedOptions;
  readonly clock: Clock;
  readonly schedule: Schedule;
  account: Account;
  quotas = new Quotas();
  deliveries = new Deliveries();
  /** Counts of the requests that read, for faults. */
  reads = new Deliveries();
  requests = new Requests();
  findings = new FindingCounts();
  limits: Partial<Limits>;
  isStrict: boolean;
  #faults: FaultPlan = {};
  #journal: Journal | undefined;
  readonly #listeners = new Set<() => void>();

  /** @throws EmulatorError `invalid_data` if the data file is not a journal, or cannot be read or written */
  constructor(options: ResolvedOptions) {
    this.options = options;
    this.clock = new Clock(options.now);
    this.account = new Account(options.settings);
    this.limits = options.limits;
    this.isStrict = options.strict;
    this.setFaults(options.faults);
    this.schedule = new Schedule(this);
    if (options.data !== undefined)
      this.#journal = Journal.open(options.data, (command) => this.#replay(command));
  }

  get faults(): FaultPlan {
    return this.#faults;
  }

  /** Replaces the faults. */
  setFaults(faults: FaultScript | readonly FaultRule[] | undefined): void {
    this.#faults = readFaults(faults);
    this.notify();
  }

  /** Writes a command to the journal, then applies it. In this order, a kill never undoes what was answered. */
  dispatch(command: WithoutTime<Command>, at = this.clock.now()): void {
    const timed = { ...command, at } as Command;
    this.#journal?.append(timed);
    this.account.apply(timed);
    if (timed.do === "job") this.schedule.setTimer();
    this.notify();
  }

  /** The account as of now: waits that are over have ended. */
  current(): Account {
    this.account.advanceTo(this.clock.now());
    return this.account;
  }

  /** Moves the clock forward by milliseconds or a text such as `6h`. */
  async advance(time: unknown): Promise<void> {
    const ms = readDuration(time);
    if (ms === undefined) {
      throw new EmulatorError(
        "invalid_option",
        "a time must be in milliseconds, or a text such as 6h or 1d12h30m",
      );
    }
    await this.schedule.advance(ms);
  }

  /** Replaces the documented rate limits. */
  setLimits(limits: { burst?: number; steady?: number }): void {
    this.limits = readLimits(limits);
    this.notify();
  }

  /** Turns the contract check on or off. */
  setStrict(isStrict: boolean): void {
    this.isStrict = isStrict;
    this.notify();
  }

  /** Sets the quantity that the feed lists for a variant. It is seen at the next sync. */
  setStock(variant: string, quantity: number): void {
    const variantRecord =
      this.account.catalog.get(variant) ?? this.account.catalog.get(`$custom:::$default:::${variant}`);
    if (!variantRecord) throw new EmulatorError("unknown_variant", "the catalog has no such variant");
    if (!Number.isSafeInteger(quantity))
      throw new EmulatorError("invalid_option", "quantity must be a whole number");
    this.dispatch({ do: "stock", variant: variantRecord.row.id, quantity });
  }

  /** Changes settings. As in Klaviyo's guide, the account's settings do not appear before the first event. */
  configure(given: unknown): BackInStockSettings {
    const settings = readSettings(given);
    const { messageStatus, ...hidden } = settings;
    if (Object.keys(hidden).length > 0 && !this.account.hasSettings) {
      throw new EmulatorError(
        "settings_hidden",
        "the settings appear after the first Subscribed to Back in Stock event",
      );
    }
    this.dispatch({ do: "configure", settings });
    return this.account.settings;
  }

  /** Sends all manual messages that are ready; returns their number. */
  sendMessages(): number {
    const count = this.current().messages.readyCount;
    this.dispatch({ do: "send" });
    return count;
  }

  /** Confirms the pending consents of an address, as the person does by double opt-in; returns their number. */
  confirm(address: unknown): number {
    const profile = this.#find(address);
    const count = pendingConsents(profile, channelsOf(String(address))).length;
    this.dispatch({ do: "confirm", address: String(address) });
    return count;
  }

  /** Withdraws the consents of an address, as the person does. */
  unsubscribe(address: unknown, channel?: unknown): void {
    this.#find(address);
    const channels = channelsOf(String(address));
    const chosen = channels.find((known) => known === (channel ?? channels[0]));
    if (!chosen) throw new EmulatorError("invalid_option", `channel must be one of ${channels.join(", ")}`);
    this.dispatch({ do: "unsubscribe", address: String(address), channel: chosen });
  }

  /** Suppresses a profile: it gets no email. */
  suppress(address: unknown, reason: unknown = "USER_SUPPRESSED"): void {
    this.#find(address);
    const known = suppressionReasons.find((one) => one === reason);
    if (!known)
      throw new EmulatorError("invalid_option", `reason must be one of ${suppressionReasons.join(", ")}`);
    this.dispatch({ do: "suppress", address: String(address), reason: known });
  }

  /** The profile with an email address or a phone number. */
  #find(address: unknown): ProfileRecord {
    if (typeof address !== "string" || address === "") {
      throw new EmulatorError("invalid_option", "address must be an email address or a phone number");
    }
    const profile = this.current().profiles.find(identifiersOf(address));
    if (!profile) throw new EmulatorError("unknown_profile", "no profile has this address");
    return profile;
  }

  /** Restores the initial state, except for the clock, then syncs the feed. */
  async reset(): Promise<void> {
    await this.schedule.runExclusively(async () => {
      this.#journal?.clear();
      this.account = new Account(this.options.settings);
      this.quotas = new Quotas();
      this.deliveries = new Deliveries();
      this.reads = new Deliveries();
      this.requests = new Requests();
      this.findings = new FindingCounts();
      this.limits = this.options.limits;
      this.isStrict = this.options.strict;
      this.setFaults(this.options.faults);
      this.dispatch({ do: "pass", ahead: this.clock.ahead });
    });
    await this.schedule.sync();
  }

  /** Calls the listener after every change, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Stops the timers and closes the journal. */
  stop(): void {
    this.schedule.stop();
    this.#journal?.close();
    this.#journal = undefined;
  }

  /** A copy of the whole state. */
  state(): EmulatorState {
    const account = this.current();
    const { settings, hasSettings, catalog, profiles, subscriptions, consents, messages } = account;
    const { messageStatus, ...shown } = settings;
    return {
      companyId: this.options.companyId,
      now: new Date(this.clock.now()).toISOString(),
      feed: this.schedule.feed(),
      settings: hasSettings ? shown : null,
      messageStatus,
      catalog: catalog.list(),
      profiles: profiles.list(),
      subscriptions: subscriptions.list(),
      events: subscriptions.events(),
      consents: consents.list(),
      suppressions: account.suppressions.list(),
      jobs: account.jobs.list(),
      messages: messages.list(),
      requests: this.requests.list(),
      requestCount: this.requests.count,
      deliveries: this.deliveries.list(),
    };
  }

  #replay(command: Command): void {
    if (!Number.isFinite(command.at)) throw new TypeError("a command without a time");
    this.account.apply(command);
    if (command.do === "pass") this.clock.ahead = command.ahead;
  }
}
