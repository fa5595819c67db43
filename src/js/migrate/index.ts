// From Klaviyo's legacy snippet to <notify-me>.
import type { Words } from "../element/words/words.ts";
import { BackInStockError } from "../errors.ts";
import { DEFAULTS, PLATFORMS, RULES, type SnippetAccount, type SnippetOptions } from "./options.ts";

export type { SnippetAccount, SnippetOptions } from "./options.ts";

/** What a snippet comes to. */
export interface Migration {
  /** Attributes of `<notify-me>`, by name; an empty text is one that is only set. */
  attributes: Record<string, string>;
  /** Its property `texts`, or its attribute as JSON. */
  texts: Partial<Words>;
  /** Custom properties of CSS. */
  properties: Record<`--notify-me-${string}`, string>;
  /** What has no counterpart: the option by its path, and what to do about it. */
  lost: { option: string; advice: string }[];
}

/**
 * Turns the options of Klaviyo's legacy snippet into what `<notify-me>` takes.
 *
 * @param options the second argument of `klaviyo.enable("backinstock", …)`
 * @param account the argument of `klaviyo.init(…)`, if what is in it does not stand in `options`
 * @throws BackInStockError `invalid_option` for options that are no object: `null`
 *
 * @example
 * const { attributes, texts, lost } = migrateSnippet(
 *   { trigger: { product_page_text: "Notify me" }, modal: { headline: "{product_name}" } },
 *   { account: "ABC123", platform: "shopify" },
 * );
 * // { "company-id": "ABC123", integration: "$shopify", follow: "shopify", display: "dialog" }
 * // { button: "Notify me", heading: "{product}" }
 */
export function migrateSnippet(options: SnippetOptions, account: SnippetAccount = {}): Migration {
  if (typeof options !== "object" || !options) {
    throw new BackInStockError("invalid_option", "options", "must be an object");
  }
  const made: Migration = { attributes: { display: "dialog" }, texts: {}, properties: {}, lost: [] };
  const { trigger, modal, ...own } = options;
  const { list, platform, ...rest } = { ...own, ...account };
  settle(made, list, platform);
  for (const [prefix, group] of Object.entries({ "": rest, "trigger.": trigger, "modal.": modal })) {
    for (const [name, value] of Object.entries(group ?? {})) apply(made, prefix + name, value);
  }
  return made;
}

/** What comes to more than one attribute. */
function settle({ attributes, lost }: Migration, list: unknown, platform: unknown): void {
  if (list) Object.assign(attributes, { "list-id": String(list), newsletter: "" });
  const name = String(platform);
  if (Object.hasOwn(PLATFORMS, name)) Object.assign(attributes, PLATFORMS[name]);
  else if (platform) lost.push({ option: "platform", advice: "set integration, and how to follow variants" });
}

function apply(made: Migration, option: string, value: unknown): void {
  if (value == null || value === "" || value === DEFAULTS[option]) return;
  const rule = Object.hasOwn(RULES, option) ? RULES[option] : undefined;
  if (!rule) {
    made.lost.push({ option, advice: "it is no option of the snippet that is known" });
  } else if ("lost" in rule) {
    if (value !== false) made.lost.push({ option, advice: rule.lost });
  } else if ("flag" in rule) {
    if (Boolean(value) === rule.when) made.attributes[rule.flag] = "";
  } else if ("attribute" in rule) {
    if (Number(value) !== rule.unless) made.attributes[rule.attribute] = String(value);
  } else if ("property" in rule) {
    made.properties[rule.property] = String(value);
  } else {
    const text = plain(String(value));
    if (text !== String(value).trim())
      made.lost.push({ option, advice: "texts are plain: its markup was left out" });
    for (const name of rule.texts) made.texts[name] = text.replaceAll("{product_name}", "{product}");
  }
}

const ENTITIES: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** A text without markup. */
const plain = (text: string): string =>
  text
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (all, name) => (Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] as string) : all))
    .trim();
