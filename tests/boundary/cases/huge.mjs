// Ten megabytes in every text field: refused, or taken as a whole, and soon; never cut off in silence.
import { ann, build, refusal, server } from "../assert.mjs";

const MANY = 10_000_000;
let kept;
/** Made once, when it is needed. */
const long = () => {
  kept ??= "1".repeat(MANY);
  return kept;
};

const lazily = (call) => (api) => call(long())(api);
const profile = (name) => (text) => build({ profile: { [name]: text }, channels: ["PUSH"] });

const places = [
  ["variant", (variant) => build({ variant }), "invalid_variant_id", "variant"],
  ["variant.id", (id) => build({ variant: { id } }), "invalid_variant_id", "variant"],
  ["profile.email", profile("email"), "invalid_email", "email"],
  ["a local part", (text) => profile("email")(`${text}@example.com`), "invalid_email", "email"],
  ["profile.phoneNumber", profile("phoneNumber"), "invalid_phone_number", "phoneNumber"],
  [
    "an international number",
    (text) => profile("phoneNumber")(`+${text}`),
    "invalid_phone_number",
    "phoneNumber",
  ],
  ["profile.externalId", profile("externalId"), "invalid_external_id", "externalId"],
  ["profile.id", profile("id"), "invalid_profile_id", "id"],
  ["a channel", (text) => build({ channels: [text] }), "invalid_option", "channels"],
  ["smsConsent", (smsConsent) => build({ smsConsent }), "invalid_option", "smsConsent"],
  ["whatsappConsent", (whatsappConsent) => build({ whatsappConsent }), "invalid_option", "whatsappConsent"],
  ["marketing.listId", (listId) => build({ marketing: { listId, email: true } }), "invalid_option", "listId"],
  ["companyId", (companyId) => build({}, { companyId }), "invalid_company_id", "companyId"],
  ["revision", (revision) => build({}, { revision }), "invalid_option", "revision"],
  ["endpoint", (text) => build({}, { endpoint: `http://${text}` }), "invalid_option", "endpoint"],
  ["country", (country) => build({}, { country }), "invalid_option", "country"],
  ["integration", (integration) => build({}, { integration }), "invalid_option", "integration"],
  ["mediaType", (mediaType) => build({}, { mediaType }), "invalid_option", "mediaType"],
  ["audience", (audience) => build({}, { audience }), "invalid_option", "audience"],
  [
    "privateKey",
    (text) => (api) => api.buildRequest(ann, { ...server, privateKey: text }),
    "invalid_option",
    "privateKey",
  ],
  ["variantId", (text) => (api) => api.variantId(text), "invalid_variant_id", "variant"],
  ["parseVariantId", (text) => (api) => api.parseVariantId(text), "invalid_variant_id", "variant"],
  ["normalizeEmail", (text) => (api) => api.normalizeEmail(text), "invalid_email", "email"],
  [
    "normalizePhoneNumber",
    (text) => (api) => api.normalizePhoneNumber(text),
    "invalid_phone_number",
    "phoneNumber",
  ],
  ["100,000 channels", () => build({ channels: Array(100_000).fill("FAX") }), "invalid_option", "channels"],
];

/** The call is refused, or what it gives holds all of the text: a part of it would be another id or address. */
const whole = (name, text, call) => ({
  name: `never cut: ${name}`,
  run(api, assert) {
    let given;
    try {
      given = JSON.stringify(call(text())(api));
    } catch (error) {
      return assert.ok(error instanceof api.BackInStockError, `${error?.name}: ${error?.message}`);
    }
    return assert.ok(given.includes(text()), `of ${text().length} characters, ${given.length} were left`);
  },
});

const digitsBehindSpace = () => `+15005550006${" ".repeat(20_000)}999`;

export const huge = [
  ...places.map(([place, call, code, field]) => refusal(`10 MB in ${place}`, lazily(call), code, field)),
  {
    name: "10 MB to suggestEmail",
    run: (api, assert) => assert.equal(api.suggestEmail(long()), undefined),
  },
  {
    name: "much white space around an address",
    run(api, assert) {
      const space = " ".repeat(4000);
      assert.equal(api.normalizeEmail(`${space}ann@example.com${space}`), "ann@example.com");
    },
  },
  whole("a profile id", () => "x".repeat(10_001), profile("id")),
  whole(
    "a token",
    () => "x".repeat(10_001),
    (accessToken) => (api) => api.buildRequest(ann, { audience: "server", accessToken }),
  ),
  whole(
    "a private key",
    () => `pk_${"x".repeat(10_001)}`,
    (privateKey) => (api) => api.buildRequest(ann, { ...server, privateKey }),
  ),
  whole(
    "an endpoint",
    () => `https://shop.example/${"x".repeat(10_001)}`,
    (endpoint) => build({}, { endpoint }),
  ),
  whole(
    "an integration",
    () => `$${"x".repeat(10_001)}`,
    (integration) => build({}, { integration }),
  ),
  whole(
    "an address of many labels",
    () => `ab@${"b.".repeat(6000)}com`,
    (text) => (api) => api.normalizeEmail(text),
  ),
  {
    name: "a long domain beyond ASCII that is wrong at its end takes no longer than another",
    run(api, assert) {
      const start = Date.now();
      assert.refused(api, () => api.normalizeEmail(`ann@${"é".repeat(200_000)}!`), "invalid_email", "email");
      assert.ok(Date.now() - start < 3_000, `took ${Date.now() - start} ms`);
    },
  },
  {
    name: "never cut: digits behind much white space",
    run(api, assert) {
      assert.refused(
        api,
        () => api.normalizePhoneNumber(digitsBehindSpace()),
        "invalid_phone_number",
        "phoneNumber",
      );
    },
  },
];
