import {
  clientSchema,
  type ProfileDocument,
  type ServerDocument,
  serverSchema,
} from "../schema/back-in-stock.ts";
import { compileSchema, type SchemaValidator } from "../schema/validator.ts";
import type { Channel } from "../state.ts";
import { identifiersOf } from "./identifiers.ts";
import { apiError, Rejection, reject, rejectTogether } from "./rejection.ts";
import type { ValidateBody } from "./validate-body.ts";

const unknown = "The catalog has no such variant.";

export const validateClientSubscription: ValidateBody = bodyValidator(compileSchema(clientSchema), () =>
  reject("variant_unknown", unknown),
);

/** As recorded from the service: 404 `variant_not_found`. */
export const validateServerSubscription: ValidateBody = bodyValidator(compileSchema(serverSchema), () => {
  const pointer = "/data/relationships/variant/data/id";
  return new Rejection(404, [apiError("variant_not_found", unknown, { pointer })]);
});

/** Klaviyo's guide to custom back in stock: a request has channels, a profile with at least one identifier, and a variant. */
function bodyValidator(
  checkSchema: SchemaValidator<ServerDocument>,
  rejectVariant: () => Rejection,
): ValidateBody {
  return (body, { catalog, revision }) => {
    const valid = checkSchema(body);
    if (valid instanceof Rejection) return valid;
    const { attributes, relationships } = valid.value.data;
    const { channels, profile } = attributes;
    const variant = relationships.variant.data.id;
    if (!profile)
      return reject("profile_missing", "A profile is required: without it nobody can be notified.");
    const rejection = checkProfile(profile) ?? checkChannels(channels, profile, revision);
    if (rejection) return rejection;
    if (!catalog.has(variant)) return rejectVariant();
    return {
      do: "accept",
      identifiers: identifiersOf(profile.data),
      subscription: { variant, channels },
    };
  };
}

function checkProfile({ data }: ProfileDocument): Rejection | undefined {
  const known = Object.values(identifiersOf(data)).some((identifier) => identifier !== undefined);
  return known ? undefined : reject("identifier_missing", "At least one identifier is required.");
}

/** Reports every invalid channel, not only the first. */
function checkChannels(
  channels: readonly Channel[],
  { data }: ProfileDocument,
  revision: string,
): Rejection | undefined {
  const rejections = channels.flatMap((channel, index) => {
    const source = { pointer: `/data/attributes/channels/${index}` };
    if (channel === "WHATSAPP" && revision < "2026-01-15") {
      return [reject("whatsapp_early", "WHATSAPP exists since revision 2026-01-15.", { source })];
    }
    if (isCovered(channel, data)) return [];
    return [
      reject("channel_uncovered", `${channel} needs an identifier that it can reach the person by.`, {
        source,
      }),
    ];
  });
  return rejectTogether(rejections);
}

function isCovered(channel: Channel, data: ProfileDocument["data"]): boolean {
  const { id, externalId, email, phoneNumber } = identifiersOf(data);
  if (id !== undefined || externalId !== undefined || channel === "PUSH") return true;
  return channel === "EMAIL" ? email !== undefined : phoneNumber !== undefined;
}
