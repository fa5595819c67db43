import { ann, build as built, client, said, server, value } from "../assert.mjs";

const json = "application/vnd.api+json";
const sample = "$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM";
const ulid = "01GDDKASAP8TKDDA2GRZDSVP4H";

const document = (channels, profile) => ({
  data: {
    type: "back-in-stock-subscription",
    attributes: { channels, profile: { data: profile } },
    relationships: { variant: { data: { type: "catalog-variant", id: sample } } },
  },
});

const whole = {
  email: "ann@example.com",
  phoneNumber: "+15005550006",
  externalId: "63f64a2b-c6bf-40c7-b81f-bed08162edbe",
  id: ulid,
};

/** The guide's request of a page, in the guide's revision and media type. */
const clientExample = value(
  "the guide's example for a page",
  (api) =>
    api.buildRequest(
      { variant: sample, channels: ["EMAIL"], profile: whole },
      { ...client, revision: "2024-02-15", mediaType: "application/json" },
    ),
  {
    method: "POST",
    url: "https://a.klaviyo.com/client/back-in-stock-subscriptions?company_id=ABC123",
    headers: { accept: "application/json", "content-type": "application/json", revision: "2024-02-15" },
    body: document(["EMAIL"], {
      type: "profile",
      id: ulid,
      attributes: {
        email: "ann@example.com",
        phone_number: "+15005550006",
        external_id: "63f64a2b-c6bf-40c7-b81f-bed08162edbe",
      },
    }),
  },
);

const serverExample = value(
  "the guide's example for a server",
  (api) =>
    api.buildRequest(
      {
        variant: sample,
        channels: ["SMS"],
        smsConsent: "recorded",
        profile: { id: ulid, email: "ann@example.com" },
      },
      server,
    ),
  {
    method: "POST",
    url: "https://a.klaviyo.com/api/back-in-stock-subscriptions",
    headers: {
      accept: json,
      "content-type": json,
      revision: "2026-10-15",
      authorization: "Klaviyo-API-Key pk_0123456789",
    },
    body: document(["SMS"], { type: "profile", id: ulid, attributes: { email: "ann@example.com" } }),
  },
);

const sends = (name, request, expected, options) =>
  value(name, (api) => said(built(request, options)(api)), {
    variant: "$custom:::$default:::SKU-1",
    channels: ["EMAIL"],
    email: "ann@example.com",
    ...expected,
  });

const url = (name, options, expected) => value(name, (api) => built({}, options)(api).url, expected);
const page = "/client/back-in-stock-subscriptions?company_id=ABC123";

export const build = [
  clientExample,
  serverExample,
  value(
    "an OAuth token",
    (api) => api.buildRequest(ann, { audience: "server", accessToken: "aB3._-~+/=" }).headers,
    {
      accept: json,
      "content-type": json,
      revision: "2026-10-15",
      authorization: "Bearer aB3._-~+/=",
    },
  ),
  value("the headers of a page have no key", (api) => Object.keys(built({})(api).headers).sort(), [
    "accept",
    "content-type",
    "revision",
  ]),
  sends("the default channel is email", {}, {}),
  sends("a variant as an object", { variant: { id: "SKU-1" } }, {}),
  sends(
    "a variant with its own catalog, which goes before the options'",
    { variant: { id: "1", integration: "$shopify", catalog: "b" } },
    { variant: "$shopify:::b:::1" },
    { integration: "$woocommerce", catalog: "c" },
  ),
  sends("the options' catalog", {}, { variant: "$shopify:::$default:::SKU-1" }, { integration: "$shopify" }),
  sends(
    "a national phone number of the shop's country",
    { profile: { email: "ann@example.com", phoneNumber: "0171 1234567" } },
    { phone_number: "+491711234567" },
    { country: "DE" },
  ),
  sends("channels are a set", { channels: ["PUSH", "EMAIL", "EMAIL"] }, { channels: ["EMAIL", "PUSH"] }),
  sends(
    "all four channels",
    {
      channels: ["WHATSAPP", "PUSH", "SMS", "EMAIL"],
      profile: { email: "ann@example.com", phoneNumber: "+15005550006" },
      marketing: { listId: "L", sms: true, whatsapp: true },
    },
    { channels: ["EMAIL", "SMS", "PUSH", "WHATSAPP"], phone_number: "+15005550006" },
  ),
  ...["id", "externalId"].map((name) =>
    value(
      `${name} covers every channel`,
      (api) =>
        said(
          built({
            profile: { [name]: "x" },
            channels: ["EMAIL", "SMS", "PUSH", "WHATSAPP"],
            smsConsent: "recorded",
            whatsappConsent: "recorded",
          })(api),
        ).channels.length,
      4,
    ),
  ),
  sends("marketing consent is not part of this request", { marketing: { listId: "L", email: true } }, {}),
  ...[server, client].map((options) =>
    value(
      `WHATSAPP with recorded consent, for a ${options.audience}`,
      (api) => {
        const request = {
          variant: "SKU-1",
          profile: { phoneNumber: "+15005550006" },
          channels: ["WHATSAPP"],
          whatsappConsent: "recorded",
        };
        return said(api.buildRequest(request, options));
      },
      { variant: "$custom:::$default:::SKU-1", channels: ["WHATSAPP"], phone_number: "+15005550006" },
    ),
  ),
  sends("unticked boxes need no list", { marketing: { email: false, sms: false, whatsapp: false } }, {}),
  sends("an unticked box with its list", { marketing: { listId: "L", email: false } }, {}),
  sends(
    "null and undefined are nothing",
    {
      variant: { id: "SKU-1", integration: null, catalog: undefined },
      profile: { email: "ann@example.com", phoneNumber: null, externalId: undefined, id: null },
      channels: null,
      marketing: null,
      smsConsent: null,
      whatsappConsent: null,
    },
    {},
    {
      integration: null,
      catalog: undefined,
      country: null,
      revision: undefined,
      endpoint: null,
      mediaType: null,
      privateKey: undefined,
      accessToken: null,
    },
  ),
  value(
    "no identifier, no attribute",
    (api) => built({ profile: { id: ulid }, channels: ["PUSH"] })(api).body.data.attributes.profile,
    { data: { type: "profile", id: ulid, attributes: {} } },
  ),
  url("an endpoint", { endpoint: "https://shop.example" }, `https://shop.example${page}`),
  url("an endpoint with a slash", { endpoint: "https://shop.example/" }, `https://shop.example${page}`),
  url(
    "an endpoint with a path",
    { endpoint: "https://shop.example/a/b/" },
    `https://shop.example/a/b${page}`,
  ),
  url("loopback", { endpoint: "http://127.0.0.1:8080" }, `http://127.0.0.1:8080${page}`),
  url("loopback by name", { endpoint: "http://localhost:1/x" }, `http://localhost:1/x${page}`),
  url("loopback in IPv6", { endpoint: "http://[::1]:1" }, `http://[::1]:1${page}`),
  value(
    "each call gives its own object",
    (api) => {
      const [one, two] = [built({})(api), built({})(api)];
      one.body.data.type = "changed";
      one.headers.accept = "changed";
      return [two.body.data.type, two.headers.accept, Object.getPrototypeOf(two) === Object.prototype];
    },
    ["back-in-stock-subscription", json, true],
  ),
  value("the same text by JSON", (api) => JSON.parse(JSON.stringify(built({})(api))), {
    method: "POST",
    url: `https://a.klaviyo.com${page}`,
    headers: { accept: json, "content-type": json, revision: "2026-10-15" },
    body: {
      data: {
        type: "back-in-stock-subscription",
        attributes: {
          channels: ["EMAIL"],
          profile: { data: { type: "profile", attributes: { email: "ann@example.com" } } },
        },
        relationships: {
          variant: { data: { type: "catalog-variant", id: "$custom:::$default:::SKU-1" } },
        },
      },
    },
  }),
];
