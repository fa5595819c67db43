// Reads the cards of a block into rows: one row for each card, or for each variant listed in its attribute.

import { BackInStockError } from "../../src/js/shared/errors.ts";
import { continuesSelling, readQuantity } from "../../src/js/shared/inventory.ts";
import { member } from "../../src/js/shared/named.ts";
import { availabilityOf } from "../../src/js/shared/shopify-variant.ts";
import { blockPolicyOf, blockQuantityOf } from "../../src/js/shared/stock.ts";

/** Where to find the data of a block's cards. All options are attribute names, except the selector `card`. */
export interface CardOptions {
  /** Attribute with the quantity. Default: `data-inventory-quantity`. */
  quantity?: string | undefined;
  /** Attribute with the policy. Default: `data-inventory-policy`. */
  policy?: string | undefined;
  /** Attribute with a card's variants as a JSON array of objects. Default: `data-inventory-variants`. */
  variants?: string | undefined;
  /** Attribute that identifies the product. Of the cards with the same value, one is shown. */
  groupBy?: string | undefined;
  /**
   * Selector of the cards, such as `li`. An element with a quantity belongs to the closest card around it. Without a
   * selector, the element itself is the card.
   */
  card?: string | undefined;
}

/** The stock of one card or of one of its variants. */
export interface Row {
  card: Element;
  /** The element with the attributes. */
  element: Element;
  quantity: unknown;
  policy: unknown;
  /**
   * Whether it is sold even if it is out of stock: its policy is the word `continue`, or it is `available` without units in
   * stock. With units, it is `available` because of them.
   */
  isSold: boolean;
  /** Identifies the product: rows with the same value belong together. */
  group: unknown;
  /** What is wrong with the attribute that holds the variants, if it is invalid. */
  error?: BackInStockError;
}

/** The value of `hidden` on cards that a block hides. Another value means that the page has hidden the card. */
export const HIDDEN = "product-block";

/** The names of the attributes to read, with defaults. */
export const attributeNames = ({
  quantity = "data-inventory-quantity",
  policy = "data-inventory-policy",
  variants = "data-inventory-variants",
  groupBy,
}: CardOptions) => ({ quantity, policy, variants, groupBy });

/** Whether the page itself has hidden a card. Blocks ignore such cards. */
export const isHiddenByOthers = (card: Element): boolean =>
  (card.getAttribute("hidden") ?? HIDDEN) !== HIDDEN;

/** Reads the rows of all cards inside `root`, in document order. */
export function readRows(root: ParentNode, options: CardOptions): Row[] {
  const { quantity, policy, variants, groupBy } = attributeNames(options);
  const selected = options.card ? selectCards(root, options.card) : undefined;
  const cards = new Map<Element, Element>();
  for (const element of selectMarked(root, { quantity, variants }))
    cards.set(element, closestBelow(root, element, options.card));
  for (const card of cardsWithoutStock(root, [...cards.values()], selected)) cards.set(card, card);

  return inDocumentOrder(cards.keys()).flatMap((element) => {
    const card = cards.get(element) as Element;
    // Without a product attribute, each card is a product of its own.
    const product = groupBy && (element.getAttribute(groupBy) ?? card.getAttribute(groupBy));
    const json = element.getAttribute(variants);
    const values =
      json === null
        ? [stockOf(parseNumber(element.getAttribute(quantity)), element.getAttribute(policy))]
        : readVariants(json, variants);
    return values.map((value) => ({ card, element, group: product ?? card, ...value }));
  });
}

/** Sorts elements in document order. */
export const inDocumentOrder = (elements: Iterable<Element>): Element[] =>
  [...elements].sort((one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );

/** Selects the elements with a quantity or with variants. */
function selectMarked(root: ParentNode, names: Record<string, string>): Iterable<Element> {
  const selectors = Object.entries(names).map(([option, name]) => {
    if (name) return `[${CSS.escape(name)}]`;
    throw new BackInStockError("invalid_option", option, "must be the name of an attribute");
  });
  return member(root, "querySelectorAll")(selectors.join());
}

/** The cards without a quantity, found by the selector or, without one, as similar siblings of other cards. */
function cardsWithoutStock(
  root: ParentNode,
  cards: Iterable<Element>,
  selected: Element[] | undefined,
): Element[] {
  const known = new Set<Node>(cards);
  const ancestors = new Set<Node | null>();
  for (const card of cards)
    for (let node = card.parentNode; node && node !== root && !ancestors.has(node); node = node.parentNode)
      ancestors.add(node);
  return (selected ?? similarSiblings(cards)).filter((one) => {
    if (known.has(one) || ancestors.has(one)) return false;
    for (let node = one.parentNode; node && node !== root; node = node.parentNode)
      if (known.has(node)) return false;
    known.add(one);
    return true;
  });
}

/**
 * The siblings of cards with the same tag name and, if they have classes, a common class. Excludes headings and links to
 * more products.
 */
function similarSiblings(cards: Iterable<Element>): Element[] {
  const signatures = new Map<ParentNode | null, Set<string>>();
  for (const card of cards) {
    const parent: ParentNode | null = card.parentNode;
    const known = signatures.get(parent) ?? new Set();
    for (const signature of signaturesOf(card)) known.add(signature);
    signatures.set(parent, known);
  }
  return [...signatures].flatMap(([parent, known]) =>
    [...(parent?.children ?? [])].filter((child) =>
      signaturesOf(child).some((signature) => known.has(signature)),
    ),
  );
}

/** Tag name and class of an element, for each of its classes. */
const signaturesOf = ({ localName, classList }: Element): string[] =>
  classList.length === 0 ? [localName] : Array.from(classList, (name) => `${localName}.${name}`);

/** Selects the cards. Throws `invalid_option` for an invalid selector. */
function selectCards(root: ParentNode, selector: string): Element[] {
  try {
    return [...member(root, "querySelectorAll")(selector)];
  } catch (cause) {
    throw Object.assign(new BackInStockError("invalid_option", "card", "must be a selector"), { cause });
  }
}

/** The card of an element. Ignores matches outside the block, since hiding them would hide the block. */
function closestBelow(root: ParentNode, element: Element, selector: string | undefined): Element {
  const card = selector ? element.closest(selector) : null;
  return card && card !== root && member(root, "contains")(card) ? card : element;
}

/** Parses a number. Attributes are always text, so unlike in a feed, a number as text is not suspicious. */
function parseNumber(text: string | null): unknown {
  const number = readQuantity(text);
  return Number.isNaN(number) ? text : number;
}

type Stock = Pick<Row, "quantity" | "policy" | "isSold" | "error">;

const stockOf = (quantity: unknown, policy: unknown, available?: unknown): Stock => ({
  quantity,
  policy,
  isSold: continuesSelling(policy) || (available === true && !(readQuantity(quantity) > 0)),
});

/** Parses the variants of a card. Invalid JSON counts as one variant with an unreadable quantity. */
function readVariants(json: string, attribute: string): Stock[] {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    // Handled below, like JSON that is not an array.
  }
  if (!Array.isArray(list)) {
    const error = new BackInStockError("invalid_option", attribute, "must be a JSON array of variants");
    return [{ ...stockOf(Number.NaN, undefined), error }];
  }
  // A product without variants has no quantity.
  const variants = list.length > 0 ? list : [undefined];
  return variants.map((variant) => {
    const row = Object(variant);
    return stockOf(blockQuantityOf(row), blockPolicyOf(row), availabilityOf(row));
  });
}
