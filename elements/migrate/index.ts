// Migrates from Klaviyo's legacy snippet to <notify-me>.

import { BackInStockError } from "../../src/js/shared/errors.ts";
import type { Messages } from "../notify-me/locales/messages.ts";
import { htmlToText } from "./html-text.ts";
import { DEFAULTS, PLATFORMS, ruleOf, type SnippetAccount, type SnippetOptions } from "./snippet-options.ts";

export type { SnippetAccount, SnippetOptions } from "./snippet-options.ts";

/** The equivalents of a snippet's options. */
export interface Migration {
  /** Attributes of `<notify-me>` by name. Boolean attributes are empty strings. */
  attributes: Record<string, string>;
  /** The property `texts`; as JSON, the attribute. */
  texts: Partial<Messages>;
  /** CSS custom properties of the element, by name. */
  properties: Record<`--notify-me-${string}`, string>;
  /** Options without an equivalent, by path, with advice. */
  lost: { option: string; advice: string }[];
}

/**
 * Converts the options of Klaviyo's legacy snippet to attributes, texts and styles of `<notify-me>`.
 *
 * @param options the second argument of `klaviyo.enable("backinstock", …)`, or everything in one object
 * @param account the argument of `klaviyo.init(…)`, unless its options are in `options`
 * @throws BackInStockError `invalid_option` for an argument that is not an object: `null`
 *
 * @example
 * const { attributes, texts, lost } = migrateSnippet({
 *   account: "ABC123",
 *   platform: "shopify",
 *   trigger: { product_page_text: "Notify me" },
 *   modal: { headline: "{product_name}" },
 * });
 * // { "company-id": "ABC123", integration: "$shopify", follow: "shopify", display: "dialog" }
 * // { button: "Notify me", heading: "{product}" }
 * // []
 */
export function migrateSnippet(options: SnippetOptions, account: SnippetAccount = {}): Migration {
  for (const [name, given] of Object.entries({ options, account })) {
    if (typeof given !== "object" || !given) {
      throw new BackInStockError("invalid_option", name, "must be an object");
    }
  }
  const migration: Migration = { attributes: { display: "dialog" }, texts: {}, properties: {}, lost: [] };
  const { trigger, modal, ...own } = options;
  const { list, platform, ...rest } = { ...own, ...account };
  applyShared(migration, list, platform);
  applyAll(migration, "", rest);
  for (const [group, values] of Object.entries({ trigger, modal })) {
    if (values == null) continue;
    if (typeof values === "object") applyAll(migration, `${group}.`, values);
    else migration.lost.push({ option: group, advice: UNSUPPORTED_VALUE });
  }
  return migration;
}

const UNSUPPORTED_VALUE = "the snippet does not accept this value";

/** Converts options that set several attributes. */
function applyShared({ attributes, lost }: Migration, list: unknown, platform: unknown): void {
  const id = textOf(list);
  if (id) Object.assign(attributes, { "list-id": id, newsletter: "" });
  else if (list) lost.push({ option: "list", advice: UNSUPPORTED_VALUE });
  const name = textOf(platform) ?? "";
  if (Object.hasOwn(PLATFORMS, name)) Object.assign(attributes, PLATFORMS[name]);
  else if (platform) lost.push({ option: "platform", advice: "set the attributes integration and follow" });
}

/** Converts all options of a group. `prefix` is the group's path. */
function applyAll(migration: Migration, prefix: string, values: object): void {
  for (const [name, value] of Object.entries(values)) apply(migration, name, prefix + name, value);
}

/** Converts one option. `option` is the path of `name`, for advice. */
function apply(migration: Migration, name: string, option: string, value: unknown): void {
  if (value == null || value === "" || value === DEFAULTS[name]) return;
  const rule = ruleOf(name);
  const text = textOf(value);
  if (!rule) {
    migration.lost.push({ option, advice: "the snippet has no option with this name" });
  } else if ("lost" in rule) {
    if (value !== false) migration.lost.push({ option, advice: rule.lost });
  } else if (text === undefined) {
    migration.lost.push({ option, advice: UNSUPPORTED_VALUE });
  } else if ("flag" in rule) {
    if (Boolean(value) === rule.when) migration.attributes[rule.flag] = "";
  } else if ("attribute" in rule) {
    if (Number(text) !== rule.unless) migration.attributes[rule.attribute] = text;
  } else if ("property" in rule) {
    migration.properties[rule.property] = text;
  } else {
    const plain = htmlToText(text);
    if (plain !== text.trim())
      migration.lost.push({ option, advice: "texts are plain, so its markup was removed" });
    for (const key of rule.texts) migration.texts[key] = plain.replaceAll("{product_name}", "{product}");
  }
}

/** Converts a value to text; `undefined` for types that the snippet does not accept. */
function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? "" : textOf(item))).join();
  return /^(string|number|boolean|bigint)$/.test(typeof value) ? String(value) : undefined;
}
