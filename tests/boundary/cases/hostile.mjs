// Objects and texts that nobody means, and that exist.
import { ann, build, client, refusal, said, server, value } from "../assert.mjs";

const plain = {
  variant: "$custom:::$default:::SKU-1",
  channels: ["EMAIL"],
  email: "ann@example.com",
};
const request = () => ({
  variant: { id: "SKU-1" },
  profile: { email: "ann@example.com" },
  channels: ["EMAIL"],
  marketing: { listId: "L", email: true },
});

function freeze(value) {
  if (typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

const bare = (value) =>
  typeof value === "object" && !Array.isArray(value)
    ? Object.assign(
        Object.create(null),
        Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bare(inner)])),
      )
    : value;

/** Every member as a getter that counts. */
function counting(value, counts = {}, path = "") {
  if (typeof value !== "object" || Array.isArray(value)) return [value, counts];
  const copy = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = `${path}${key}`;
    const [member] = counting(inner, counts, `${name}.`);
    Object.defineProperty(copy, key, {
      enumerable: true,
      get() {
        counts[name] = (counts[name] ?? 0) + 1;
        return member;
      },
    });
  }
  return [copy, counts];
}

/** Runs with members on every object's prototype, and takes them away again. */
function polluted(members, action) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      writable: true,
      enumerable: true,
    });
  }
  try {
    return action();
  } finally {
    for (const name of Object.keys(members)) delete Object.prototype[name];
  }
}

const pollution = {
  variant: "EVIL",
  integration: "$evil",
  catalog: "evil",
  profile: { id: "evil" },
  id: "evil",
  email: "evil@example.com",
  phoneNumber: "+15005550009",
  externalId: "evil",
  channels: ["PUSH"],
  marketing: { listId: "E", sms: true, whatsapp: true },
  smsConsent: "recorded",
  whatsappConsent: "recorded",
  listId: "E",
  sms: true,
  whatsapp: true,
  revision: "2024-02-15",
  endpoint: "https://evil.example",
  mediaType: "application/json",
  privateKey: "pk_evil",
  accessToken: "evil",
  country: "DE",
  unknown: 1,
};

const samePolluted = (name, call) => ({
  name: `a polluted Object.prototype adds nothing: ${name}`,
  run(api, assert) {
    const expected = JSON.stringify(call(api));
    for (const member of Object.keys(pollution)) {
      const actual = polluted({ [member]: pollution[member] }, () => JSON.stringify(call(api)));
      assert.equal(actual, expected, `with ${member}`);
    }
    assert.equal(
      polluted(pollution, () => JSON.stringify(call(api))),
      expected,
      "with all of them",
    );
  },
});

/** Every text field, by what it makes of a text, and the refusal of one that cannot be right. */
const fields = [
  ["variant", (text) => build({ variant: text }), "invalid_variant_id", "variant"],
  ["variant.id", (id) => build({ variant: { id } }), "invalid_variant_id", "variant"],
  [
    "canonical variant",
    (text) => build({ variant: `$custom:::$default:::${text}` }),
    "invalid_variant_id",
    "variant",
  ],
  [
    "variant.integration",
    (text) => build({ variant: { id: "x", integration: `$${text}` } }),
    "invalid_option",
    "integration",
  ],
  ["variant.catalog", (text) => build({ variant: { id: "x", catalog: text } }), "invalid_option", "catalog"],
  ["integration", (text) => build({}, { integration: `$${text}` }), "invalid_option", "integration"],
  ["catalog", (catalog) => build({}, { catalog }), "invalid_option", "catalog"],
  ["profile.email", (text) => build({ profile: { email: `${text}@example.com` } }), "invalid_email", "email"],
  ["domain", (text) => build({ profile: { email: `ann@${text}.com` } }), "invalid_email", "email"],
  [
    "profile.phoneNumber",
    (text) => build({ profile: { phoneNumber: `+15005550006${text}` }, channels: ["WHATSAPP"] }),
    "invalid_phone_number",
    "phoneNumber",
  ],
  [
    "profile.externalId",
    (externalId) => build({ profile: { externalId }, channels: ["PUSH"] }),
    "invalid_external_id",
    "externalId",
  ],
  ["profile.id", (id) => build({ profile: { id }, channels: ["PUSH"] }), "invalid_profile_id", "id"],
  ["channels", (text) => build({ channels: [`EMAIL${text}`] }), "invalid_option", "channels"],
  ["marketing.listId", (listId) => build({ marketing: { listId, email: true } }), "invalid_option", "listId"],
  ["smsConsent", (text) => build({ smsConsent: `recorded${text}` }), "invalid_option", "smsConsent"],
  [
    "whatsappConsent",
    (text) => build({ whatsappConsent: `recorded${text}` }),
    "invalid_option",
    "whatsappConsent",
  ],
  ["companyId", (text) => build({}, { companyId: `ABC12${text}` }), "invalid_company_id", "companyId"],
  ["revision", (text) => build({}, { revision: `2026-07-15.a${text}` }), "invalid_option", "revision"],
  ["country", (text) => build({}, { country: `U${text}` }), "invalid_option", "country"],
  ["mediaType", (text) => build({}, { mediaType: `application/json${text}` }), "invalid_option", "mediaType"],
  ["audience", (text) => build({}, { audience: `client${text}` }), "invalid_option", "audience"],
  [
    "privateKey",
    (text) => (api) => api.buildRequest(ann, { ...server, privateKey: `pk_${text}` }),
    "invalid_option",
    "privateKey",
  ],
  [
    "accessToken",
    (text) => (api) => api.buildRequest(ann, { audience: "server", accessToken: `a${text}` }),
    "invalid_option",
    "accessToken",
  ],
  ["variantId", (text) => (api) => api.variantId(`a${text}b`), "invalid_variant_id", "variant"],
  [
    "parseVariantId",
    (text) => (api) => api.parseVariantId(`$a:::b:::${text}`),
    "invalid_variant_id",
    "variant",
  ],
  ["normalizeEmail", (text) => (api) => api.normalizeEmail(`a${text}@example.com`), "invalid_email", "email"],
];

/** No id, contact or option holds one of these. A packed request must not come apart at them either. */
const texts = {
  NUL: "\0",
  "NUL and a mark": "\0'x",
  "NUL and fields": "\0'LIST\0+\0+\0'recorded",
  "a lone high surrogate": "\ud800",
  "a lone low surrogate": "x\udc00x",
};

export const hostile = [
  value("frozen objects", (api) => said(api.buildRequest(freeze(request()), freeze({ ...client }))), plain),
  value("null-prototype objects", (api) => said(api.buildRequest(bare(request()), bare(client))), plain),
  value(
    "members that are not enumerable, or inherited, do not count",
    (api) => {
      const child = Object.create({ smsConsent: "no", extra: 1 });
      return said(api.buildRequest(Object.assign(child, request()), client));
    },
    plain,
  ),
  {
    name: "getters are read once each",
    run(api, assert) {
      const [given, counts] = counting(request());
      assert.equal(said(api.buildRequest(given, client)), plain);
      assert.equal([...new Set(Object.values(counts))], [1], JSON.stringify(counts));
    },
  },
  {
    name: "what a getter throws comes through",
    run(api, assert) {
      const given = {
        ...ann,
        get profile() {
          throw new RangeError("mine");
        },
      };
      try {
        api.buildRequest(given, client);
      } catch (error) {
        return assert.equal([error.name, error.message], ["RangeError", "mine"]);
      }
      return assert.ok(false, "accepted");
    },
  },
  value("a proxy around it all", (api) => said(api.buildRequest(new Proxy(request(), {}), client)), plain),
  value(
    "a class of one's own",
    (api) => {
      class Wish {
        variant = "SKU-1";
        profile = { email: "ann@example.com" };
      }
      return said(api.buildRequest(new Wish(), client));
    },
    plain,
  ),
  samePolluted("buildRequest", (api) => api.buildRequest(ann, client)),
  samePolluted("buildRequest for a server", (api) => api.buildRequest(ann, server)),
  samePolluted("buildRequest with objects", (api) => api.buildRequest(request(), client)),
  samePolluted("variantId", (api) => api.variantId("SKU-1")),
  samePolluted("parseVariantId", (api) => api.parseVariantId("$a:::b:::c")),
  samePolluted("normalizeEmail", (api) => api.normalizeEmail("ann@example.com")),
  samePolluted("normalizePhoneNumber", (api) => api.normalizePhoneNumber("+15005550006")),
  samePolluted("suggestEmail", (api) => api.suggestEmail("ann@gmial.com")),
  {
    name: "wrong types on a polluted Object.prototype disturb nothing",
    run(api, assert) {
      for (const member of Object.keys(pollution)) {
        const seen = polluted({ [member]: 5 }, () => [
          api.variantId("a"),
          api.normalizeEmail("a@example.com"),
          api.normalizePhoneNumber("+15005550006"),
        ]);
        assert.equal(seen, ["$custom:::$default:::a", "a@example.com", "+15005550006"], member);
      }
    },
  },
  ...Object.entries(texts).flatMap(([kind, text]) =>
    fields.map(([place, call, code, field]) => refusal(`${kind} in ${place}`, call(text), code, field)),
  ),
];
