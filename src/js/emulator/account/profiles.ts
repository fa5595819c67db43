import type { Profile } from "../state.ts";

/** Who a request speaks of: at least one of these. */
export interface Identifiers {
  readonly id?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
  readonly phoneNumber?: string | undefined;
}

/** A profile inside the account: the same object as long as it is not merged into another. */
export interface KnownProfile {
  readonly key: string;
  /** Which one it is, counted from 1: a smaller number is an older profile. */
  readonly serial: number;
  readonly ids: Set<string>;
  readonly externalIds: Set<string>;
  readonly emails: Set<string>;
  readonly phoneNumbers: Set<string>;
}

/**
 * The account's people, found by any of their identifiers.
 *
 * Klaviyo's guide: a profile is identified by its id, external id, e-mail or phone number. E-mail is compared without
 * regard to case.
 */
export class Profiles {
  readonly #profiles = new Set<KnownProfile>();
  readonly #byIdentifier = new Map<string, KnownProfile>();
  #made = 0;

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

  list(): Profile[] {
    return Array.from(this.#profiles, (profile) => ({
      key: profile.key,
      ids: [...profile.ids],
      externalIds: [...profile.externalIds],
      emails: [...profile.emails],
      phoneNumbers: [...profile.phoneNumbers],
    }));
  }

  /** Distinct, oldest first. */
  #matches(identifiers: Identifiers): KnownProfile[] {
    const named = new Set<KnownProfile>();
    for (const key of keysOf(identifiers)) {
      const profile = this.#byIdentifier.get(key);
      if (profile) named.add(profile);
    }
    return [...named].sort((a, b) => a.serial - b.serial);
  }

  #make(): KnownProfile {
    this.#made += 1;
    const profile: KnownProfile = {
      key: `profile-${this.#made}`,
      serial: this.#made,
      ids: new Set(),
      externalIds: new Set(),
      emails: new Set(),
      phoneNumbers: new Set(),
    };
    this.#profiles.add(profile);
    return profile;
  }

  #absorb(profile: KnownProfile, other: KnownProfile): void {
    for (const id of other.ids) this.#learn(profile, { id });
    for (const externalId of other.externalIds) this.#learn(profile, { externalId });
    for (const email of other.emails) this.#learn(profile, { email });
    for (const phoneNumber of other.phoneNumbers) this.#learn(profile, { phoneNumber });
    this.#profiles.delete(other);
  }

  /** Keeps the first spelling of an e-mail. */
  #learn(profile: KnownProfile, identifiers: Identifiers): void {
    const { id, externalId, email, phoneNumber } = identifiers;
    if (id !== undefined) profile.ids.add(id);
    if (externalId !== undefined) profile.externalIds.add(externalId);
    if (phoneNumber !== undefined) profile.phoneNumbers.add(phoneNumber);
    if (email !== undefined && this.#byIdentifier.get(emailKey(email)) !== profile) profile.emails.add(email);
    for (const key of keysOf(identifiers)) this.#byIdentifier.set(key, profile);
  }
}

function keysOf({ id, externalId, email, phoneNumber }: Identifiers): string[] {
  const keys: string[] = [];
  if (id !== undefined) keys.push(`id:${id}`);
  if (externalId !== undefined) keys.push(`external_id:${externalId}`);
  if (email !== undefined) keys.push(emailKey(email));
  if (phoneNumber !== undefined) keys.push(`phone_number:${phoneNumber}`);
  return keys;
}

function emailKey(email: string): string {
  return `email:${email.toLowerCase()}`;
}
