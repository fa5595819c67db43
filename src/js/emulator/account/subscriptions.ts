import type { BackInStockEvent, Channel, Subscription } from "../state.ts";
import type { KnownProfile } from "./profiles.ts";

/** What a request asks to be told about. */
export interface SubscriptionRequest {
  readonly variant: string;
  readonly channels: readonly Channel[];
}

interface Waiting extends SubscriptionRequest {
  profile: KnownProfile;
  readonly at: number;
}

/**
 * The waiting list and the events that lead to it.
 *
 * Klaviyo's guide to custom back in stock: one profile cannot hold two subscriptions for one variant, only the first is
 * accepted; the number of different variants is not limited.
 */
export class Subscriptions {
  #waiting: Waiting[] = [];
  readonly #events: Waiting[] = [];
  /** The variants each profile waits for. */
  readonly #variants = new Map<KnownProfile, Set<string>>();

  /** Adds nothing if the profile already waits for the variant. */
  add(profile: KnownProfile, { variant, channels }: SubscriptionRequest, at: number): void {
    if (!this.#hold(profile, variant)) return;
    this.#waiting.push({ profile, variant, channels, at });
    this.#events.push({ profile, variant, channels, at });
  }

  /** Gives to `profile` what the absorbed ones had; of two subscriptions for one variant the first one stays. */
  move(absorbed: readonly KnownProfile[], profile: KnownProfile): void {
    if (absorbed.length === 0) return;
    for (const entry of [...this.#waiting, ...this.#events]) {
      if (absorbed.includes(entry.profile)) entry.profile = profile;
    }
    for (const old of [profile, ...absorbed]) this.#variants.delete(old);
    this.#waiting = this.#waiting.filter(
      (waiting) => waiting.profile !== profile || this.#hold(profile, waiting.variant),
    );
  }

  /** Notes that the profile waits for the variant; `false`: it did before. */
  #hold(profile: KnownProfile, variant: string): boolean {
    const variants = this.#variants.get(profile) ?? new Set();
    this.#variants.set(profile, variants);
    return variants.size < variants.add(variant).size;
  }

  list(): Subscription[] {
    return this.#waiting.map(show);
  }

  events(): BackInStockEvent[] {
    return this.#events.map((event) => ({ metric: "Subscribed to Back in Stock", ...show(event) }));
  }
}

function show({ profile, variant, channels, at }: Waiting): Subscription {
  return { profile: profile.key, variant, channels: [...channels], at: new Date(at).toISOString() };
}
