import type { Consent } from "../state.ts";
import type { KnownProfile } from "./profiles.ts";

/** A consent as a request asks for it. */
export type ConsentRequest = Pick<Consent, "channel" | "purpose" | "listId" | "customSource">;

interface RecordedConsent extends ConsentRequest {
  profile: KnownProfile;
  readonly at: number;
}

/** Klaviyo's guide to collecting consent: a second sign-up within 30 minutes is not processed again. */
const repeatAfter = 30 * 60_000;

/** The consents an account has recorded. */
export class Consents {
  readonly #recorded: RecordedConsent[] = [];

  add(profile: KnownProfile, consent: ConsentRequest, at: number): void {
    const repeated = this.#recorded.some(
      (known) =>
        known.profile === profile &&
        known.channel === consent.channel &&
        known.purpose === consent.purpose &&
        known.listId === consent.listId &&
        at < known.at + repeatAfter,
    );
    if (!repeated) this.#recorded.push({ ...consent, profile, at });
  }

  /** Gives to `profile` what the absorbed ones had. */
  move(absorbed: readonly KnownProfile[], profile: KnownProfile): void {
    for (const consent of absorbed.length > 0 ? this.#recorded : []) {
      if (absorbed.includes(consent.profile)) consent.profile = profile;
    }
  }

  list(): Consent[] {
    return this.#recorded.map(({ profile, at, ...consent }) => ({
      profile: profile.key,
      ...consent,
      at: new Date(at).toISOString(),
    }));
  }
}
