// A client's options, and unknown names.
import { ann, build, client, refusal, value } from "../assert.mjs";

const create = (options) => (api) => new api.BackInStock({ companyId: "ABC123", ...options });
const accepts = (name, options) => ({
  name: `a client with ${name}`,
  run: (api, assert) => assert.ok(create(options)(api) instanceof api.BackInStock, "no client"),
});
const refuses = (name, options, field, message, code = "invalid_option") =>
  refusal(`a client with ${name}`, create(options), code, field, message && `${field} ${message}`);

const timeout = "must be a positive number of milliseconds";
/** Options that the core checks, not the client's constructor. */
const builds = (name, options, field, message) =>
  refusal(
    `built with ${name}`,
    build({}, options),
    "invalid_option",
    field,
    message && `${field} ${message}`,
  );

const revision = "must be a date such as 2026-10-15";
const endpoint = "must be an https, loopback or same-origin URL without a query, fragment or credentials";
const country = "must be the ISO code of a country, such as US";

const unknown = [
  ["variantId's options", (api) => api.variantId("a", { Catalog: "x" }), "Catalog"],
  ["normalizePhoneNumber's", (api) => api.normalizePhoneNumber("+1", { county: "US" }), "county"],
  ["buildRequest's", build({}, { timeout: 1 }), "timeout"],
  ["a request's", build({ email: "ann@example.com" }), "email"],
  ["a variant's", build({ variant: { id: "x", sku: "y" } }), "sku"],
  [
    "a profile's",
    build({ profile: { email: "ann@example.com", phone_number: "+15005550006" } }),
    "phone_number",
  ],
  ["marketing's", build({ marketing: { listId: "x", push: true } }), "push"],
  ["a client's", create({ apiKey: "x" }), "apiKey"],
  ["a client's media type", create({ mediaType: "application/json" }), "mediaType"],
  ["a client's private key", create({ privateKey: "pk_1" }), "privateKey"],
  ["a name of every object", build({ toString: 1 }), "toString"],
  ["constructor", build({}, { constructor: 1 }), "constructor"],
  ["__proto__, as a member", build(JSON.parse('{"__proto__":{"variant":"x"}}')), "__proto__"],
  ["an unknown one that is undefined", build({ vraiant: undefined }), "vraiant"],
];

/** Own `__proto__` members do not survive a spread by assignment, so this one is made by hand. */
function withProto() {
  const request = JSON.parse('{"__proto__":{"x":1},"variant":"SKU-1","profile":{"email":"ann@example.com"}}');
  return (api) => api.buildRequest(request, client);
}

export const options = [
  accepts("nothing more", {}),
  accepts("everything", {
    revision: "2026-07-15.pre",
    endpoint: "https://shop.example/bis",
    integration: "$shopify",
    catalog: "two",
    country: "DE",
    timeout: 0.5,
    outbox: false,
  }),
  accepts("null and undefined", {
    revision: null,
    endpoint: undefined,
    integration: null,
    catalog: null,
    country: undefined,
    timeout: undefined,
    outbox: null,
  }),
  refuses("a private key", { companyId: "pk_0123456789" }, "companyId", undefined, "private_key"),
  ...["", "ABC12", "ABC1234", "ABC12\u212a", "ABC\n12", null, undefined].map((companyId) =>
    refuses(
      `the company ${JSON.stringify(companyId)}`,
      { companyId },
      "companyId",
      "must be six letters or digits: the public API key",
      "invalid_company_id",
    ),
  ),
  ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "5", null, {}].map((ms) =>
    refuses(`the timeout ${typeof ms} ${ms}`, { timeout: ms }, "timeout", timeout),
  ),
  ...["latest", "2026-7-15", "2026-07-15.", "2026-07-15.ſ", "2026-07-15\n", ""].map((text) =>
    builds(`the revision ${JSON.stringify(text)}`, { revision: text }, "revision", revision),
  ),
  ...[
    "http://shop.example",
    "http://127.0.0.1.example",
    "http://localhost.example",
    "https://u:p@shop.example",
    "https://u@shop.example",
    "https://shop.example/?",
    "https://shop.example/?a=b",
    "https://shop.example/#x",
    "javascript:alert(1)",
    "data:text/plain,x",
    "ftp://shop.example",
    "//",
    "https://",
  ].map((text) => refuses(`the endpoint ${JSON.stringify(text)}`, { endpoint: text }, "endpoint", endpoint)),
  ...["us", "de", "XX", "", "DEU", "D\u0045\u0301"].map((text) =>
    builds(`the country ${JSON.stringify(text)}`, { country: text }, "country", country),
  ),
  ...["custom", "", "$a b", "$a:::b", "$a:", "$\u0000", "$\ud800", "$\u200b"].map((text) =>
    builds(`the integration ${JSON.stringify(text)}`, { integration: text }, "integration"),
  ),
  ...["", "a b", "a:::b", "a:", "a\n", "\udc00", "\ufeff"].map((text) =>
    builds(`the catalog ${JSON.stringify(text)}`, { catalog: text }, "catalog"),
  ),
  ...[true, false, null, {}, { days: 1 }, { days: 0.5 }].map((outbox) =>
    accepts(`the outbox ${JSON.stringify(outbox)}`, { outbox }),
  ),
  ...[1, "false", 0, []].map((outbox) =>
    refuses(`the outbox ${JSON.stringify(outbox)}`, { outbox }, "outbox", "must be an object"),
  ),
  ...[0, "7", -1, null].map((days) =>
    refuses(`${JSON.stringify(days)} days`, { outbox: { days } }, "days", "must be a positive number"),
  ),
  refuses("an unknown option of the outbox", { outbox: { hours: 1 } }, "hours", undefined, "unknown_option"),
  ...[undefined, null, 5, "ABC123", [], true].map((all) =>
    refusal(
      `a client with ${JSON.stringify(all)} for its options`,
      (api) => new api.BackInStock(all),
      "invalid_option",
      "options",
      "options must be an object",
    ),
  ),
  ...unknown
    .filter(([name]) => !name.startsWith("__proto__"))
    .map(([name, call, field]) => refusal(`unknown, among ${name}`, call, "unknown_option", field)),
  refusal("unknown: __proto__ as a member", withProto(), "unknown_option", "__proto__"),
  value(
    "an unknown option is reported with the one that was probably meant",
    (api) => {
      try {
        return build({ marketing: { list: "x" } })(api);
      } catch (error) {
        return error.message;
      }
    },
    'list is not a known option; did you mean "listId"?',
  ),
  value(
    "options are not changed",
    (api) => {
      const given = { ...client, endpoint: "https://shop.example/" };
      api.buildRequest(ann, given);
      return given;
    },
    { ...client, endpoint: "https://shop.example/" },
  ),
];
