import {
  clientSchema,
  type ProfileDocument,
  type ServerDocument,
  serverSchema,
} from "../schema/back-in-stock.ts";
import { type Validator, validator } from "../schema/validate.ts";
import type { Channel } from "../state.ts";
import type { Examine } from "./examine.ts";
import { identifiersOf } from "./identifiers.ts";
import { problem, Refusal, refuse, refuseTogether } from "./problem.ts";

const unknown = "The catalog has no such variant.";

export const examineClientSubscription: Examine = examineWith(validator(clientSchema), () =>
  refuse("variant_unknown", unknown),
);

/** Recorded from the service: 404 `variant_not_found`. */
export const examineServerSubscription: Examine = examineWith(validator(serverSchema), () => {
  const pointer = "/data/relationships/variant/data/id";
  return new Refusal(404, [problem("variant_not_found", unknown, { pointer })]);
});

/** Klaviyo's guide to custom back in stock: channels, a profile with at least one identifier, and the variant. */
function examineWith(validate: Validator<ServerDocument>, refuseVariant: () => Refusal): Examine {
  return (body, { catalog, revision }) => {
    const valid = validate(body);
    if (valid instanceof Refusal) return valid;
    const { attributes, relationships } = valid.document.data;
    const { channels, profile } = attributes;
    const variant = relationships.variant.data.id;
    if (!profile) return refuse("profile_missing", "Without a profile nobody can be notified.");
    const refusal = checkProfile(profile) ?? checkChannels(channels, profile, revision);
    if (refusal) return refusal;
    if (!catalog.has(variant)) return refuseVariant();
    return { identifiers: identifiersOf(profile.data), subscription: { variant, channels } };
  };
}

function checkProfile({ data }: ProfileDocument): Refusal | undefined {
  const known = Object.values(identifiersOf(data)).some((identifier) => identifier !== undefined);
  return known ? undefined : refuse("identifier_missing", "At least one identifier is required.");
}

/** Every channel at fault, not only the first. */
function checkChannels(
  channels: readonly Channel[],
  { data }: ProfileDocument,
  revision: string,
): Refusal | undefined {
  const refusals = channels.flatMap((channel, index) => {
    const source = { pointer: `/data/attributes/channels/${index}` };
    if (channel === "WHATSAPP" && revision < "2026-01-15") {
      return [refuse("whatsapp_early", "WHATSAPP exists since revision 2026-01-15.", { source })];
    }
    if (isCovered(channel, data)) return [];
    return [
      refuse("channel_uncovered", `${channel} needs an identifier to reach the person by.`, { source }),
    ];
  });
  return refuseTogether(refusals);
}

function isCovered(channel: Channel, data: ProfileDocument["data"]): boolean {
  const { id, externalId, email, phoneNumber } = identifiersOf(data);
  if (id !== undefined || externalId !== undefined || channel === "PUSH") return true;
  return channel === "EMAIL" ? email !== undefined : phoneNumber !== undefined;
}
