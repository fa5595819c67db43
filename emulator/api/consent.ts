import type { ConsentRequest } from "../account/consents.ts";
import { type ChannelConsent, type ConsentChannels, consentSchema } from "../schema/consent.ts";
import { compileSchema } from "../schema/validator.ts";
import { identifiersOf } from "./identifiers.ts";
import { Rejection, reject, rejectTogether } from "./rejection.ts";
import type { ValidateBody } from "./validate-body.ts";

type Grant = Pick<ConsentRequest, "channel" | "purpose">;

const checkSchema = compileSchema(consentSchema);
const profile = "/data/attributes/profile/data/attributes";

/**
 * Klaviyo's API description, "Create Client Subscription": an email or a phone number is required. `subscriptions` lists the
 * channels to subscribe. Without it, every identifier that was sent is subscribed to marketing.
 */
export const validateConsent: ValidateBody = (body) => {
  const valid = checkSchema(body);
  if (valid instanceof Rejection) return valid;
  const { attributes, relationships } = valid.value.data;
  const { subscriptions } = attributes.profile.data.attributes;
  const identifiers = identifiersOf(attributes.profile.data);
  const { email, phoneNumber } = identifiers;
  if (email === undefined && phoneNumber === undefined) {
    return reject("consent_contact_missing", "An email address or a phone number is required.");
  }
  const sent = {
    email: email !== undefined,
    sms: phoneNumber !== undefined,
    whatsapp: phoneNumber !== undefined,
  };
  const grants = subscriptions ? listGrants(subscriptions) : impliedGrants(sent);
  const consents = grants.map((consent) => ({
    ...consent,
    listId: relationships.list.data.id,
    customSource: attributes.custom_source ?? null,
  }));
  return checkAddresses(grants, sent) ?? { identifiers, consents };
};

function listGrants({ email, sms, whatsapp }: ConsentChannels): Grant[] {
  return [
    ...listPurposes("email", email),
    ...listPurposes("sms", sms),
    ...listPurposes("whatsapp", whatsapp),
  ];
}

function listPurposes(channel: Grant["channel"], consent: ChannelConsent | null | undefined): Grant[] {
  const grants: Grant[] = [];
  if (consent?.marketing) grants.push({ channel, purpose: "marketing" });
  if (consent?.transactional) grants.push({ channel, purpose: "transactional" });
  return grants;
}

function impliedGrants(sent: { email: boolean; sms: boolean }): Grant[] {
  const grants: Grant[] = [];
  if (sent.email) grants.push({ channel: "email", purpose: "marketing" });
  if (sent.sms) grants.push({ channel: "sms", purpose: "marketing" });
  return grants;
}

function checkAddresses(
  grants: readonly Grant[],
  sent: Readonly<Record<Grant["channel"], boolean>>,
): Rejection | undefined {
  const channels = new Set(grants.map(({ channel }) => channel).filter((channel) => !sent[channel]));
  return rejectTogether(
    Array.from(channels, (channel) => {
      const source = { pointer: `${profile}/subscriptions/${channel}` };
      return reject("consent_uncovered", `The profile has no address for ${channel}.`, { source });
    }),
  );
}
