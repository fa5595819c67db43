// Putting siblings into an order with as few moves as possible: each move may reload, blur or restart what is in a card.
import { member } from "../../src/js/shared/named.ts";

/**
 * Puts cards into the order given, among the children of each parent. What stands between them stays; of the cards, as
 * many as possible do, and the one with the focus in any case.
 *
 * @param wanted in the order that is wanted
 * @param now the same cards, and maybe others, in the order of the document
 */
export function reorder(wanted: readonly Element[], now: readonly Element[]): void {
  const place = new Map(now.map((card, index) => [card, index]));
  const lists = new Map<ParentNode | null, Element[]>();
  for (const card of wanted) {
    const list = lists.get(card.parentNode);
    if (list) list.push(card);
    else lists.set(card.parentNode, [card]);
  }
  for (const list of lists.values()) reorderList(list, (card) => place.get(card) ?? 0);
}

function reorderList(cards: readonly Element[], at: (card: Element) => number): void {
  const focused = cards.findIndex(hasFocus);
  const kept = longestRise(cards, at, focused);
  if (kept.size === cards.length) return;
  let previous: Element | undefined;
  for (const card of cards) {
    if (!kept.has(card)) {
      move(card, previous ? previous.nextSibling : (cards.find((other) => kept.has(other)) ?? null));
    }
    previous = card;
  }
}

/** Not `:focus-within`, which in some engines matches only while the window has the focus. */
export const hasFocus = (card: Element): boolean => card.contains(focusedBeside(card));

/** The element with the focus in the document or shadow tree that another one is in. */
export const focusedBeside = (element: Element): Element | null =>
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
function longestRise(
  cards: readonly Element[],
  at: (card: Element) => number,
  through: number,
): Set<Element> {
  const pivot = cards[through];
  /** From the last card on: the card with which the best rise of each length begins, and what follows a card in its own. */
  const starts: Element[] = [];
  const next = new Map<Element, Element | undefined>();
  for (const [index, card] of [...cards.entries()].reverse()) {
    if (pivot && card !== pivot && index < through !== at(card) < at(pivot)) continue;
    let length = starts.findIndex((start) => at(start) <= at(card));
    if (length < 0) length = starts.length;
    next.set(card, starts[length - 1]);
    starts[length] = card;
  }
  const rise = new Set<Element>();
  for (let card = starts[starts.length - 1]; card; card = next.get(card)) rise.add(card);
  return rise;
}
