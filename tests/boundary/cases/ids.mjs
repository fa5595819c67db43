import { refusal, value } from "../assert.mjs";

const notCanonical = "variant is not a canonical ID such as $custom:::$default:::SKU-1";
const separator = "variant contains ':::' but is not a canonical ID";
const bad = (name, text, message) =>
  refusal(`variantId ${name}`, (api) => api.variantId(text), "invalid_variant_id", "variant", message);

const accepted = [
  ["SKU-1", "$custom:::$default:::SKU-1"],
  ["007", "$custom:::$default:::007"],
  ["9007199254740993", "$custom:::$default:::9007199254740993"],
  ["12345678901234567890123456789012345678901234567890", undefined],
  ["1e21", undefined],
  ["0x10", undefined],
  ["$&", undefined],
  ["$1$$`$'", undefined],
  ["a:b::c", undefined],
  [":", undefined],
  ["a b", undefined],
  ["Größe-Ä/é 袋😀", undefined],
  ["__proto__", undefined],
  ["constructor", undefined],
  ['"},{"id":"x', undefined],
  ["<b>&amp;%00", undefined],
  ["x".repeat(4096), undefined],
];

const canonical = [
  ["$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM", "$custom", "$default"],
  ["$shopify:::$default:::40001", "$shopify", "$default"],
  ["$magento_two:::storeA:::a:b", "$magento_two", "storeA"],
  ["$custom:::$default:::$custom", "$custom", "$default"],
  ["$custom:::$default::::x", "$custom", "$default"],
];

const refusedByParse = [
  "",
  "SKU-1",
  "a:::b",
  "custom:::$default:::x",
  "$custom:::$default",
  "$custom:::$default:::a:::b",
  "$custom::::::x",
  ":::$default:::x",
  "$:::$default:::",
  "$custom:::a b:::x",
  " $custom:::$default:::x",
];

export const ids = [
  ...accepted.map(([text, id = `$custom:::$default:::${text}`]) =>
    value(`variantId keeps ${text.slice(0, 30)} byte for byte`, (api) => api.variantId(text), id),
  ),
  ...canonical.flatMap(([text, integration, catalog]) => [
    value(`variantId leaves ${text}`, (api) => api.variantId(text), text),
    value(
      `variantId leaves ${text}, in its own scope`,
      (api) => api.variantId(text, { integration, catalog }),
      text,
    ),
    value(`parseVariantId ${text}`, (api) => api.parseVariantId(text), {
      integration,
      catalog,
      id: text.slice(`${integration}:::${catalog}:::`.length),
    }),
  ]),
  ...accepted.map(([text]) =>
    value(
      `there and back: ${text.slice(0, 30)}`,
      (api) => api.parseVariantId(api.variantId(text, { integration: "$shopify", catalog: "two" })),
      { integration: "$shopify", catalog: "two", id: text },
    ),
  ),
  value(
    "variantId twice is variantId once",
    (api) => api.variantId(api.variantId("a", { integration: "$x" })),
    "$x:::$default:::a",
  ),
  value("variantId without options", (api) => api.variantId("a", undefined), "$custom:::$default:::a"),
  value(
    "variantId with null for options' members",
    (api) => api.variantId("a", { integration: null, catalog: undefined }),
    "$custom:::$default:::a",
  ),
  bad("empty", "", "variant is empty"),
  bad("blank", " ", "variant starts or ends with white space"),
  bad("space before", " SKU", "variant starts or ends with white space"),
  bad("no-break space behind", "SKU\u00a0", "variant starts or ends with white space"),
  bad("zero-width space behind", "SKU\u200b", "variant starts or ends with white space"),
  bad("byte-order mark before", "\ufeffSKU", "variant starts or ends with white space"),
  bad("line break inside", "a\nb", "variant contains a control or replacement character"),
  bad("C1 control inside", "a\u009bb", "variant contains a control or replacement character"),
  bad("replacement character", "a\ufffdb", "variant contains a control or replacement character"),
  bad(
    "gid",
    "gid://shopify/ProductVariant/1",
    "variant is a gid:// URL: pass the number at its end, with the integration $shopify",
  ),
  bad("gid in a canonical id", "$shopify:::$default:::gid://shopify/ProductVariant/1"),
  bad("two parts", "a:::b", separator),
  bad("four parts", "$a:::b:::c:::d", separator),
  bad("no $", "custom:::$default:::x", separator),
  bad("empty catalog", "$custom::::::x", separator),
  bad("canonical and empty", "$custom:::$default:::", "variant is empty"),
  bad("too long", "x".repeat(4097), "variant is too long"),
  bad("too long in bytes", "ä".repeat(2049), "variant is too long"),
  ...[{ integration: "$shopify" }, { catalog: "other" }, { integration: "$custom", catalog: "x" }].map(
    (scope) =>
      refusal(
        `variantId canonical, and other options ${JSON.stringify(scope)}`,
        (api) => api.variantId("$custom:::$default:::x", scope),
        "invalid_variant_id",
        "variant",
        "variant does not match the options integration and catalog",
      ),
  ),
  ...refusedByParse.map((text) =>
    refusal(
      `parseVariantId ${JSON.stringify(text)}`,
      (api) => api.parseVariantId(text),
      "invalid_variant_id",
      "variant",
      text === "$:::$default:::" ? "variant is empty" : notCanonical,
    ),
  ),
  refusal(
    "parseVariantId with a space at its end",
    (api) => api.parseVariantId("$custom:::$default:::007 "),
    "invalid_variant_id",
    "variant",
    "variant starts or ends with white space",
  ),
];
