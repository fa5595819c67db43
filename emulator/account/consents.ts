import type { Channel, Consent } from "../state.ts";
import type { ProfileRecord } from "./profiles.ts";

/** A consent as it is requested. */
export type ConsentRequest = Pick<Consent, "channel" | "purpose" | "listId" | "customSource">;

/** A recorded consent with its profile. */
export interface ConsentRecord extends ConsentRequest {
  readonly profile: ProfileRecord;
  readonly at: number;
}

/** Klaviyo's guide to collecting consent: a repeated sign-up within 30 minutes is not processed. */
const repeatWindow = 30 * 60_000;

/** The recorded consents of an account. */
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

  /** Moves the consents of merged profiles to `profile`. */
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
 * Klaviyo's guide to collecting consent: an email alert needs no consent, a text message needs an explicit one. The API
 * description has the same consent for WhatsApp.
 */
const requiredConsent: Partial<Record<Channel, Consent["channel"]>> = { SMS: "sms", WHATSAPP: "whatsapp" };

/** Whether a channel requires a consent that the profile has not given for any purpose. */
export function isMissingConsent(profile: ProfileRecord | undefined, channel: Channel): boolean {
  const needed = requiredConsent[channel];
  return needed !== undefined && !profile?.consents?.some((consent) => consent.channel === needed);
}
