// Whether the button shows: the rule of src/inventory/eligibility.rs, for a page that has not loaded the module.
// tests/js/eligible.test.mjs compares the two in every case.
import { continuesSelling, readQuantity } from "./inventory.ts";

/** Why the button shows: the first four; or why it does not. */
export type EligibilityReason =
  /** The quantity is 0 or less. */
  | "out_of_stock"
  /** The quantity is below the `threshold`. */
  | "low_stock"
  /** The variant is not `available`, and no quantity is known. */
  | "unavailable"
  /** Nothing is known of its stock, so the page decides. */
  | "stock_unknown"
  | "in_stock"
  /** It is sold even when it is out of stock. */
  | "continues"
  | "preorder"
  /** Its inventory is not managed. */
  | "unmanaged"
  /** Its tags do not allow it. */
  | "tags";

// In any case, and with ASCII white space around it. An attribute without a value is the empty text.
const YES = /^[\t\n\f\r ]*(|true|yes|1)[\t\n\f\r ]*$/i;
const NO = /^[\t\n\f\r ]*(false|no|0)[\t\n\f\r ]*$/i;

/** What a value says: yes, no, or nothing. An attribute without a value says yes. */
export function parseFlag(value: unknown): boolean | undefined {
  const text = value == null ? "-" : value === true ? "" : String(value);
  return YES.test(text) || (NO.test(text) ? false : undefined);
}

/** Whether a flag is set: it is there, and does not say no. */
export const isSet = (value: unknown): boolean => value != null && parseFlag(value) !== false;

/** A value by its name. */
type ValueOf = (name: string) => unknown;

/**
 * Whether the button shows, and why. `fact` gives what is known of the variant, by its attribute, and `wish` what the shop
 * wants.
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
