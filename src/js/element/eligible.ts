// Whether the button shows, where no module is loaded: by a table that is generated from the core's rule.
import { IN_STOCK, read, verdict } from "../block/read.ts";
import { CASES, CONTINUE } from "../generated/eligibility.ts";

/** What is known of a variant, as attributes and JSON have it, and what the shop wants. */
export interface Case {
  quantity?: unknown;
  threshold?: unknown;
  available?: boolean | undefined;
  policy?: unknown;
  preorder: boolean;
  tags: string;
  includeTags: string;
  excludeTags: string;
  showWhenContinue: boolean;
  hideWhenPreorder: boolean;
  hideWhenUnmanaged: boolean;
}

/** The number of the reason: 0 shows. */
export function reasonOf(one: Case): number {
  const quantity = read(one.quantity, 0);
  const threshold = read(one.threshold, 0);
  const isOut = (limit?: number) => verdict(quantity, undefined, limit) !== IN_STOCK;
  const enough = Number.isFinite(threshold) ? !isOut(threshold) : !isOut();
  const level = Number.isNaN(quantity) ? 0 : enough ? 1 : isOut() ? 3 : 2;
  const bits = [
    tagsAllow(one),
    CONTINUE.test(String(one.policy)),
    one.preorder,
    one.showWhenContinue,
    one.hideWhenPreorder,
    one.hideWhenUnmanaged,
  ].reduce((sum, bit, index) => sum + (bit ? 1 << index : 0), 0);
  const available = one.available === undefined ? 0 : one.available ? 2 : 1;
  return Number(CASES[level * 192 + available * 64 + bits]);
}

function tagsAllow({ tags, includeTags, excludeTags }: Case): boolean {
  const own = listOf(tags);
  const meets = (list: string[]) => list.some((tag) => own.includes(tag));
  const wanted = listOf(includeTags);
  return (!wanted.length || meets(wanted)) && !meets(listOf(excludeTags));
}

const listOf = (text: string): string[] =>
  text
    .split(/[\t\n\f\r ]*,[\t\n\f\r ]*|^[\t\n\f\r ]+|[\t\n\f\r ]+$/)
    .map((tag) => tag.toLowerCase())
    .filter(Boolean);
