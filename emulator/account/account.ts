import { Catalog, type CatalogUpdate } from "./catalog.ts";
import type { AccountChange, Command } from "./command.ts";
import { Consents } from "./consents.ts";
import { Flow } from "./flow.ts";
import { Messages } from "./messages.ts";
import { Profiles } from "./profiles.ts";
import { type BackInStockSettings, defaultSettings } from "./settings.ts";
import { type SubscriptionRequest, Subscriptions } from "./subscriptions.ts";

/** The emulated account: everything that outlives a request. It knows nothing of HTTP, files, or what time it is. */
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

  /** How many variants the latest sync saw come back. */
  get restocked(): number {
    return this.#restocked;
  }

  /** Klaviyo's guide: the settings appear once a first event was captured. */
  get hasSettings(): boolean {
    return this.subscriptions.eventCount > 0;
  }

  /** Klaviyo's guide: while the flow's message is a draft, nobody gets onto a waiting list, and nothing is caught up. */
  get hasWaitingList(): boolean {
    return this.#settings.messageStatus !== "draft";
  }

  /** When the next wait between two batches ends. */
  get nextBatch(): number | undefined {
    return this.#flow.next;
  }

  /** Ends the waits that are over. */
  advanceTo(now: number): void {
    this.#flow.endWaits(now, true, this);
  }

  /** Carries a command out, after what time itself has brought until then. */
  apply(command: Command): void {
    const { at } = command;
    // A sync at the very end of a wait is part of what the wait saw.
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
        // A file of another version, or a damaged one, may have any.
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

  /** With the catalog's own text in place of an equal one: there may be a million of them. */
  #internVariant({ variant, channels }: SubscriptionRequest): SubscriptionRequest {
    return { variant: this.catalog.get(variant)?.row.id ?? variant, channels };
  }
}
