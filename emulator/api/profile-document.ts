import { type ConsentRecord, consentFor } from "../account/consents.ts";
import type { ProfileRecord } from "../account/profiles.ts";

/** The attributes of a profile that the API returns, besides `subscriptions`. */
export const attributeNames = [
  "email",
  "phone_number",
  "external_id",
  "first_name",
  "last_name",
  "organization",
  "locale",
  "title",
  "image",
  "created",
  "updated",
  "last_event_date",
  "location",
  "properties",
] as const;

const placeNames = [
  "address1",
  "address2",
  "city",
  "country",
  "latitude",
  "longitude",
  "region",
  "zip",
  "timezone",
  "ip",
] as const;

/** The attributes by name, as recorded from the service. What the emulator does not know is `null`, as for a new profile. */
export function attributesOf(profile: ProfileRecord): Record<string, unknown> {
  const known = {
    email: profile.emails[0] ?? null,
    phone_number: profile.phoneNumbers[0] ?? null,
    external_id: profile.externalIds[0] ?? null,
    created: timestamp(profile.at),
    updated: timestamp(updatedAt(profile)),
    location: nulls(placeNames),
    properties: {},
  };
  return { ...nulls(attributeNames), ...known };
}

/** `subscriptions`, as recorded from the service for a profile without consents: there `whatsapp` is `null`. */
export function subscriptionsOf(profile: ProfileRecord): Record<string, unknown> {
  return {
    email: { marketing: emailMarketing(profile), open_tracking: never(), click_tracking: never() },
    sms: { marketing: sms(profile, "marketing"), transactional: sms(profile, "transactional") },
    mobile_push: {
      marketing: { can_receive_push_marketing: false, consent: "NEVER_SUBSCRIBED", consent_timestamp: null },
    },
    whatsapp: whatsapp(profile),
  };
}

function emailMarketing(profile: ProfileRecord): Record<string, unknown> {
  const record = consentFor(profile, "email", "marketing");
  const suppressions = profile.suppressions ?? [];
  return {
    can_receive_email_marketing: profile.emails.length > 0 && suppressions.length === 0,
    consent: statusOf(record),
    consent_timestamp: consentedAt(record),
    last_updated: changedAt(record),
    method: methodOf(record),
    method_detail: null,
    custom_method_detail: record?.customSource ?? null,
    double_optin: record ? record.doubleOptIn === true : null,
    suppression: suppressions.map(({ reason, at }) => ({ reason, timestamp: timestamp(at) })),
    list_suppressions: [],
  };
}

function sms(profile: ProfileRecord, purpose: ConsentRecord["purpose"]): Record<string, unknown> {
  const record = consentFor(profile, "sms", purpose);
  return {
    [`can_receive_sms_${purpose}`]: record?.status === "subscribed",
    consent: statusOf(record),
    consent_timestamp: consentedAt(record),
    method: methodOf(record),
    method_detail: null,
    last_updated: changedAt(record),
  };
}

function whatsapp(profile: ProfileRecord): Record<string, unknown> | null {
  const marketing = consentFor(profile, "whatsapp", "marketing");
  const transactional = consentFor(profile, "whatsapp", "transactional");
  if (!marketing && !transactional) return null;
  const phone_number = profile.phoneNumbers[0] ?? null;
  return {
    marketing: { ...permission(marketing), phone_number },
    transactional: { ...permission(transactional), phone_number },
    conversational: { ...never(), phone_number },
  };
}

const never = (): Record<string, unknown> => permission(undefined);

function permission(record: ConsentRecord | undefined): Record<string, unknown> {
  return {
    consent: statusOf(record),
    consent_timestamp: consentedAt(record),
    last_updated: changedAt(record),
    created_timestamp: record ? timestamp(record.at) : null,
    metadata: null,
    can_receive: record?.status === "subscribed",
    valid_until: null,
  };
}

function statusOf(record: ConsentRecord | undefined): string {
  if (!record) return "NEVER_SUBSCRIBED";
  return record.status === "subscribed" ? "SUBSCRIBED" : "UNSUBSCRIBED";
}

function methodOf(record: ConsentRecord | undefined): string | null {
  return record ? "API" : null;
}

/** A consent that was withdrawn has the time of the withdrawal. */
function consentedAt(record: ConsentRecord | undefined): string | null {
  if (!record) return null;
  const given = record.status === "subscribed" ? record.consentedAt : undefined;
  return timestamp(given ?? record.changedAt);
}

function changedAt(record: ConsentRecord | undefined): string | null {
  return record ? timestamp(record.changedAt) : null;
}

function updatedAt({ at, consents = [], suppressions = [] }: ProfileRecord): number {
  const changes = [...consents.map(({ changedAt }) => changedAt), ...suppressions.map((one) => one.at)];
  return Math.max(at, ...changes);
}

/** As recorded, such as `2026-08-01T12:00:00+00:00`. */
function timestamp(at: number): string {
  return new Date(at).toISOString().replace(/(?:\.000)?Z$/, "+00:00");
}

function nulls(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, null]));
}
