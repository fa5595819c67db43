// A block of elements: the rule decides, and what it hides or puts last is done to the cards that are there.

import { type BlockOptions, filterBlock } from "../../src/js/entry/filter.ts";
import type { BackInStockError } from "../../src/js/shared/errors.ts";
import { member } from "../../src/js/shared/named.ts";
import { type CardOptions, HIDDEN, inDocumentOrder, isHiddenByOthers, type Row, readRows } from "./cards.ts";
import { moveFocus } from "./focus.ts";
import { naturalOrder } from "./natural.ts";
import { reorder } from "./order.ts";
import { adoptStyles, RULE } from "./style.ts";

/** How a block of elements is arranged, and where its elements say what they are. */
export interface ElementsOptions extends CardOptions, Omit<BlockOptions<Element>, keyof CardOptions> {}

/** What became of a block's cards. Those that somebody else has hidden are in neither list. */
export interface ArrangedElements {
  /** In the order in which they stand now, but for cards of different parents. */
  shown: Element[];
  /** They have the attribute `hidden`. */
  hidden: Element[];
  /** Shows what was hidden and gives back the order, as far as the page has not changed it since. */
  undo(): void;
}

/** What is remembered of a block between two calls. */
interface Memory {
  natural: readonly Element[];
  left: readonly Element[];
}

const memories = new WeakMap<ParentNode, Memory>();

/** Says that `root` will be a block, so that one around it leaves its cards alone even before it is arranged. */
export function claim(root: ParentNode): void {
  if (!memories.has(root)) memories.set(root, { natural: [], left: [] });
}

/**
 * Hides and orders the cards below `root` that say their quantity and policy in attributes, as `filterBlock` does with
 * items: `filterElements(list, { outOfStock: "last" })`. Calling it again, with other options or other cards, goes on
 * from what the page itself has, not from what an earlier call left.
 *
 * A card is hidden by its attribute `hidden`, whose value tells who did it, and none is removed. One that is out of stock
 * has `data-inventory-state="out-of-stock"`. A new order moves cards among the children of one parent, and never the one
 * with the focus. So it is not for lists that a framework renders: give that framework what `filterBlock` returns. Cards of
 * a block inside `root` are that block's.
 *
 * @throws BackInStockError `unknown_option`; `invalid_option` for `limit: -1`, `outOfStock: "first"`, `card: "li["`;
 *   `wasm_blocked` where the page's policy or the browser forbids WebAssembly. Then nothing has changed.
 */
export function filterElements(root: ParentNode, options: ElementsOptions = {}): ArrangedElements {
  const { shown, hidden, undo } = arrangeElements(root, options);
  return { shown, hidden, undo };
}

/** What was done to a block, for the element. */
export interface Arrangement extends ArrangedElements {
  /** Whether a card is to be hidden once its dialog has closed. Until then it is among those shown. */
  isPending: boolean;
}

/** The same. `report` gets the error of each attribute that could not be read, and its element. */
export function arrangeElements(
  root: ParentNode,
  options: ElementsOptions,
  report?: (error: BackInStockError, element: Element) => void,
): Arrangement {
  const { quantity, policy, variants, groupBy, card, ...rest } = options;
  const all = readRows(root, { quantity, policy, variants, groupBy, card }).filter((row) => isOwn(root, row));
  const now = [...new Set(all.map((row) => row.card))];
  const { natural: earlier, left } = memories.get(root) ?? { natural: [], left: [] };
  const natural = naturalOrder(now, earlier, left);
  const rank = new Map(natural.map((one, index) => [one, index]));
  const by = (one: Element, other: Element) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0);
  const rows = all
    .filter((row) => !isHiddenByOthers(row.card))
    .sort((one, other) => by(one.card, other.card));

  const { onProblem } = rest;
  const chosen = cardsOf(
    filterBlock(rows, {
      ...rest,
      ...VALUES,
      groupBy: (row) => row.group,
      // Anything else is refused by its name.
      onProblem:
        typeof onProblem === "function"
          ? (problem) => onProblem({ ...problem, item: problem.item.element })
          : onProblem,
    }),
  );
  // Without groups, since each card has a state of its own.
  const inStock = cardsOf(filterBlock(rows, { ...VALUES, outOfStock: "hide", threshold: rest.threshold }));
  const shown = [...chosen];
  const others = natural.filter((one) => !chosen.has(one) && !isHiddenByOthers(one));
  // What the page has taken out of the block is no longer judged, and must not stay hidden wherever it goes.
  const gone = left.filter((one) => !rank.has(one));
  show(shown.concat(gone));
  setState(gone, undefined);
  const stuck = moveFocus(root, others, shown);
  const hidden = others.filter((one) => one !== stuck);
  if (hidden.length > 0) adoptStyles(root, RULE);
  for (const one of hidden) if (!one.hasAttribute("hidden")) one.setAttribute("hidden", HIDDEN);
  setState(
    rows.map((row) => row.card),
    inStock,
  );
  // Hidden ones need no place of their own, unless nothing has one but what the page gave.
  reorder(isSorted(shown, by) ? natural : shown, now);
  memories.set(root, { natural, left: inDocumentOrder(now) });
  for (const { error, element } of all) if (error) report?.(error, element);
  return {
    shown: stuck ? inDocumentOrder([...shown, stuck]) : shown,
    hidden,
    undo: () => undo(root),
    isPending: stuck !== undefined,
  };
}

/** Whether no block inside this one has the row: two that answer each other's changes would never rest. */
function isOwn(root: ParentNode, { element }: Row): boolean {
  for (let above = element.parentElement; above && above !== root; above = above.parentElement)
    if (memories.has(above)) return false;
  return true;
}

/** Where `filterBlock` finds the values of a row. */
const VALUES = { quantity: (row: Row) => row.quantity, policy: (row: Row) => row.policy };

const cardsOf = (rows: readonly Row[]): Set<Element> => new Set(rows.map((row) => row.card));

const isSorted = (cards: readonly Element[], by: (one: Element, other: Element) => number): boolean =>
  cards.every((card, index) => by(cards[index - 1] ?? card, card) <= 0);

function undo(root: ParentNode): void {
  const memory = memories.get(root);
  if (!memory) return;
  memories.delete(root);
  const now = inDocumentOrder(memory.left.filter(member(root, "contains")));
  reorder(naturalOrder(now, memory.natural, memory.left), now);
  show(memory.left);
  setState(memory.left, undefined);
}

function show(cards: readonly Element[]): void {
  for (const card of cards) if (card.getAttribute("hidden") === HIDDEN) card.removeAttribute("hidden");
}

/** For the page's styles, such as badges. A value that is not ours is the page's own. */
const STATE = "data-inventory-state";
const SOLD_OUT = "out-of-stock";

/** Marks the cards that are not in stock; without `inStock`, none. */
function setState(cards: readonly Element[], inStock: Set<Element> | undefined): void {
  for (const card of cards) {
    const state = card.getAttribute(STATE);
    const isOut = inStock !== undefined && !inStock.has(card);
    if (isOut && state === null) card.setAttribute(STATE, SOLD_OUT);
    else if (!isOut && state === SOLD_OUT) card.removeAttribute(STATE);
  }
}
