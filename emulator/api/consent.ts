import { consentSchema } from "../schema/consent.ts";
import { compileSchema } from "../schema/validator.ts";
import { type Grant, listGrants, rejectUncovered } from "./grants.ts";
import { identifiersOf } from "./identifiers.ts";
import { isDoubleOptIn } from "./opt-in.ts";
import { Rejection, reject, rejectTogether } from "./rejection.ts";
import type { ValidateBody } from "./validate-body.ts";

const checkSchema = compileSchema(consentSchema);
const profile = "/data/attributes/profile/data/attributes";

/**
 * Klaviyo's API description, "Create Client Subscription": an email or a phone number is required. `subscriptions` lists the
 * channels to subscribe. Without it, every identifier that was sent is subscribed to marketing.
 */
export const validateConsent: ValidateBody = (body, { options }) => {
  const valid = checkSchema(body);
  if (valid instanceof Rejection) return valid;
  const { attributes, relationships } = valid.value.data;
  const { subscriptions } = attributes.profile.data.attributes;
  const identifiers = identifiersOf(attributes.profile.data);
  const { email, phoneNumber } = identifiers;
  if (email === undefined && phoneNumber === undefined) {
    return reject("consent_contact_missing", "An email address or a phone number is required.");
  }
  const grants = subscriptions ? listGrants(subscriptions) : impliedGrants(email, phoneNumber);
  const rejection = rejectTogether(rejectUncovered(grants, identifiers, profile));
  if (rejection) return rejection;
  const listId = relationships.list.data.id;
  const doubleOptIn = isDoubleOptIn(listId, options);
  if (doubleOptIn instanceof Rejection) return doubleOptIn;
  const consents = grants.map(({ channel, purpose }) => ({
    channel,
    purpose,
    listId,
    customSource: attributes.custom_source ?? null,
    ...(doubleOptIn && { doubleOptIn }),
  }));
  return { do: "accept", identifiers, consents };
};

function impliedGrants(email: string | undefined, phoneNumber: string | undefined): Grant[] {
  const implied = { purpose: "marketing", consentedAt: undefined } as const;
  return [
    ...(email === undefined ? [] : [{ channel: "email", ...implied } as const]),
    ...(phoneNumber === undefined ? [] : [{ channel: "sms", ...implied } as const]),
  ];
}
