import type { Catalog, VariantRecord } from "./catalog.ts";
import type { Messages } from "./messages.ts";
import type { BackInStockSettings } from "./settings.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** What a flow works on. */
export interface FlowAccount {
  readonly settings: BackInStockSettings;
  readonly catalog: Catalog;
  readonly subscriptions: Subscriptions;
  readonly messages: Messages;
}

/** The moment at which waits of several variants end. */
interface Wait {
  readonly at: number;
  readonly variants: VariantRecord[];
}

const minute = 60_000;

/**
 * Who is notified, and when.
 *
 * Klaviyo's guides: the oldest subscribers first, as many as units in stock times customers per unit; after the wait the next
 * batch, while the stock is still at the minimum or above; what is restocked during the wait counts at its end.
 */
export class Flow {
  readonly #waits = new Map<number, Wait>();

  /** When the next wait ends. */
  get next(): number | undefined {
    let next: number | undefined;
    for (const at of this.#waits.keys()) if (next === undefined || at < next) next = at;
    return next;
  }

  /** Begins with what a sync saw come back, except where a wait is under way: its end decides. */
  start(restocked: readonly VariantRecord[], at: number, account: FlowAccount): void {
    for (const variant of restocked) {
      if (variant.waitUntil === undefined) this.#notify(variant, at, account);
    }
  }

  /** Ends, one after the other, the waits that end before a time, or with `inclusive` also at it. */
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

  /** One batch, and the wait after it. While the message is a draft nobody is notified, and nothing is caught up. */
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
