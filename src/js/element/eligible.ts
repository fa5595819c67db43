// Whether the button shows, where no module is loaded: by tables that are generated from the core's rule.
import { ANSWERS, CASES, CONTINUE, LEVELS } from "../generated/eligibility.ts";
import { NUMBER } from "../generated/inventory.ts";

/** What a value says: yes, no, or nothing. An attribute without a value says yes. */
export function answer(value: unknown): boolean | undefined {
  const [no, yes] = ANSWERS;
  const text = value == null ? "-" : value === true ? "" : String(value);
  return yes.test(text) || (no.test(text) ? false : undefined);
}

/** Whether a flag is set: it is there, and does not say no. */
export const isSet = (value: unknown): boolean => value != null && answer(value) !== false;

/**
 * The number of the reason: 0 shows. `fact` gives what is known of the variant, by its attribute, and `wish` what the shop
 * wants.
 */
export function reasonOf(fact: (name: string) => unknown, wish: (name: string) => unknown): number {
  const available = answer(fact("available"));
  const bits = [
    tagsAllow(fact("tags"), wish("include-tags"), wish("exclude-tags")),
    CONTINUE.test(String(fact("policy"))),
    isSet(fact("preorder")),
    isSet(wish("show-when-continue")),
    isSet(wish("hide-when-preorder")),
    isSet(wish("hide-when-unmanaged")),
  ];
  const one = bits.reduce((sum, bit, index) => sum + (bit ? 1 << index : 0), 0);
  const sold = available === undefined ? 0 : available ? 2 : 1;
  return Number(
    CASES[levelOf(numberOf(fact("quantity")), numberOf(wish("threshold"))) * 192 + sold * 64 + one],
  );
}

function levelOf(quantity: number, threshold: number): number {
  const hasNone = !Number.isFinite(threshold);
  const to = (other: number) => (quantity < other ? 0 : quantity === other ? 1 : 2);
  if (Number.isNaN(quantity)) return 0;
  return Number(LEVELS[(hasNone ? 0 : 9) + to(hasNone ? 0 : threshold) * 3 + to(0)]);
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
