// Putting siblings into an order with as few moves as possible: each move may reload, blur or restart what is in a card.
import { member } from "../../src/js/shared/named.ts";

/**
 * Puts cards into the order given, among the children of each parent. What stands between them stays; of the cards, as
 * many as possible do, and the one with the focus in any case.
 *
 * @param target in the order that is wanted
 * @param current the same cards, and maybe others, in the order of the document
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

/** Not `:focus-within`, which in some engines matches only while the window has the focus. */
export const hasFocus = (card: Element): boolean => card.contains(focusedInSameRoot(card));

/** The element with the focus in the document or shadow tree that another one is in. */
export const focusedInSameRoot = (element: Element): Element | null =>
  member(element.getRootNode() as Node & Partial<DocumentOrShadowRoot>, "activeElement") ?? null;

/** Keeps focus, frames and animations where the browser can; else it is a removal and an insertion. */
function move(card: Element, before: Node | null): void {
  const parent = card.parentNode as (ParentNode & Node & { moveBefore?: Node["insertBefore"] }) | null;
  if (before === card) return;
  if (parent?.moveBefore) parent.moveBefore(card, before);
  else parent?.insertBefore(card, before);
}

/**
 * The most cards that stand in the wanted order already, among them the one at `through`, if that is an index. Of two
 * such choices, the one that moves later cards.
 */
function longestIncreasingSubsequence(
  cards: readonly Element[],
  positionOf: (card: Element) => number,
  requiredIndex: number,
): Set<Element> {
  const required = cards[requiredIndex];
  /** From the last card on: the card with which the best rise of each length begins, and what follows a card in its own. */
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
