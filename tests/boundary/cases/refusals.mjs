// Every code that an input can get, with its field and message.
import { ann, build, client, refusal, server } from "../assert.mjs";

const profile = (members) => ({ profile: members });
const rows = [
  [
    "a private key for a company",
    build({}, { companyId: "pk_0123456789" }),
    "private_key",
    "companyId",
    "companyId is a private API key: replace it in Klaviyo's settings, and use the public one",
  ],
  ["a private key in a page", build({}, { privateKey: "pk_0123456789" }), "private_key", "privateKey"],
  ["spaces around a private key", build({}, { companyId: " pk_01" }), "private_key", "companyId"],
  ...["", "ABC12", "ABC1234", "ABC 12", "ÄBC123", "ABC12\n", "ABC12\u212a", "pk", "ABC12_"].map(
    (companyId) => [
      `the company ${JSON.stringify(companyId)}`,
      build({}, { companyId }),
      "invalid_company_id",
      "companyId",
      "companyId must be six letters or digits: the public API key",
    ],
  ),
  ["no company", build({}, { companyId: undefined }), "invalid_company_id", "companyId"],
  ["no variant", build({ variant: undefined }), "invalid_variant_id", "variant"],
  ["a variant without id", build({ variant: {} }), "invalid_variant_id", "variant"],
  ["a blank variant", build({ variant: " " }), "invalid_variant_id", "variant"],
  [
    "another scope than the canonical id's",
    build({ variant: "$shopify:::$default:::1" }, { integration: "$custom" }),
    "invalid_variant_id",
    "variant",
    "variant does not match the options integration and catalog",
  ],
  ["an empty email", build(profile({ email: "" })), "invalid_email", "email", "email is empty"],
  ["a bad email", build(profile({ email: "ann" })), "invalid_email", "email"],
  [
    "a bad phone number next to a good email",
    build(profile({ email: "ann@example.com", phoneNumber: "1" })),
    "invalid_phone_number",
    "phoneNumber",
    "phoneNumber needs the option country, or + and a country calling code",
  ],
  [
    "an empty external id",
    build(profile({ externalId: "" })),
    "invalid_external_id",
    "externalId",
    "externalId is empty",
  ],
  ["a blank external id", build(profile({ externalId: " \u200b" })), "invalid_external_id", "externalId"],
  [
    "256 characters of external id",
    build(profile({ externalId: "😀".repeat(256) })),
    "invalid_external_id",
    "externalId",
    "externalId is longer than 255 characters",
  ],
  [
    "a control character in the external id",
    build(profile({ externalId: "a\u0007" })),
    "invalid_external_id",
    "externalId",
    "externalId contains a control or replacement character",
  ],
  ["an empty profile id", build(profile({ id: "" })), "invalid_profile_id", "id", "id is empty"],
  [
    "a line break in the profile id",
    build(profile({ id: "a\n" })),
    "invalid_profile_id",
    "id",
    "id contains a control or replacement character",
  ],
  ...[{}, null, undefined, { email: null }].map((empty) => [
    `no identifier: ${JSON.stringify(empty)}`,
    build(profile(empty)),
    "missing_identifier",
    "profile",
    "profile needs email, phoneNumber, externalId or id",
  ]),
  [
    "marketing by email without one",
    build({ profile: { id: "x" }, channels: ["PUSH"], marketing: { listId: "L", email: true } }),
    "missing_identifier",
    "email",
    "email is required for marketing.email",
  ],
  [
    "marketing by text message without a number",
    build({ marketing: { listId: "L", sms: true } }),
    "missing_identifier",
    "phoneNumber",
    "phoneNumber is required for marketing.sms",
  ],
  [
    "marketing by WhatsApp without a number",
    build({ marketing: { listId: "L", whatsapp: true } }),
    "missing_identifier",
    "phoneNumber",
    "phoneNumber is required for marketing.whatsapp",
  ],
  ...[{ channels: [] }, { profile: { phoneNumber: "+15005550006" } }, { profile: { id: "x" } }].map(
    (request) => [
      `no channel: ${JSON.stringify(request)}`,
      build(request),
      "missing_channel",
      "channels",
      "channels must name at least one: EMAIL is the default only with an email",
    ],
  ),
  ...["SMS", "WHATSAPP"].map((channel) => [
    `${channel} without a number`,
    build({ channels: [channel] }),
    "channel_without_identifier",
    "channels",
    "channels need their identifiers: email for EMAIL, phoneNumber for SMS and WHATSAPP",
  ]),
  [
    "EMAIL without an address",
    build({ profile: { phoneNumber: "+15005550006" }, channels: ["EMAIL"] }),
    "channel_without_identifier",
    "channels",
  ],
  ...[
    ["SMS", "smsConsent", "sms", "whatsapp"],
    ["WHATSAPP", "whatsappConsent", "whatsapp", "sms"],
  ].flatMap(([channel, field, own, other]) =>
    [
      {},
      { marketing: { listId: "L", [own]: false } },
      { marketing: { listId: "L", email: true } },
      { marketing: { listId: "L", [other]: true } },
      { [`${other}Consent`]: "recorded" },
    ].map((consent) => [
      `${channel} without its own consent: ${JSON.stringify(consent)}`,
      build({
        profile: { phoneNumber: "+15005550006", email: "ann@example.com" },
        channels: [channel],
        ...consent,
      }),
      "consent_required",
      field,
      `${field} must be 'recorded' for ${channel}, unless marketing.${own} is true`,
    ]),
  ),
  ...[["sms"], ["EMAIL", "FAX"], ["EMAIL", ""], ["EMAIL "], ["EMAIL\u0001PUSH"], ["__proto__"]].map(
    (channels) => [
      `the channels ${JSON.stringify(channels)}`,
      build({ channels }),
      "invalid_option",
      "channels",
      "channels must be an array of EMAIL, SMS, PUSH or WHATSAPP",
    ],
  ),
  [
    "a bad channel in the tenth place",
    build({ channels: [...Array(9).fill("EMAIL"), "FAX"] }),
    "invalid_option",
    "channels",
  ],
  ...["", " ", undefined, null].map((listId) => [
    `the list ${JSON.stringify(listId)}`,
    build({ marketing: { listId, email: true } }),
    "invalid_option",
    "listId",
    "listId must be the ID of a list",
  ]),
  ...["smsConsent", "whatsappConsent"].flatMap((field) =>
    ["", "Recorded", "yes"].map((consent) => [
      `${field}: ${JSON.stringify(consent)}`,
      build({ [field]: consent }),
      "invalid_option",
      field,
      `${field} must be 'recorded'`,
    ]),
  ),
  [
    "another audience",
    build({}, { audience: "page" }),
    "invalid_option",
    "audience",
    "audience must be 'client' or 'server'",
  ],
  ...["", "ABC123", "pk_a b", "pk_ä", "pk_\n"].map((privateKey) => [
    `the key ${JSON.stringify(privateKey)}`,
    (api) => api.buildRequest(ann, { audience: "server", privateKey }),
    "invalid_option",
    "privateKey",
    "privateKey must be a private API key, which starts with pk_",
  ]),
  ...["", "a b", "tök", "a\r\nx: y", undefined].map((accessToken) => [
    `the token ${JSON.stringify(accessToken)}`,
    (api) => api.buildRequest(ann, { audience: "server", accessToken }),
    "invalid_option",
    "accessToken",
    "accessToken or privateKey is required for the audience 'server'",
  ]),
  ...["", "text/html", "application/json; charset=utf-8", "APPLICATION/JSON"].map((mediaType) => [
    `the media type ${JSON.stringify(mediaType)}`,
    build({}, { mediaType }),
    "invalid_option",
    "mediaType",
    "mediaType must be application/vnd.api+json or application/json",
  ]),
];

/** Inputs with two errors: the first in the order of the rules is reported. */
const order = [
  ["unknown option, then key", build({ extra: 1 }, { companyId: "pk_1" }), "unknown_option", "extra"],
  ["unknown option, then company", build({ extra: 1 }, { companyId: "bad" }), "unknown_option", "extra"],
  ["key, then variant", build({ variant: "" }, { companyId: "pk_1" }), "private_key", "companyId"],
  ["company, then variant", build({ variant: "" }, { companyId: "x" }), "invalid_company_id", "companyId"],
  ["variant, then profile", build({ variant: "", profile: { email: "" } }), "invalid_variant_id", "variant"],
  ["variant, then type", build({ variant: "", profile: { email: 5 } }), "invalid_variant_id", "variant"],
  ["profile, then channels", build({ profile: { email: "" }, channels: ["FAX"] }), "invalid_email", "email"],
  [
    "channels, then consent",
    build({ profile: { phoneNumber: "+15005550006" }, channels: ["SMS", "EMAIL"] }),
    "channel_without_identifier",
    "channels",
  ],
];

export const refusals = [
  ...rows.map((row) => refusal(...row)),
  ...order.map(([name, ...row]) => refusal(`in order: ${name}`, ...row)),
  {
    name: "no message holds what was given",
    run(api, assert) {
      const secret = "s3cret-Words";
      const calls = [
        build({ variant: `${secret}\u0000` }),
        build({ profile: { email: secret } }),
        build({ profile: { phoneNumber: secret } }),
        build({ profile: { id: `${secret}\n` } }),
        build({ profile: { externalId: `${secret}\n` } }),
        (call) => call.buildRequest(ann, { ...server, privateKey: secret }),
        (call) => call.buildRequest(ann, { ...client, companyId: `pk_${secret}` }),
      ];
      for (const call of calls) {
        try {
          call(api);
          assert.ok(false, "accepted");
        } catch (error) {
          assert.ok(error.code, String(error));
          assert.ok(!`${error.message}${JSON.stringify(error)}`.includes(secret), error.message);
        }
      }
    },
  },
];
