import type { Profile } from "../state.ts";
import type { RecordedConsent } from "./consents.ts";
import type { Waiting } from "./subscriptions.ts";

/** Who a request speaks of: at least one of these. */
export interface Identifiers {
  readonly id?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
  readonly phoneNumber?: string | undefined;
}

const none: readonly never[] = Object.freeze([]);

/** A profile inside the account. Most have one identifier: an empty list is shared, since there may be a million of them. */
export class KnownProfile {
  /** Which one it is, counted from 1: a smaller number is an older profile. */
  readonly serial: number;
  ids: readonly string[] = none;
  externalIds: readonly string[] = none;
  emails: readonly string[] = none;
  phoneNumbers: readonly string[] = none;
  /** What it waits for; {@link Subscriptions} keeps it. */
  waiting: Waiting[] | undefined;
  /** {@link Consents} keeps it. */
  consents: RecordedConsent[] | undefined;
  /** The profile that it became part of. */
  mergedInto: KnownProfile | undefined;

  constructor(serial: number) {
    this.serial = serial;
  }

  /** The profile that speaks for this one: itself, until it is merged. */
  get living(): KnownProfile {
    let profile: KnownProfile = this;
    while (profile.mergedInto) profile = profile.mergedInto;
    return profile;
  }

  /** The emulator's own name for it. */
  get key(): string {
    return `profile-${this.living.serial}`;
  }
}

/**
 * The account's people, found by any of their identifiers.
 *
 * Klaviyo's guide: a profile is identified by its id, external id, e-mail or phone number. E-mail is compared without
 * regard to case.
 */
export class Profiles {
  readonly #profiles = new Set<KnownProfile>();
  readonly #byId = new Map<string, KnownProfile>();
  readonly #byExternalId = new Map<string, KnownProfile>();
  readonly #byEmail = new Map<string, KnownProfile>();
  readonly #byPhoneNumber = new Map<string, KnownProfile>();
  #made = 0;

  get count(): number {
    return this.#profiles.size;
  }

  /**
   * The profile that these identifiers name, made if there is none. Profiles that turn out to be one person are merged into
   * the oldest; `absorbed` lists those that are no more.
   */
  resolve(identifiers: Identifiers): { profile: KnownProfile; absorbed: readonly KnownProfile[] } {
    const [oldest, ...absorbed] = this.#matches(identifiers);
    const profile = oldest ?? this.#make();
    for (const other of absorbed) this.#absorb(profile, other);
    this.#learn(profile, identifiers);
    return { profile, absorbed };
  }

  /** The one that a request would speak of, if it is known. */
  find(identifiers: Identifiers): KnownProfile | undefined {
    return this.#matches(identifiers)[0];
  }

  list(): Profile[] {
    return Array.from(this.#profiles, showProfile);
  }

  /** Distinct, oldest first. */
  #matches({ id, externalId, email, phoneNumber }: Identifiers): KnownProfile[] {
    const named = new Set<KnownProfile | undefined>();
    if (id !== undefined) named.add(this.#byId.get(id));
    if (externalId !== undefined) named.add(this.#byExternalId.get(externalId));
    if (email !== undefined) named.add(this.#byEmail.get(email.toLowerCase()));
    if (phoneNumber !== undefined) named.add(this.#byPhoneNumber.get(phoneNumber));
    named.delete(undefined);
    return ([...named] as KnownProfile[]).sort((a, b) => a.serial - b.serial);
  }

  #make(): KnownProfile {
    this.#made += 1;
    const profile = new KnownProfile(this.#made);
    this.#profiles.add(profile);
    return profile;
  }

  #absorb(profile: KnownProfile, other: KnownProfile): void {
    for (const id of other.ids) this.#learn(profile, { id });
    for (const externalId of other.externalIds) this.#learn(profile, { externalId });
    for (const email of other.emails) this.#learn(profile, { email });
    for (const phoneNumber of other.phoneNumbers) this.#learn(profile, { phoneNumber });
    other.mergedInto = profile;
    this.#profiles.delete(other);
  }

  /** Keeps the first spelling of an e-mail. */
  #learn(profile: KnownProfile, { id, externalId, email, phoneNumber }: Identifiers): void {
    if (id !== undefined && isNews(this.#byId, id, profile)) profile.ids = profile.ids.concat(id);
    if (externalId !== undefined && isNews(this.#byExternalId, externalId, profile)) {
      profile.externalIds = profile.externalIds.concat(externalId);
    }
    if (email !== undefined && isNews(this.#byEmail, email.toLowerCase(), profile)) {
      profile.emails = profile.emails.concat(email);
    }
    if (phoneNumber !== undefined && isNews(this.#byPhoneNumber, phoneNumber, profile)) {
      profile.phoneNumbers = profile.phoneNumbers.concat(phoneNumber);
    }
  }
}

/** Notes that an identifier is the profile's; `false`: it was before. */
function isNews(known: Map<string, KnownProfile>, identifier: string, profile: KnownProfile): boolean {
  if (known.get(identifier) === profile) return false;
  known.set(identifier, profile);
  return true;
}

export function showProfile(profile: KnownProfile): Profile {
  return {
    key: profile.key,
    ids: [...profile.ids],
    externalIds: [...profile.externalIds],
    emails: [...profile.emails],
    phoneNumbers: [...profile.phoneNumbers],
  };
}
