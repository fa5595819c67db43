import type { Channel, Consent } from "../state.ts";
import type { ProfileRecord } from "./profiles.ts";

/** A consent as a request asks for it. */
export type ConsentRequest = Pick<Consent, "channel" | "purpose" | "listId" | "customSource">;

/** A consent that counts, of the profile that gave it. */
export interface ConsentRecord extends ConsentRequest {
  readonly profile: ProfileRecord;
  readonly at: number;
}

/** Klaviyo's guide to collecting consent: a second sign-up within 30 minutes is not processed again. */
const repeatWindow = 30 * 60_000;

/** The consents an account has recorded. */
export class Consents {
  readonly #recorded: ConsentRecord[] = [];

  get count(): number {
    return this.#recorded.length;
  }

  add(profile: ProfileRecord, consent: ConsentRequest, at: number): void {
    const isRepeated = profile.consents?.some(
      (known) =>
        known.channel === consent.channel &&
        known.purpose === consent.purpose &&
        known.listId === consent.listId &&
        at < known.at + repeatWindow,
    );
    if (isRepeated) return;
    const recorded = { ...consent, profile, at };
    this.#recorded.push(recorded);
    profile.consents = [...(profile.consents ?? []), recorded];
  }

  /** Gives to `profile` what the absorbed ones had. */
  merge(merged: readonly ProfileRecord[], profile: ProfileRecord): void {
    const all = [profile, ...merged].flatMap(({ consents }) => consents ?? []);
    if (all.length > 0) profile.consents = all;
  }

  list(): Consent[] {
    return this.#recorded.map(({ profile, at, ...consent }) => ({
      profile: profile.key,
      ...consent,
      at: new Date(at).toISOString(),
    }));
  }
}

/**
 * Klaviyo's guide to collecting consent: an e-mail alert needs none, a text needs an explicit one. Its description has the
 * same consent for WhatsApp.
 */
const requiredConsent: Partial<Record<Channel, Consent["channel"]>> = { SMS: "sms", WHATSAPP: "whatsapp" };

/** Whether a channel needs consent that the person never gave, for whatever purpose. */
export function isMissingConsent(profile: ProfileRecord | undefined, channel: Channel): boolean {
  const needed = requiredConsent[channel];
  return needed !== undefined && !profile?.consents?.some((consent) => consent.channel === needed);
}
