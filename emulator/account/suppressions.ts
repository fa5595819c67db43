import type { Suppression } from "../state.ts";
import type { ProfileRecord } from "./profiles.ts";

/** Why a profile gets no email, and since when. */
export interface SuppressionRecord {
  readonly reason: Suppression["reason"];
  readonly at: number;
}

/** The reasons, from Klaviyo's API description. */
export const suppressionReasons: readonly Suppression["reason"][] = [
  "HARD_BOUNCE",
  "INVALID_EMAIL",
  "SPAM_COMPLAINT",
  "UNSUBSCRIBE",
  "USER_SUPPRESSED",
];

/** The calls that subscribe people: a page's, and a server's. */
export type LiftingCall = "client" | "server";

/**
 * The suppressions that a call lifts once its consent is recorded. Klaviyo's API description, "Bulk Subscribe Profiles": it
 * removes unsubscribes, spam reports, and suppressions by the account's users. For the client call this is an assumption.
 */
export const liftedBy: Readonly<Record<LiftingCall, readonly Suppression["reason"][]>> = {
  client: ["UNSUBSCRIBE"],
  server: ["UNSUBSCRIBE", "SPAM_COMPLAINT", "USER_SUPPRESSED"],
};

/** The profiles that get no email, whatever they consented to. */
export class Suppressions {
  readonly #profiles = new Set<ProfileRecord>();

  /** Adds nothing if the profile is already suppressed for this reason. */
  add(profile: ProfileRecord, reason: Suppression["reason"], at: number): void {
    const known = profile.suppressions ?? [];
    if (known.some((suppression) => suppression.reason === reason)) return;
    this.#set(profile, [...known, { reason, at }]);
  }

  lift(profile: ProfileRecord, reasons: readonly Suppression["reason"][]): void {
    if (!profile.suppressions) return;
    this.#set(
      profile,
      profile.suppressions.filter(({ reason }) => !reasons.includes(reason)),
    );
  }

  /** Moves the suppressions of merged profiles to `profile`. */
  merge(merged: readonly ProfileRecord[], profile: ProfileRecord): void {
    for (const other of merged) {
      for (const { reason, at } of other.suppressions ?? []) this.add(profile, reason, at);
      this.#set(other, []);
    }
  }

  list(): Suppression[] {
    return Array.from(this.#profiles).flatMap((profile) =>
      (profile.suppressions ?? []).map(({ reason, at }) => ({
        profile: profile.key,
        reason,
        at: new Date(at).toISOString(),
      })),
    );
  }

  #set(profile: ProfileRecord, suppressions: readonly SuppressionRecord[]): void {
    profile.suppressions = suppressions.length > 0 ? suppressions : undefined;
    if (profile.suppressions) this.#profiles.add(profile);
    else this.#profiles.delete(profile);
  }
}
