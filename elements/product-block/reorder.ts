// Reorders siblings with as few moves as possible: a move may reload frames, remove the focus, or restart animations.
import { member } from "../../src/js/shared/named.ts";

/**
 * Reorders cards among the children of their parents. Other children stay in place, as does the focused card, and as many
 * cards as possible.
 *
 * @param target the cards in their new order
 * @param current the same cards, possibly with others, in document order
 */
export function reorder(target: readonly Element[], current: readonly Element[]): void {
  const positions = new Map(current.map((card, index) => [card, index]));
  const lists = new Map<ParentNode | null, Element[]>();
  for (const card of target) {
    const list = lists.get(card.parentNode);
    if (list) list.push(card);
    else lists.set(card.parentNode, [card]);
  }
  for (const list of lists.values()) reorderSiblings(list, (card) => positions.get(card) ?? 0);
}

function reorderSiblings(cards: readonly Element[], positionOf: (card: Element) => number): void {
  const focused = cards.findIndex(hasFocus);
  const stationary = longestIncreasingSubsequence(cards, positionOf, focused);
  if (stationary.size === cards.length) return;
  let previous: Element | undefined;
  for (const card of cards) {
    if (!stationary.has(card)) {
      move(card, previous ? previous.nextSibling : (cards.find((other) => stationary.has(other)) ?? null));
    }
    previous = card;
  }
}

/** Whether the focus is inside a card. In some engines, `:focus-within` matches only while the window has the focus. */
export const hasFocus = (card: Element): boolean => card.contains(focusedInSameRoot(card));

/** The focused element of the document or shadow tree that contains `element`. */
export const focusedInSameRoot = (element: Element): Element | null =>
  member(element.getRootNode() as Node & Partial<DocumentOrShadowRoot>, "activeElement") ?? null;

/** Moves a card. Browsers with `moveBefore` keep its focus, frames and animations. */
function move(card: Element, before: Node | null): void {
  const parent = card.parentNode as (ParentNode & Node & { moveBefore?: Node["insertBefore"] }) | null;
  if (before === card) return;
  if (parent?.moveBefore) parent.moveBefore(card, before);
  else parent?.insertBefore(card, before);
}

/**
 * The largest set of cards that are already in order. Contains the card at `requiredIndex`, unless that is -1. Of several
 * such sets, returns the one with the earliest cards.
 */
function longestIncreasingSubsequence(
  cards: readonly Element[],
  positionOf: (card: Element) => number,
  requiredIndex: number,
): Set<Element> {
  const required = cards[requiredIndex];
  // Iterates from the last card. `starts[n]` is the best first card of a subsequence of length n + 1; `next` links its cards.
  const starts: Element[] = [];
  const next = new Map<Element, Element | undefined>();
  for (const [index, card] of [...cards.entries()].reverse()) {
    if (required && card !== required && index < requiredIndex !== positionOf(card) < positionOf(required))
      continue;
    let length = starts.findIndex((start) => positionOf(start) <= positionOf(card));
    if (length < 0) length = starts.length;
    next.set(card, starts[length - 1]);
    starts[length] = card;
  }
  const subsequence = new Set<Element>();
  for (let card = starts[starts.length - 1]; card; card = next.get(card)) subsequence.add(card);
  return subsequence;
}
