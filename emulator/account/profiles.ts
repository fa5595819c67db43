import type { Consent, Profile } from "../state.ts";
import type { ConsentRecord } from "./consents.ts";
import type { SubscriptionEntry } from "./subscriptions.ts";
import type { SuppressionRecord } from "./suppressions.ts";

/** Identifiers of a person; at least one is set. */
export interface Identifiers {
  readonly id?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
  readonly phoneNumber?: string | undefined;
}

const isPhoneNumber = (address: string): boolean => address.startsWith("+");

/** An email address or a phone number as an identifier. */
export function identifiersOf(address: string): Identifiers {
  return isPhoneNumber(address) ? { phoneNumber: address } : { email: address };
}

/** The consent channels of an address. */
export function channelsOf(address: string): readonly Consent["channel"][] {
  return isPhoneNumber(address) ? ["sms", "whatsapp"] : ["email"];
}

const idPrefix = "01EM";
const idDigits = 22;
const empty: readonly never[] = Object.freeze([]);

/** A profile of the account. There may be a million with one identifier each, so they share the empty list. */
export class ProfileRecord {
  /** Counted from 1. An older profile has a smaller number. */
  readonly serial: number;
  /** When it was created. */
  readonly at: number;
  ids: readonly string[] = empty;
  externalIds: readonly string[] = empty;
  emails: readonly string[] = empty;
  phoneNumbers: readonly string[] = empty;
  /** Its entries on waiting lists, maintained by {@link Subscriptions}. */
  openEntries: SubscriptionEntry[] | undefined;
  /** Maintained by {@link Consents}. */
  consents: ConsentRecord[] | undefined;
  /** Maintained by {@link Suppressions}. */
  suppressions: readonly SuppressionRecord[] | undefined;
  /** The profile that this one was merged into. */
  mergedInto: ProfileRecord | undefined;

  constructor(serial: number, at: number) {
    this.serial = serial;
    this.at = at;
  }

  /** The profile that this one was merged into, directly or indirectly; otherwise itself. */
  get survivor(): ProfileRecord {
    let profile: ProfileRecord = this;
    while (profile.mergedInto) profile = profile.mergedInto;
    return profile;
  }

  /** The id that the API returns: the one that a request gave, or one as long as Klaviyo's. */
  get apiId(): string {
    return this.ids[0] ?? `${idPrefix}${String(this.serial).padStart(idDigits, "0")}`;
  }

  /** The emulator's own key for the profile. */
  get key(): string {
    return `profile-${this.survivor.serial}`;
  }
}

/**
 * The account's profiles, found by any of their identifiers.
 *
 * Klaviyo's guide: a profile is identified by its id, external id, email or phone number. Emails are compared without regard
 * to case.
 */
export class Profiles {
  readonly #profiles = new Set<ProfileRecord>();
  /** Also those that were merged. */
  readonly #created: ProfileRecord[] = [];
  readonly #byId = new Map<string, ProfileRecord>();
  readonly #byExternalId = new Map<string, ProfileRecord>();
  readonly #byEmail = new Map<string, ProfileRecord>();
  readonly #byPhoneNumber = new Map<string, ProfileRecord>();

  get count(): number {
    return this.#profiles.size;
  }

  /**
   * Finds or creates the profile with these identifiers. If they belong to several profiles, these are merged into the
   * oldest; `merged` lists the others.
   */
  resolve(
    identifiers: Identifiers,
    at: number,
  ): { profile: ProfileRecord; merged: readonly ProfileRecord[] } {
    const [oldest, ...merged] = this.#matches(identifiers);
    const profile = oldest ?? this.#create(at);
    for (const other of merged) this.#merge(profile, other);
    this.#addIdentifiers(profile, identifiers);
    return { profile, merged };
  }

  /** The oldest profile with one of these identifiers. */
  find(identifiers: Identifiers): ProfileRecord | undefined {
    return this.#matches(identifiers)[0];
  }

  /** A page of the profiles, oldest first. */
  page(offset: number, limit: number): ProfileRecord[] {
    return Array.from(this.#profiles).slice(offset, offset + limit);
  }

  list(): Profile[] {
    return Array.from(this.#profiles, toProfile);
  }

  /** The distinct profiles with these identifiers, oldest first. */
  #matches({ id, externalId, email, phoneNumber }: Identifiers): ProfileRecord[] {
    const named = new Set<ProfileRecord | undefined>();
    if (id !== undefined) named.add(this.#byId.get(id) ?? this.#created[serialOf(id) - 1]?.survivor);
    if (externalId !== undefined) named.add(this.#byExternalId.get(externalId));
    if (email !== undefined) named.add(this.#byEmail.get(email.toLowerCase()));
    if (phoneNumber !== undefined) named.add(this.#byPhoneNumber.get(phoneNumber));
    named.delete(undefined);
    return ([...named] as ProfileRecord[]).sort((a, b) => a.serial - b.serial);
  }

  #create(at: number): ProfileRecord {
    const profile = new ProfileRecord(this.#created.length + 1, at);
    this.#created.push(profile);
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

  /** Adds identifiers. The first spelling of an email is kept. */
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

/** The serial of a profile from its generated id; `NaN` for another id. */
function serialOf(id: string): number {
  const digits = id.slice(idPrefix.length);
  return id.startsWith(idPrefix) && digits.length === idDigits ? Number(digits) : Number.NaN;
}

/** Assigns an identifier to a profile; `false` if it was assigned already. */
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
