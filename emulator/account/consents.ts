import type { Channel, Consent } from "../state.ts";
import { latestOf } from "./page.ts";
import type { ProfileRecord } from "./profiles.ts";
import { type LiftingCall, liftedBy, type Suppressions } from "./suppressions.ts";

/** A consent as it is requested. */
export interface ConsentRequest {
  readonly channel: Consent["channel"];
  readonly purpose: Consent["purpose"];
  /** `null` for a request without a list. */
  readonly listId: string | null;
  readonly customSource: string | null;
  /** Whether the person must confirm it. */
  readonly doubleOptIn?: boolean;
  /** When the person gave it, for a historical import. */
  readonly consentedAt?: number;
}

/** A consent with its profile. */
export interface ConsentRecord extends ConsentRequest {
  readonly profile: ProfileRecord;
  readonly call: LiftingCall;
  readonly at: number;
  status: Consent["status"];
  /** When the status changed last. */
  changedAt: number;
  /** Counts the changes of all consents, so that the latest of a profile is known, also after a merge. */
  change: number;
}

/** Klaviyo's guide to collecting consent: a repeated sign-up within 30 minutes is not processed. */
const repeatWindow = 30 * 60_000;

/** The consents of an account: recorded, waiting for a confirmation, or withdrawn. */
export class Consents {
  readonly #records: ConsentRecord[] = [];
  readonly #suppressions: Suppressions;
  #pending = 0;
  #changes = 0;

  constructor(suppressions: Suppressions) {
    this.#suppressions = suppressions;
  }

  get count(): number {
    return this.#records.length;
  }

  /** Number of consents that wait for a confirmation. */
  get pendingCount(): number {
    return this.#pending;
  }

  /** Records a consent, or lets it wait for a confirmation. */
  add(profile: ProfileRecord, consent: ConsentRequest, call: LiftingCall, at: number): void {
    const isRepeated = profile.consents?.some(
      (known) =>
        (known.status === "subscribed" || (known.status === "pending" && consent.doubleOptIn)) &&
        known.channel === consent.channel &&
        known.purpose === consent.purpose &&
        known.listId === consent.listId &&
        at < known.at + repeatWindow,
    );
    if (isRepeated) return;
    const record = this.#insert({
      ...consent,
      profile,
      call,
      at,
      status: "pending",
      changedAt: at,
      change: 0,
    });
    this.#pending += 1;
    if (!consent.doubleOptIn) this.#grant(record, at);
  }

  /** Confirms the pending consents of a profile for these channels. */
  confirm(profile: ProfileRecord, channels: readonly Consent["channel"][], at: number): void {
    for (const record of pendingConsents(profile, channels)) this.#grant(record, at);
  }

  /** Withdraws all consents of a profile for a channel. */
  unsubscribe(profile: ProfileRecord, channel: Consent["channel"], at: number): void {
    const given = (profile.consents ?? []).filter((record) => record.channel === channel);
    for (const record of given) {
      if (record.status === "pending") this.#pending -= 1;
      this.#change(record, "unsubscribed", at);
    }
    if (given.length > 0) return;
    const nothing = {
      channel,
      purpose: "marketing",
      listId: null,
      customSource: null,
      call: "client",
    } as const;
    const refusal = { ...nothing, profile, at, status: "pending", changedAt: at, change: 0 } as const;
    this.#change(this.#insert(refusal), "unsubscribed", at);
  }

  /** Moves the consents of merged profiles to `profile`. */
  merge(merged: readonly ProfileRecord[], profile: ProfileRecord): void {
    const all = [profile, ...merged].flatMap(({ consents }) => consents ?? []);
    if (all.length > 0) profile.consents = all;
  }

  list(): Consent[] {
    return this.#records.map(toConsent);
  }

  /** A page of the consents, latest first. */
  latest(offset: number, limit: number): { consent: Consent; profile: ProfileRecord }[] {
    return latestOf(this.#records, offset, limit).map((record) => ({
      consent: toConsent(record),
      profile: record.profile.survivor,
    }));
  }

  #grant(record: ConsentRecord, at: number): void {
    this.#pending -= 1;
    this.#change(record, "subscribed", at);
    const isNewsletter = record.channel === "email" && record.purpose === "marketing";
    if (isNewsletter) this.#suppressions.lift(record.profile.survivor, liftedBy[record.call]);
  }

  #change(record: ConsentRecord, status: Consent["status"], at: number): void {
    this.#changes += 1;
    record.status = status;
    record.changedAt = at;
    record.change = this.#changes;
  }

  #insert(record: ConsentRecord): ConsentRecord {
    this.#records.push(record);
    record.profile.consents = [...(record.profile.consents ?? []), record];
    return record;
  }
}

function toConsent(record: ConsentRecord): Consent {
  const { profile, channel, purpose, listId, customSource, status, at } = record;
  return {
    profile: profile.key,
    channel,
    purpose,
    listId,
    customSource,
    status,
    doubleOptIn: record.doubleOptIn === true,
    at: new Date(at).toISOString(),
  };
}

/** The consents of a profile for these channels that wait for a confirmation. */
export function pendingConsents(
  profile: ProfileRecord,
  channels: readonly Consent["channel"][],
): ConsentRecord[] {
  const given = profile.consents ?? [];
  return given.filter(({ channel, status }) => status === "pending" && channels.includes(channel));
}

/** The consent that applies for a channel and a purpose: of those that were recorded or withdrawn, the latest to change. */
export function consentFor(
  profile: ProfileRecord,
  channel: Consent["channel"],
  purpose: Consent["purpose"],
): ConsentRecord | undefined {
  let latest: ConsentRecord | undefined;
  for (const record of profile.consents ?? []) {
    const isOther = record.status === "pending" || record.channel !== channel || record.purpose !== purpose;
    if (!isOther && record.change > (latest?.change ?? 0)) latest = record;
  }
  return latest;
}

/**
 * Klaviyo's guide to collecting consent: an email alert needs no consent, a text message needs an explicit one. The API
 * description has the same consent for WhatsApp.
 */
const requiredConsent: Partial<Record<Channel, Consent["channel"]>> = { SMS: "sms", WHATSAPP: "whatsapp" };

const purposes = ["marketing", "transactional"] as const;

/** Whether a channel requires a consent that the profile has not given for any purpose. */
export function isMissingConsent(profile: ProfileRecord | undefined, channel: Channel): boolean {
  const needed = requiredConsent[channel];
  if (needed === undefined) return false;
  return !purposes.some(
    (purpose) => profile && consentFor(profile, needed, purpose)?.status === "subscribed",
  );
}
