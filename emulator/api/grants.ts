import type { ConsentRequest } from "../account/consents.ts";
import type { Identifiers } from "../account/profiles.ts";
import type { ChannelConsent, ConsentChannels, Granted } from "../schema/consent.ts";
import { type Rejection, reject } from "./rejection.ts";

/** A consent in a request body. */
export interface Grant extends Pick<ConsentRequest, "channel" | "purpose"> {
  readonly consentedAt: string | undefined;
}

/** The consents that `subscriptions` lists. */
export function listGrants({ email, sms, whatsapp }: ConsentChannels): Grant[] {
  return [
    ...listPurposes("email", email),
    ...listPurposes("sms", sms),
    ...listPurposes("whatsapp", whatsapp),
  ];
}

function listPurposes(channel: Grant["channel"], consent: ChannelConsent | null | undefined): Grant[] {
  return [
    ...grantOf(channel, "marketing", consent?.marketing),
    ...grantOf(channel, "transactional", consent?.transactional),
  ];
}

function grantOf(
  channel: Grant["channel"],
  purpose: Grant["purpose"],
  granted: Granted | null | undefined,
): Grant[] {
  return granted ? [{ channel, purpose, consentedAt: granted.consented_at ?? undefined }] : [];
}

/** Rejects consents for channels that the profile has no address for. `attributes` points to those of the profile. */
export function rejectUncovered(
  grants: readonly Grant[],
  { email, phoneNumber }: Identifiers,
  attributes: string,
): Rejection[] {
  const uncovered = grants
    .map(({ channel }) => channel)
    .filter((channel) => (channel === "email" ? email : phoneNumber) === undefined);
  return Array.from(new Set(uncovered), (channel) => {
    const source = { pointer: `${attributes}/subscriptions/${channel}` };
    return reject("consent_uncovered", `The profile has no address for ${channel}.`, { source });
  });
}
