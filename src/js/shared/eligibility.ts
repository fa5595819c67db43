// Whether the button is shown. Mirrors src/inventory/eligibility.rs for pages that have not loaded the module yet;
// tests/js/eligible.test.mjs compares the two.
import { continuesSelling, readQuantity } from "./inventory.ts";

/** Why the button is shown (the first four) or hidden (the others). */
export type EligibilityReason =
  /** The quantity is 0 or less. */
  | "out_of_stock"
  /** The quantity is below the `threshold`. */
  | "low_stock"
  /** The variant is not `available`, and its quantity is unknown. */
  | "unavailable"
  /** The stock is unknown; the button is shown because the page contains it. */
  | "stock_unknown"
  | "in_stock"
  /** The shop sells the variant when it is out of stock. */
  | "continues"
  | "preorder"
  /** The shop does not track its inventory. */
  | "unmanaged"
  /** Excluded by `include-tags` or `exclude-tags`. */
  | "tags";

// Case-insensitive, with optional ASCII white space around the word. An attribute without a value is the empty string.
const YES = /^[\t\n\f\r ]*(|true|yes|1)[\t\n\f\r ]*$/i;
const NO = /^[\t\n\f\r ]*(false|no|0)[\t\n\f\r ]*$/i;

/** Parses a flag: `true`, `false`, or `undefined` for other text. An attribute without a value is `true`. */
export function parseFlag(value: unknown): boolean | undefined {
  const text = value == null ? "-" : value === true ? "" : String(value);
  return YES.test(text) || (NO.test(text) ? false : undefined);
}

/** Whether a flag is present and not `false`. */
export const isSet = (value: unknown): boolean => value != null && parseFlag(value) !== false;

/** Returns a value by name. */
type ValueOf = (name: string) => unknown;

/**
 * Decides whether the button is shown, and why. `stateOf` returns the variant's values and `settingOf` the shop's settings,
 * both by attribute name.
 */
export function evaluateEligibility(
  stateOf: ValueOf,
  settingOf: ValueOf,
): { shows: boolean; reason: EligibilityReason } {
  const quantity = readQuantity(stateOf("quantity"));
  const threshold = readQuantity(settingOf("threshold"));
  const available = parseFlag(stateOf("available"));
  const isUnknown = Number.isNaN(quantity);
  const isEnough = Number.isFinite(threshold) ? quantity >= threshold : quantity > 0;
  const hides = (reason: EligibilityReason) => ({ shows: false, reason });
  const shows = (reason: EligibilityReason) => ({ shows: true, reason });

  if (isEnough || (isUnknown && available)) return hides("in_stock");
  const isSold = continuesSelling(String(stateOf("policy"))) || (quantity <= 0 && available);
  if (isSold && !isSet(settingOf("show-when-continue"))) return hides("continues");
  if (isSet(stateOf("preorder")) && available !== false && isSet(settingOf("hide-when-preorder")))
    return hides("preorder");
  if (isUnknown && available === false && isSet(settingOf("hide-when-unmanaged"))) return hides("unmanaged");
  if (!tagsAllow(stateOf("tags"), settingOf("include-tags"), settingOf("exclude-tags"))) return hides("tags");
  if (!isUnknown) return shows(quantity > 0 ? "low_stock" : "out_of_stock");
  return shows(available === false ? "unavailable" : "stock_unknown");
}

function tagsAllow(tags: unknown, include: unknown, exclude: unknown): boolean {
  const own = listOf(tags);
  const meets = (list: string[]) => list.some((tag) => own.includes(tag));
  const wanted = listOf(include);
  return (!wanted.length || meets(wanted)) && !meets(listOf(exclude));
}

const listOf = (list: unknown): string[] =>
  list
    ? String(list)
        .split(/[\t\n\f\r ]*,[\t\n\f\r ]*|^[\t\n\f\r ]+|[\t\n\f\r ]+$/)
        .map((tag) => tag.toLowerCase())
        .filter(Boolean)
    : [];
