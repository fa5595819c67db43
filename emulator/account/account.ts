import type { Consent } from "../state.ts";
import { Catalog, type CatalogUpdate } from "./catalog.ts";
import type { Command, PersonChange } from "./command.ts";
import { Consents } from "./consents.ts";
import { Flow } from "./flow.ts";
import { type JobProfile, Jobs } from "./jobs.ts";
import { Messages } from "./messages.ts";
import { channelsOf, type Identifiers, identifiersOf, type ProfileRecord, Profiles } from "./profiles.ts";
import { type BackInStockSettings, defaultSettings } from "./settings.ts";
import { type SubscriptionRequest, Subscriptions } from "./subscriptions.ts";
import { Suppressions } from "./suppressions.ts";

/** The emulated account: all state that outlives a request. It does not know about HTTP, files, or the current time. */
export class Account {
  readonly catalog = new Catalog();
  readonly profiles = new Profiles();
  readonly subscriptions = new Subscriptions();
  readonly suppressions = new Suppressions();
  readonly consents = new Consents(this.suppressions);
  readonly jobs = new Jobs();
  readonly messages = new Messages();
  readonly #flow = new Flow();
  #settings: BackInStockSettings;
  #restocked = 0;

  constructor(settings: Partial<BackInStockSettings> = {}) {
    this.#settings = { ...defaultSettings, ...settings };
  }

  get settings(): BackInStockSettings {
    return this.#settings;
  }

  /** Number of variants that came back in stock at the latest sync. */
  get restocked(): number {
    return this.#restocked;
  }

  /** Klaviyo's guide: the settings appear after the first event. */
  get hasSettings(): boolean {
    return this.subscriptions.eventCount > 0;
  }

  /** Klaviyo's guide: while the flow's message is a draft, nobody joins a waiting list, and nobody is notified later. */
  get hasWaitingList(): boolean {
    return this.#settings.messageStatus !== "draft";
  }

  /** When the next wait between batches ends. */
  get nextBatch(): number | undefined {
    return this.#flow.next;
  }

  /** When the next wait ends, or a job changes. */
  get nextDue(): number | undefined {
    const times = [this.nextBatch, this.jobs.next].filter((at) => at !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Ends the waits that are over at this time, and advances the jobs. */
  advanceTo(now: number): void {
    this.#runDue(now, true);
  }

  /** Applies a command, after everything that is due by then. */
  apply(command: Command): void {
    const { at } = command;
    // A sync at the exact end of a wait runs first, so that the next batch sees its quantities.
    this.#runDue(at, command.do !== "sync");
    switch (command.do) {
      case "accept":
        this.#accept(command, at);
        break;
      case "job":
        this.jobs.add(command, at);
        break;
      case "confirm":
        this.consents.confirm(this.#personAt(command.address, at), channelsOf(command.address), at);
        break;
      case "unsubscribe":
        this.#unsubscribe(this.#personAt(command.address, at), command.channel, at);
        break;
      case "suppress":
        this.suppressions.add(this.#personAt(command.address, at), command.reason, at);
        break;
      case "sync":
        this.#sync(command, at);
        break;
      case "stock":
        this.catalog.edit(command.variant, command.quantity);
        break;
      case "configure":
        this.#settings = { ...this.#settings, ...command.settings };
        break;
      case "send":
        this.messages.send();
        break;
      case "pass":
        break;
      default:
        // A data file that is damaged or from another version can contain any command.
        throw new TypeError("unknown command");
    }
  }

  #sync(update: CatalogUpdate, at: number): void {
    const restocked = this.catalog.sync(update, this.#settings.minimumInventory);
    this.#restocked = restocked.length;
    this.#flow.start(restocked, at, this);
  }

  /** Runs what is due until a time, in order. `inclusive` also ends the waits that end at that time. */
  #runDue(until: number, inclusive: boolean): void {
    for (let at = this.jobs.next; at !== undefined && at <= until; at = this.jobs.next) {
      // A batch at the time at which a job completes sees its consents.
      this.#flow.endWaits(at, false, this);
      for (const profile of this.jobs.advance()) this.#complete(profile, at);
    }
    this.#flow.endWaits(until, inclusive, this);
  }

  #complete({ identifiers, consents }: JobProfile, at: number): void {
    const profile = this.#resolve(identifiers, at);
    for (const consent of consents) this.consents.add(profile, consent, "server", at);
  }

  #accept({ identifiers, subscription, consents = [] }: PersonChange, at: number): void {
    const profile = this.#resolve(identifiers, at);
    if (subscription)
      this.subscriptions.add(profile, this.#internVariant(subscription), at, this.hasWaitingList);
    for (const consent of consents) this.consents.add(profile, consent, "client", at);
  }

  #unsubscribe(profile: ProfileRecord, channel: Consent["channel"], at: number): void {
    this.consents.unsubscribe(profile, channel, at);
    if (channel === "email") this.suppressions.add(profile, "UNSUBSCRIBE", at);
  }

  #personAt(address: string, at: number): ProfileRecord {
    return this.#resolve(identifiersOf(address), at);
  }

  /** Finds or creates a profile. If its identifiers belong to several, these are merged. */
  #resolve(identifiers: Identifiers, at: number): ProfileRecord {
    const { profile, merged } = this.profiles.resolve(identifiers, at);
    if (merged.length > 0) {
      this.subscriptions.merge(merged, profile);
      this.consents.merge(merged, profile);
      this.suppressions.merge(merged, profile);
    }
    return profile;
  }

  /** Reuses the catalog's copy of the id, because there may be a million subscriptions. */
  #internVariant({ variant, channels }: SubscriptionRequest): SubscriptionRequest {
    return { variant: this.catalog.get(variant)?.row.id ?? variant, channels };
  }
}
