import { Catalog, type CatalogUpdate } from "./catalog.ts";
import type { AccountChange, Command } from "./command.ts";
import { Consents } from "./consents.ts";
import { Flow } from "./flow.ts";
import { Messages } from "./messages.ts";
import { Profiles } from "./profiles.ts";
import { type BackInStockSettings, defaultSettings } from "./settings.ts";
import { type SubscriptionRequest, Subscriptions } from "./subscriptions.ts";

/** The emulated account: all state that outlives a request. It does not know about HTTP, files, or the current time. */
export class Account {
  readonly catalog = new Catalog();
  readonly profiles = new Profiles();
  readonly subscriptions = new Subscriptions();
  readonly consents = new Consents();
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

  /** Ends the waits that are over at this time. */
  advanceTo(now: number): void {
    this.#flow.endWaits(now, true, this);
  }

  /** Applies a command, after ending the waits that are over by then. */
  apply(command: Command): void {
    const { at } = command;
    // A sync at the exact end of a wait runs first, so that the next batch sees its quantities.
    this.#flow.endWaits(at, command.do !== "sync", this);
    switch (command.do) {
      case "accept":
        this.#accept(command, at);
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

  #accept({ identifiers, subscription, consents = [] }: AccountChange, at: number): void {
    const { profile, merged } = this.profiles.resolve(identifiers);
    if (merged.length > 0) {
      this.subscriptions.merge(merged, profile);
      this.consents.merge(merged, profile);
    }
    if (subscription)
      this.subscriptions.add(profile, this.#internVariant(subscription), at, this.hasWaitingList);
    for (const consent of consents) this.consents.add(profile, consent, at);
  }

  /** Reuses the catalog's copy of the id, because there may be a million subscriptions. */
  #internVariant({ variant, channels }: SubscriptionRequest): SubscriptionRequest {
    return { variant: this.catalog.get(variant)?.row.id ?? variant, channels };
  }
}
