import type { Catalog, VariantRecord } from "./catalog.ts";
import type { Messages } from "./messages.ts";
import type { BackInStockSettings } from "./settings.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** The parts of an account that a flow uses. */
export interface FlowAccount {
  readonly settings: BackInStockSettings;
  readonly catalog: Catalog;
  readonly subscriptions: Subscriptions;
  readonly messages: Messages;
}

/** A time at which the waits of some variants end. */
interface Wait {
  readonly at: number;
  readonly variants: VariantRecord[];
}

const minute = 60_000;

/**
 * Decides who is notified, and when.
 *
 * Klaviyo's guides: a batch takes the oldest subscribers, as many as the units in stock times the customers per unit. After
 * the wait comes the next batch, as long as the stock is at or above the minimum. A restock during the wait counts at its end.
 */
export class Flow {
  readonly #waits = new Map<number, Wait>();

  /** The end of the next wait. */
  get next(): number | undefined {
    let next: number | undefined;
    for (const at of this.#waits.keys()) if (next === undefined || at < next) next = at;
    return next;
  }

  /** Starts a batch for each restocked variant, unless a wait is under way: then the end of the wait decides. */
  start(restocked: readonly VariantRecord[], at: number, account: FlowAccount): void {
    for (const variant of restocked) {
      if (variant.waitUntil === undefined) this.#notify(variant, at, account);
    }
  }

  /** Ends, in order, the waits that are over before a time, or with `inclusive` also at that time. */
  endWaits(until: number, inclusive: boolean, account: FlowAccount): void {
    for (;;) {
      const at = this.next;
      if (at === undefined || (inclusive ? at > until : at >= until)) return;
      const { variants = [] } = this.#waits.get(at) ?? {};
      this.#waits.delete(at);
      for (const variant of variants) this.#end(variant, at, account);
    }
  }

  #end(variant: VariantRecord, at: number, account: FlowAccount): void {
    variant.waitUntil = undefined;
    const isListed = account.catalog.get(variant.row.id) === variant;
    const isEnough = variant.quantity !== null && variant.quantity >= account.settings.minimumInventory;
    if (isListed && isEnough) this.#notify(variant, at, account);
  }

  /** Notifies one batch and starts the wait. While the message is a draft, nobody is notified, not even later. */
  #notify(variant: VariantRecord, at: number, { settings, subscriptions, messages }: FlowAccount): void {
    if (settings.messageStatus === "draft") return;
    const most = Math.floor(variant.quantity ?? 0) * settings.customersPerUnit;
    const batch = subscriptions.take(variant.row.id, most);
    if (batch.length === 0) return;
    for (const waiting of batch) {
      messages.notify(waiting, variant.row, at, settings.messageStatus === "manual");
    }
    this.#startWait(variant, at + settings.waitMinutes * minute);
  }

  #startWait(variant: VariantRecord, at: number): void {
    variant.waitUntil = at;
    const wait = this.#waits.get(at) ?? { at, variants: [] };
    wait.variants.push(variant);
    this.#waits.set(at, wait);
  }
}
