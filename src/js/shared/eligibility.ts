// Whether the button shows, where no module is loaded: the rule of src/inventory/eligibility.rs once more. A test compares the two in
// every case.

import type { Reason } from "../../../elements/notify-me/types.ts";
import { ANSWERS, CONTINUE } from "../generated/eligibility.ts";
import { NUMBER } from "../generated/inventory.ts";

/** What a value says: yes, no, or nothing. An attribute without a value says yes. */
export function answer(value: unknown): boolean | undefined {
  const [no, yes] = ANSWERS;
  const text = value == null ? "-" : value === true ? "" : String(value);
  return yes.test(text) || (no.test(text) ? false : undefined);
}

/** Whether a flag is set: it is there, and does not say no. */
export const isSet = (value: unknown): boolean => value != null && answer(value) !== false;

/** A value by its name. */
type Values = (name: string) => unknown;

/**
 * Whether the button shows, and why. `fact` gives what is known of the variant, by its attribute, and `wish` what the shop
 * wants.
 */
export function judge(fact: Values, wish: Values): { shows: boolean; reason: Reason } {
  const quantity = numberOf(fact("quantity"));
  const threshold = numberOf(wish("threshold"));
  const available = answer(fact("available"));
  const isUnknown = Number.isNaN(quantity);
  const isEnough = Number.isFinite(threshold) ? quantity >= threshold : quantity > 0;
  const hides = (reason: Reason) => ({ shows: false, reason });
  const shows = (reason: Reason) => ({ shows: true, reason });

  if (isEnough || (isUnknown && available)) return hides("in_stock");
  const isSold = CONTINUE.test(String(fact("policy"))) || (quantity <= 0 && available);
  if (isSold && !isSet(wish("show-when-continue"))) return hides("continues");
  if (isSet(fact("preorder")) && available !== false && isSet(wish("hide-when-preorder")))
    return hides("preorder");
  if (isUnknown && available === false && isSet(wish("hide-when-unmanaged"))) return hides("unmanaged");
  if (!tagsAllow(fact("tags"), wish("include-tags"), wish("exclude-tags"))) return hides("tags");
  if (!isUnknown) return shows(quantity > 0 ? "low_stock" : "out_of_stock");
  return shows(available === false ? "unavailable" : "stock_unknown");
}

/** The number that a value is, as the core would read it. */
function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
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
