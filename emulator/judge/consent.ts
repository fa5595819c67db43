import type { ConsentRequest } from "../account/consents.ts";
import { type ChannelConsent, type ConsentChannels, consentSchema } from "../schema/consent.ts";
import { validator } from "../schema/validate.ts";
import type { Examine } from "./examine.ts";
import { identifiersOf } from "./identifiers.ts";
import { Refusal, refuse, refuseTogether } from "./problem.ts";

type Agreed = Pick<ConsentRequest, "channel" | "purpose">;

const validate = validator(consentSchema);
const profile = "/data/attributes/profile/data/attributes";

/**
 * Klaviyo's API description, "Create Client Subscription": e-mail or phone number is required. With `subscriptions` only
 * the channels in it are subscribed; without, every identifier that was sent is subscribed to marketing.
 */
export const examineConsent: Examine = (body) => {
  const valid = validate(body);
  if (valid instanceof Refusal) return valid;
  const { attributes, relationships } = valid.document.data;
  const { subscriptions } = attributes.profile.data.attributes;
  const identifiers = identifiersOf(attributes.profile.data);
  const { email, phoneNumber } = identifiers;
  if (email === undefined && phoneNumber === undefined) {
    return refuse("consent_contact_missing", "An e-mail address or a phone number is required.");
  }
  const sent = {
    email: email !== undefined,
    sms: phoneNumber !== undefined,
    whatsapp: phoneNumber !== undefined,
  };
  const agreed = subscriptions ? listAgreed(subscriptions) : everyIdentifier(sent);
  const consents = agreed.map((consent) => ({
    ...consent,
    listId: relationships.list.data.id,
    customSource: attributes.custom_source ?? null,
  }));
  return checkAddresses(agreed, sent) ?? { identifiers, consents };
};

function listAgreed({ email, sms, whatsapp }: ConsentChannels): Agreed[] {
  return [
    ...listPurposes("email", email),
    ...listPurposes("sms", sms),
    ...listPurposes("whatsapp", whatsapp),
  ];
}

function listPurposes(channel: Agreed["channel"], consent: ChannelConsent | null | undefined): Agreed[] {
  const agreed: Agreed[] = [];
  if (consent?.marketing) agreed.push({ channel, purpose: "marketing" });
  if (consent?.transactional) agreed.push({ channel, purpose: "transactional" });
  return agreed;
}

function everyIdentifier(sent: { email: boolean; sms: boolean }): Agreed[] {
  const agreed: Agreed[] = [];
  if (sent.email) agreed.push({ channel: "email", purpose: "marketing" });
  if (sent.sms) agreed.push({ channel: "sms", purpose: "marketing" });
  return agreed;
}

function checkAddresses(
  agreed: readonly Agreed[],
  sent: Readonly<Record<Agreed["channel"], boolean>>,
): Refusal | undefined {
  const channels = new Set(agreed.map(({ channel }) => channel).filter((channel) => !sent[channel]));
  return refuseTogether(
    Array.from(channels, (channel) => {
      const source = { pointer: `${profile}/subscriptions/${channel}` };
      return refuse("consent_uncovered", `There is no address for ${channel}.`, { source });
    }),
  );
}
