import type { BackInStockEvent, Channel, Subscription } from "../state.ts";
import { latestOf } from "./page.ts";
import type { ProfileRecord } from "./profiles.ts";

/** A request to be notified about a variant. */
export interface SubscriptionRequest {
  readonly variant: string;
  readonly channels: readonly Channel[];
}

/** A subscription: it stays an event forever, and is on a waiting list until a batch takes it. */
export interface SubscriptionEntry {
  readonly profile: ProfileRecord;
  readonly variant: string;
  readonly channels: readonly Channel[];
  readonly at: number;
  /** Its index among all events. */
  readonly serial: number;
  /** Whether it is on the variant's waiting list. */
  isOpen: boolean;
}

/**
 * The events, and the waiting lists that they lead to.
 *
 * Klaviyo's guide to custom back in stock: a profile cannot have two subscriptions for one variant, and only the first is
 * accepted. The number of variants is not limited. A notification clears the subscription.
 *
 * There may be a million subscriptions, so only the methods that list all of them take time in proportion to their number.
 */
export class Subscriptions {
  readonly #events: SubscriptionEntry[] = [];
  /** Oldest first. */
  readonly #lists = new Map<string, Set<SubscriptionEntry>>();
  /** Subscriptions with the same channels share one list. */
  readonly #channels = new Map<string, readonly Channel[]>();
  #open = 0;

  /** Number of subscriptions on waiting lists. */
  get count(): number {
    return this.#open;
  }

  get eventCount(): number {
    return this.#events.length;
  }

  /** Adds nothing if the profile is already on the variant's list. Without `isOpen`, adds only an event. */
  add(profile: ProfileRecord, { variant, channels }: SubscriptionRequest, at: number, isOpen: boolean): void {
    if (profile.openEntries?.some((open) => open.variant === variant)) return;
    const serial = this.#events.length;
    const entry: SubscriptionEntry = {
      profile,
      variant,
      channels: this.#intern(channels),
      at,
      serial,
      isOpen,
    };
    this.#events.push(entry);
    if (!isOpen) return;
    addOpenEntry(profile, entry);
    const list = this.#lists.get(variant) ?? new Set();
    this.#lists.set(variant, list.add(entry));
    this.#open += 1;
  }

  /** Moves the subscriptions of merged profiles to `profile`. Of two for the same variant, the older one is kept. */
  merge(merged: readonly ProfileRecord[], profile: ProfileRecord): void {
    const all = [profile, ...merged].flatMap(({ openEntries }) => openEntries ?? []);
    const firsts = new Map<string, SubscriptionEntry>();
    for (const entry of all.sort((one, other) => one.serial - other.serial)) {
      if (firsts.has(entry.variant)) this.#close(entry);
      else firsts.set(entry.variant, entry);
    }
    for (const old of merged) old.openEntries = undefined;
    profile.openEntries = firsts.size > 0 ? [...firsts.values()] : undefined;
  }

  /** Takes a maximum of `most` entries off a variant's list, oldest first. */
  take(variant: string, most: number): SubscriptionEntry[] {
    const taken: SubscriptionEntry[] = [];
    for (const entry of this.#lists.get(variant) ?? []) {
      if (taken.length >= most) break;
      taken.push(entry);
      this.#close(entry);
      const { survivor } = entry.profile;
      survivor.openEntries = survivor.openEntries?.filter((open) => open !== entry);
    }
    return taken;
  }

  countOf(variant: string): number {
    return this.#lists.get(variant)?.size ?? 0;
  }

  /** A page of a variant's waiting list, oldest first. */
  page(variant: string, offset: number, limit: number): SubscriptionEntry[] {
    const page: SubscriptionEntry[] = [];
    let index = 0;
    for (const entry of this.#lists.get(variant) ?? []) {
      if (index >= offset + limit) break;
      if (index >= offset) page.push(entry);
      index += 1;
    }
    return page;
  }

  list(): Subscription[] {
    return this.#events.filter(({ isOpen }) => isOpen).map(toSubscription);
  }

  events(): BackInStockEvent[] {
    return this.#events.map(toEvent);
  }

  /** A page of the events, latest first. */
  latest(offset: number, limit: number): { event: BackInStockEvent; profile: ProfileRecord }[] {
    return latestOf(this.#events, offset, limit).map((entry) => ({
      event: toEvent(entry),
      profile: entry.profile.survivor,
    }));
  }

  #close(entry: SubscriptionEntry): void {
    entry.isOpen = false;
    this.#lists.get(entry.variant)?.delete(entry);
    this.#open -= 1;
  }

  #intern(channels: readonly Channel[]): readonly Channel[] {
    const key = channels.join();
    const shared = this.#channels.get(key) ?? Object.freeze([...channels]);
    this.#channels.set(key, shared);
    return shared;
  }
}

function addOpenEntry(profile: ProfileRecord, entry: SubscriptionEntry): void {
  if (profile.openEntries) profile.openEntries.push(entry);
  else profile.openEntries = [entry];
}

export function toSubscription({ profile, variant, channels, at }: SubscriptionEntry): Subscription {
  return { profile: profile.key, variant, channels: [...channels], at: new Date(at).toISOString() };
}

function toEvent(event: SubscriptionEntry): BackInStockEvent {
  return { metric: "Subscribed to Back in Stock", ...toSubscription(event) };
}
