// Wrong types, in every place.
import { ann, build, client, refusal, server } from "../assert.mjs";

const strange = {
  number: 5,
  zero: 0,
  true: true,
  false: false,
  object: { a: 1 },
  array: ["a"],
  "empty array": [],
  NaN: Number.NaN,
  bigint: 5n,
  function: () => "x",
  date: new Date(0),
  "boxed text": Object("text"),
};
const every = (make, skip = []) =>
  Object.entries(strange)
    .filter(([kind]) => !skip.includes(kind))
    .map(([kind, value]) => make(kind, value));

const inProfile = (name) => (value) => build({ profile: { email: "ann@example.com", [name]: value } });
const option = (name) => (value) => build({}, { [name]: value });
const marketing = (name) => (value) =>
  build({ marketing: { listId: "L", email: true, [name]: value }, channels: ["EMAIL"] });

const places = [
  ["profile.email", inProfile("email"), "invalid_email", "email", "email must be a string"],
  [
    "profile.phoneNumber",
    inProfile("phoneNumber"),
    "invalid_phone_number",
    "phoneNumber",
    "phoneNumber must be a string",
  ],
  [
    "profile.externalId",
    inProfile("externalId"),
    "invalid_external_id",
    "externalId",
    "externalId must be a string",
  ],
  ["profile.id", inProfile("id"), "invalid_profile_id", "id", "id must be a string"],
  ["variant.id", (id) => build({ variant: { id } }), "invalid_variant_id", "variant"],
  [
    "variant.integration",
    (integration) => build({ variant: { id: "x", integration } }),
    "invalid_option",
    "integration",
  ],
  ["variant.catalog", (catalog) => build({ variant: { id: "x", catalog } }), "invalid_option", "catalog"],
  ["marketing.listId", marketing("listId"), "invalid_option", "listId"],
  ["marketing.email", marketing("email"), "invalid_option", "marketing", undefined, ["true", "false"]],
  ["marketing.sms", marketing("sms"), "invalid_option", "marketing", undefined, ["true", "false"]],
  ["marketing.whatsapp", marketing("whatsapp"), "invalid_option", "marketing", undefined, ["true", "false"]],
  ["smsConsent", (smsConsent) => build({ smsConsent }), "invalid_option", "smsConsent"],
  ["whatsappConsent", (whatsappConsent) => build({ whatsappConsent }), "invalid_option", "whatsappConsent"],
  [
    "channels",
    (channels) => build({ channels }),
    "invalid_option",
    "channels",
    "channels must be an array of EMAIL, SMS, PUSH or WHATSAPP",
    ["empty array"],
  ],
  ["a channel", (channel) => build({ channels: ["EMAIL", channel] }), "invalid_option", "channels"],
  ["companyId", option("companyId"), "invalid_company_id", "companyId"],
  ["revision", option("revision"), "invalid_option", "revision"],
  ["endpoint", option("endpoint"), "invalid_option", "endpoint"],
  ["integration", option("integration"), "invalid_option", "integration"],
  ["catalog", option("catalog"), "invalid_option", "catalog"],
  ["country", option("country"), "invalid_option", "country"],
  ["mediaType", option("mediaType"), "invalid_option", "mediaType"],
  ["audience", option("audience"), "invalid_option", "audience"],
  [
    "privateKey",
    (privateKey) => (api) => api.buildRequest(ann, { ...server, privateKey }),
    "invalid_option",
    "privateKey",
  ],
  [
    "accessToken",
    (accessToken) => (api) => api.buildRequest(ann, { audience: "server", accessToken }),
    "invalid_option",
    "accessToken",
  ],
  ["variantId", (id) => (api) => api.variantId(id), "invalid_variant_id", "variant"],
  ["parseVariantId", (id) => (api) => api.parseVariantId(id), "invalid_variant_id", "variant"],
  [
    "normalizeEmail",
    (text) => (api) => api.normalizeEmail(text),
    "invalid_email",
    "email",
    "email must be a string",
  ],
  [
    "suggestEmail",
    (text) => (api) => api.suggestEmail(text),
    "invalid_email",
    "email",
    "email must be a string",
  ],
  [
    "normalizePhoneNumber",
    (text) => (api) => api.normalizePhoneNumber(text),
    "invalid_phone_number",
    "phoneNumber",
    "phoneNumber must be a string",
  ],
  [
    "normalizePhoneNumber's country",
    (country) => (api) => api.normalizePhoneNumber("+15005550006", { country }),
    "invalid_option",
    "country",
  ],
];

const isObject = ["object", "date", "boxed text"];

/** Options that must be objects: the error names the option. */
const objects = [
  ["request", (request) => (api) => api.buildRequest(request, client)],
  ["options", (options) => (api) => api.buildRequest(ann, options)],
  ["options", (options) => (api) => api.variantId("x", options)],
  ["options", (options) => (api) => api.normalizePhoneNumber("+15005550006", options)],
  ["profile", (profile) => build({ profile })],
  ["marketing", (marketing) => build({ marketing })],
];

export const types = [
  ...places.flatMap(([place, call, code, field, message, skip]) =>
    every((kind, value) => refusal(`${place}: ${kind}`, call(value), code, field, message), skip),
  ),
  ...objects.flatMap(([field, call], index) =>
    every(
      (kind, value) =>
        refusal(
          `${field} (${index}): ${kind}`,
          call(value),
          "invalid_option",
          field,
          `${field} must be an object`,
        ),
      isObject,
    ),
  ),
  ...["number", "true", "bigint", "function"].map((kind) =>
    refusal(
      `variant: ${kind}`,
      build({ variant: strange[kind] }),
      "invalid_variant_id",
      "variant",
      "variant must be a string: numbers lose digits",
    ),
  ),
  ...[
    ["variantId", "invalid_variant_id", "variant"],
    ["parseVariantId", "invalid_variant_id", "variant"],
    ["normalizeEmail", "invalid_email", "email"],
    ["suggestEmail", "invalid_email", "email"],
    ["normalizePhoneNumber", "invalid_phone_number", "phoneNumber"],
  ].flatMap(([name, code, field]) => [
    refusal(`${name}()`, (api) => api[name](), code, field),
    refusal(`${name}(null)`, (api) => api[name](null), code, field),
  ]),
  ...[null, undefined].flatMap((nothing) => [
    refusal(
      `${nothing} for a request`,
      (api) => api.buildRequest(nothing, client),
      "invalid_option",
      "request",
    ),
    refusal(`${nothing} for options`, (api) => api.buildRequest(ann, nothing), "invalid_option", "options"),
  ]),
  ...["variantId", "normalizePhoneNumber"].map((name) =>
    refusal(`null for the options of ${name}`, (api) => api[name]("x", null), "invalid_option", "options"),
  ),
];
