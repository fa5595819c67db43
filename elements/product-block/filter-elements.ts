// A block of elements: the rule decides, and what it hides or puts last is done to the cards that are there.

import { type BlockOptions, filterBlock } from "../../src/js/entry/filter.ts";
import type { BackInStockError } from "../../src/js/shared/errors.ts";
import { member } from "../../src/js/shared/named.ts";
import { adoptStyles, HIDDEN_RULE } from "./adopt-styles.ts";
import { type CardOptions, HIDDEN, inDocumentOrder, isHiddenByOthers, type Row, readRows } from "./cards.ts";
import { moveFocus } from "./focus.ts";
import { reorder } from "./reorder.ts";
import { themeOrderOf } from "./theme-order.ts";

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
interface BlockState {
  themeOrder: readonly Element[];
  arranged: readonly Element[];
}

const blocks = new WeakMap<ParentNode, BlockState>();

/** Says that `root` will be a block, so that one around it leaves its cards alone even before it is arranged. */
export function registerBlock(root: ParentNode): void {
  if (!blocks.has(root)) blocks.set(root, { themeOrder: [], arranged: [] });
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
  const allRows = readRows(root, { quantity, policy, variants, groupBy, card }).filter((row) =>
    isOwn(root, row),
  );
  const current = [...new Set(allRows.map((row) => row.card))];
  const previous = blocks.get(root) ?? { themeOrder: [], arranged: [] };
  const themeOrder = themeOrderOf(current, previous.themeOrder, previous.arranged);
  const rank = new Map(themeOrder.map((one, index) => [one, index]));
  const byRank = (one: Element, other: Element) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0);
  const rows = allRows
    .filter((row) => !isHiddenByOthers(row.card))
    .sort((one, other) => byRank(one.card, other.card));

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
  const candidates = themeOrder.filter((one) => !chosen.has(one) && !isHiddenByOthers(one));
  // What the page has taken out of the block is no longer judged, and must not stay hidden wherever it goes.
  const removed = previous.arranged.filter((one) => !rank.has(one));
  show(shown.concat(removed));
  setState(removed, undefined);
  const blocked = moveFocus(root, candidates, shown);
  const hidden = candidates.filter((one) => one !== blocked);
  if (hidden.length > 0) adoptStyles(root, HIDDEN_RULE);
  for (const one of hidden) if (!one.hasAttribute("hidden")) one.setAttribute("hidden", HIDDEN);
  setState(
    rows.map((row) => row.card),
    inStock,
  );
  // Hidden ones need no place of their own, unless nothing has one but what the page gave.
  reorder(isSorted(shown, byRank) ? themeOrder : shown, current);
  blocks.set(root, { themeOrder, arranged: inDocumentOrder(current) });
  for (const { error, element } of allRows) if (error) report?.(error, element);
  return {
    shown: blocked ? inDocumentOrder([...shown, blocked]) : shown,
    hidden,
    undo: () => undo(root),
    isPending: blocked !== undefined,
  };
}

/** Whether no block inside this one has the row: two that answer each other's changes would never rest. */
function isOwn(root: ParentNode, { element }: Row): boolean {
  for (let ancestor = element.parentElement; ancestor && ancestor !== root; ancestor = ancestor.parentElement)
    if (blocks.has(ancestor)) return false;
  return true;
}

/** Where `filterBlock` finds the values of a row. */
const VALUES = { quantity: (row: Row) => row.quantity, policy: (row: Row) => row.policy };

const cardsOf = (rows: readonly Row[]): Set<Element> => new Set(rows.map((row) => row.card));

const isSorted = (cards: readonly Element[], compare: (one: Element, other: Element) => number): boolean =>
  cards.every((card, index) => compare(cards[index - 1] ?? card, card) <= 0);

function undo(root: ParentNode): void {
  const block = blocks.get(root);
  if (!block) return;
  blocks.delete(root);
  const current = inDocumentOrder(block.arranged.filter(member(root, "contains")));
  reorder(themeOrderOf(current, block.themeOrder, block.arranged), current);
  show(block.arranged);
  setState(block.arranged, undefined);
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
