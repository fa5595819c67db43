// Applies the inventory rule to existing cards: hides them, or moves them to the end.

import { type BlockOptions, filterBlock } from "../../src/js/entry/filter.ts";
import type { BackInStockError } from "../../src/js/shared/errors.ts";
import { member } from "../../src/js/shared/named.ts";
import { adoptStyles, HIDDEN_RULE } from "./adopt-styles.ts";
import { type CardOptions, HIDDEN, inDocumentOrder, isHiddenByOthers, type Row, readRows } from "./cards.ts";
import { moveFocus } from "./focus.ts";
import { reorder } from "./reorder.ts";
import { themeOrderOf } from "./theme-order.ts";

/** How to arrange a block of elements, and where to find their data. */
export interface ElementsOptions extends CardOptions, Omit<BlockOptions<Element>, keyof CardOptions> {}

/** The cards of a block. Cards that the page itself has hidden are in neither list. */
export interface ArrangedElements {
  /** Visible cards in their new order. Cards never move to another parent. */
  shown: Element[];
  /** Cards hidden by the attribute `hidden`. */
  hidden: Element[];
  /** Shows the hidden cards and restores the order, unless the page has changed it since. */
  undo(): void;
}

/** The state of a block between two calls. */
interface BlockState {
  /** The order of the cards without this block. */
  themeOrder: readonly Element[];
  /** The cards in the order that the latest call left. */
  arranged: readonly Element[];
}

const blocks = new WeakMap<ParentNode, BlockState>();

/** Registers `root` as a block, so that an outer block ignores its cards even before it is arranged. */
export function registerBlock(root: ParentNode): void {
  if (!blocks.has(root)) blocks.set(root, { themeOrder: [], arranged: [] });
}

/**
 * Hides and orders the cards inside `root`, like `filterBlock` does with items. Cards hold their quantity and policy in
 * attributes: `filterElements(list, { outOfStock: "last" })`. A repeated call, with other options or cards, starts from the
 * page's own order and visibility, not from the result of the earlier call.
 *
 * Cards are hidden by the attribute `hidden="product-block"`, and never removed. Cards that are out of stock get
 * `data-inventory-state="out-of-stock"`, or `"backorder"` if one of their variants is still sold. Cards are moved only among
 * the children of their parent, and the focused card is never moved. Cards of a block inside `root` belong to that block. Do
 * not use this for lists that a framework renders; render the result of `filterBlock` instead.
 *
 * @throws BackInStockError `unknown_option`; `invalid_option` for `limit: -1`, `outOfStock: "first"`, `card: "li["`;
 *   `wasm_blocked` if the page's policy or the browser blocks WebAssembly. The cards are unchanged then.
 */
export function filterElements(root: ParentNode, options: ElementsOptions = {}): ArrangedElements {
  const { shown, hidden, undo } = arrangeElements(root, options);
  return { shown, hidden, undo };
}

/** The result of `arrangeElements`. */
export interface Arrangement extends ArrangedElements {
  /** Whether a card will be hidden once its dialog is closed. Until then, it is among the visible cards. */
  isPending: boolean;
}

/** Like `filterElements`. `report` receives an error for each invalid attribute of a card, and its element. */
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
      // `filterBlock` rejects a value that is not a function.
      onProblem:
        typeof onProblem === "function"
          ? (problem) => onProblem({ ...problem, item: problem.item.element })
          : onProblem,
    }),
  );
  // Ignore groups, since each card has its own state.
  const inStock = cardsOf(filterBlock(rows, { ...VALUES, outOfStock: "hide", threshold: rest.threshold }));
  const sold = cardsOf(rows.filter(({ isSold }) => isSold));
  const shown = [...chosen];
  const candidates = themeOrder.filter((one) => !chosen.has(one) && !isHiddenByOthers(one));
  // Cards that the page removed from the block must not stay hidden elsewhere.
  const removed = previous.arranged.filter((one) => !rank.has(one));
  show(shown.concat(removed));
  setState(removed, () => undefined);
  const blocked = moveFocus(root, candidates, shown);
  const hidden = candidates.filter((one) => one !== blocked);
  if (hidden.length > 0) adoptStyles(root, HIDDEN_RULE);
  for (const one of hidden) if (!one.hasAttribute("hidden")) one.setAttribute("hidden", HIDDEN);
  setState(
    rows.map((row) => row.card),
    (one) => (inStock.has(one) ? undefined : sold.has(one) ? "backorder" : "out-of-stock"),
  );
  // If the visible cards keep their order, restore the hidden ones to their positions as well.
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

/** Whether a row belongs to no inner block. Otherwise two blocks would react to each other's changes forever. */
function isOwn(root: ParentNode, { element }: Row): boolean {
  for (let ancestor = element.parentElement; ancestor && ancestor !== root; ancestor = ancestor.parentElement)
    if (blocks.has(ancestor)) return false;
  return true;
}

/** Options with which `filterBlock` reads a row. */
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
  setState(block.arranged, () => undefined);
}

function show(cards: readonly Element[]): void {
  for (const card of cards) if (card.getAttribute("hidden") === HIDDEN) card.removeAttribute("hidden");
}

/** Attribute for the page's styles, such as badges. Other values belong to the page and are left alone. */
const STATE = "data-inventory-state";
const STATES = ["out-of-stock", "backorder"] as const;

/** Marks the cards with their state, which is `undefined` for a card in stock. */
function setState(
  cards: readonly Element[],
  stateOf: (card: Element) => (typeof STATES)[number] | undefined,
): void {
  for (const card of cards) {
    const current = card.getAttribute(STATE);
    if (current !== null && !STATES.some((own) => own === current)) continue;
    const state = stateOf(card);
    if (state === undefined) card.removeAttribute(STATE);
    else if (state !== current) card.setAttribute(STATE, state);
  }
}
