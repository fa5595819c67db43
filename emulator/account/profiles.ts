import type { Profile } from "../state.ts";
import type { ConsentRecord } from "./consents.ts";
import type { SubscriptionEntry } from "./subscriptions.ts";

/** Who a request speaks of: at least one of these. */
export interface Identifiers {
  readonly id?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
  readonly phoneNumber?: string | undefined;
}

const empty: readonly never[] = Object.freeze([]);

/** A profile inside the account. Most have one identifier: an empty list is shared, since there may be a million of them. */
export class ProfileRecord {
  /** Which one it is, counted from 1: a smaller number is an older profile. */
  readonly serial: number;
  ids: readonly string[] = empty;
  externalIds: readonly string[] = empty;
  emails: readonly string[] = empty;
  phoneNumbers: readonly string[] = empty;
  /** What it waits for; {@link Subscriptions} keeps it. */
  openEntries: SubscriptionEntry[] | undefined;
  /** {@link Consents} keeps it. */
  consents: ConsentRecord[] | undefined;
  /** The profile that it became part of. */
  mergedInto: ProfileRecord | undefined;

  constructor(serial: number) {
    this.serial = serial;
  }

  /** The profile that speaks for this one: itself, until it is merged. */
  get survivor(): ProfileRecord {
    let profile: ProfileRecord = this;
    while (profile.mergedInto) profile = profile.mergedInto;
    return profile;
  }

  /** The emulator's own name for it. */
  get key(): string {
    return `profile-${this.survivor.serial}`;
  }
}

/**
 * The account's people, found by any of their identifiers.
 *
 * Klaviyo's guide: a profile is identified by its id, external id, e-mail or phone number. E-mail is compared without
 * regard to case.
 */
export class Profiles {
  readonly #profiles = new Set<ProfileRecord>();
  readonly #byId = new Map<string, ProfileRecord>();
  readonly #byExternalId = new Map<string, ProfileRecord>();
  readonly #byEmail = new Map<string, ProfileRecord>();
  readonly #byPhoneNumber = new Map<string, ProfileRecord>();
  #created = 0;

  get count(): number {
    return this.#profiles.size;
  }

  /**
   * The profile that these identifiers name, made if there is none. Profiles that turn out to be one person are merged into
   * the oldest; `absorbed` lists those that are no more.
   */
  resolve(identifiers: Identifiers): { profile: ProfileRecord; merged: readonly ProfileRecord[] } {
    const [oldest, ...merged] = this.#matches(identifiers);
    const profile = oldest ?? this.#create();
    for (const other of merged) this.#merge(profile, other);
    this.#addIdentifiers(profile, identifiers);
    return { profile, merged };
  }

  /** The one that a request would speak of, if it is known. */
  find(identifiers: Identifiers): ProfileRecord | undefined {
    return this.#matches(identifiers)[0];
  }

  list(): Profile[] {
    return Array.from(this.#profiles, toProfile);
  }

  /** Distinct, oldest first. */
  #matches({ id, externalId, email, phoneNumber }: Identifiers): ProfileRecord[] {
    const named = new Set<ProfileRecord | undefined>();
    if (id !== undefined) named.add(this.#byId.get(id));
    if (externalId !== undefined) named.add(this.#byExternalId.get(externalId));
    if (email !== undefined) named.add(this.#byEmail.get(email.toLowerCase()));
    if (phoneNumber !== undefined) named.add(this.#byPhoneNumber.get(phoneNumber));
    named.delete(undefined);
    return ([...named] as ProfileRecord[]).sort((a, b) => a.serial - b.serial);
  }

  #create(): ProfileRecord {
    this.#created += 1;
    const profile = new ProfileRecord(this.#created);
    this.#profiles.add(profile);
    return profile;
  }

  #merge(profile: ProfileRecord, other: ProfileRecord): void {
    for (const id of other.ids) this.#addIdentifiers(profile, { id });
    for (const externalId of other.externalIds) this.#addIdentifiers(profile, { externalId });
    for (const email of other.emails) this.#addIdentifiers(profile, { email });
    for (const phoneNumber of other.phoneNumbers) this.#addIdentifiers(profile, { phoneNumber });
    other.mergedInto = profile;
    this.#profiles.delete(other);
  }

  /** Keeps the first spelling of an e-mail. */
  #addIdentifiers(profile: ProfileRecord, { id, externalId, email, phoneNumber }: Identifiers): void {
    if (id !== undefined && register(this.#byId, id, profile)) profile.ids = profile.ids.concat(id);
    if (externalId !== undefined && register(this.#byExternalId, externalId, profile)) {
      profile.externalIds = profile.externalIds.concat(externalId);
    }
    if (email !== undefined && register(this.#byEmail, email.toLowerCase(), profile)) {
      profile.emails = profile.emails.concat(email);
    }
    if (phoneNumber !== undefined && register(this.#byPhoneNumber, phoneNumber, profile)) {
      profile.phoneNumbers = profile.phoneNumbers.concat(phoneNumber);
    }
  }
}

/** Notes that an identifier is the profile's; `false`: it was before. */
function register(known: Map<string, ProfileRecord>, identifier: string, profile: ProfileRecord): boolean {
  if (known.get(identifier) === profile) return false;
  known.set(identifier, profile);
  return true;
}

export function toProfile(profile: ProfileRecord): Profile {
  return {
    key: profile.key,
    ids: [...profile.ids],
    externalIds: [...profile.externalIds],
    emails: [...profile.emails],
    phoneNumbers: [...profile.phoneNumbers],
  };
}
