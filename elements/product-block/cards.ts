// The cards of a block as rows: one for each card, or for each variant that its attribute lists.

import { BackInStockError } from "../../src/js/shared/errors.ts";
import { readQuantity } from "../../src/js/shared/inventory.ts";
import { member } from "../../src/js/shared/named.ts";
import { policyOf, quantityOf } from "../../src/js/shared/stock.ts";

/** Where a block's elements say what they are. Names are of attributes; `card` is a selector. */
export interface CardOptions {
  /** `data-inventory-quantity` if not given. */
  quantity?: string | undefined;
  /** `data-inventory-policy` if not given. */
  policy?: string | undefined;
  /** Holds the variants of a card as a JSON array of objects; `data-inventory-variants` if not given. */
  variants?: string | undefined;
  /** Cards with the same value of this attribute are one product, of which one card is shown. */
  groupBy?: string | undefined;
  /**
   * The cards. An element with a quantity belongs to the closest one around it, such as its `li`. Without a selector, the
   * element itself is the card.
   */
  card?: string | undefined;
}

/** The stock of one card or of one of its variants. */
export interface Row {
  card: Element;
  /** Where it was read. */
  element: Element;
  quantity: unknown;
  policy: unknown;
  /** Rows with the same one are one product. */
  group: unknown;
  /** Why its attribute could not be read. */
  error?: BackInStockError;
}

/** What a card is hidden with here: whoever hides it too writes another value, and it is theirs from then on. */
export const HIDDEN = "product-block";

/** The attributes that a block's cards are read from. */
export const attributeNames = ({
  quantity = "data-inventory-quantity",
  policy = "data-inventory-policy",
  variants = "data-inventory-variants",
  groupBy,
}: CardOptions) => ({ quantity, policy, variants, groupBy });

/** Whether a card is hidden, and not by a block: then it is none of its business. */
export const isHiddenByOthers = (card: Element): boolean =>
  (card.getAttribute("hidden") ?? HIDDEN) !== HIDDEN;

/** The rows of all cards below `root`, in the order of the document. */
export function readRows(root: ParentNode, options: CardOptions): Row[] {
  const { quantity, policy, variants, groupBy } = attributeNames(options);
  const selected = options.card ? selectCards(root, options.card) : undefined;
  const cards = new Map<Element, Element>();
  for (const element of selectMarked(root, { quantity, variants }))
    cards.set(element, closestBelow(root, element, options.card));
  for (const card of cardsWithoutStock(root, [...cards.values()], selected)) cards.set(card, card);

  return inDocumentOrder(cards.keys()).flatMap((element) => {
    const card = cards.get(element) as Element;
    // An element that names no product is one of its own, with all that its card holds.
    const product = groupBy && (element.getAttribute(groupBy) ?? card.getAttribute(groupBy));
    const json = element.getAttribute(variants);
    const values =
      json === null
        ? [{ quantity: parseNumber(element.getAttribute(quantity)), policy: element.getAttribute(policy) }]
        : readVariants(json, variants);
    return values.map((value) => ({ card, element, group: product ?? card, ...value }));
  });
}

/** The elements in the order of the document. */
export const inDocumentOrder = (elements: Iterable<Element>): Element[] =>
  [...elements].sort((one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );

function selectMarked(root: ParentNode, names: Record<string, string>): Iterable<Element> {
  const selectors = Object.entries(names).map(([option, name]) => {
    if (name) return `[${CSS.escape(name)}]`;
    throw new BackInStockError("invalid_option", option, "must be the name of an attribute");
  });
  return member(root, "querySelectorAll")(selectors.join());
}

/** The cards without a quantity: those that the selector matches, or without one, the siblings of cards that are like them. */
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
 * The siblings of cards that are the same kind of element, with a class in common if they have any. A heading, or a link to
 * more products, is not a card.
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

const signaturesOf = ({ localName, classList }: Element): string[] =>
  classList.length === 0 ? [localName] : Array.from(classList, (name) => `${localName}.${name}`);

/** The elements that a page's selector matches. */
function selectCards(root: ParentNode, selector: string): Element[] {
  try {
    return [...member(root, "querySelectorAll")(selector)];
  } catch (cause) {
    throw Object.assign(new BackInStockError("invalid_option", "card", "must be a selector"), { cause });
  }
}

/** The card of an element. An ancestor beyond the block is not one of its cards: hiding it would hide the block. */
function closestBelow(root: ParentNode, element: Element, selector: string | undefined): Element {
  const card = selector ? element.closest(selector) : null;
  return card && card !== root && member(root, "contains")(card) ? card : element;
}

/** An attribute holds text only: a number written as text is not suspicious here, as it would be in a feed. */
function parseNumber(text: string | null): unknown {
  const number = readQuantity(text);
  return Number.isNaN(number) ? text : number;
}

/** A list that cannot be read is one variant with an unreadable quantity: it is shown, and is a problem. */
function readVariants(json: string, attribute: string): Pick<Row, "quantity" | "policy" | "error">[] {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    // Handled below, as is JSON that is not a list.
  }
  if (!Array.isArray(list)) {
    const error = new BackInStockError("invalid_option", attribute, "must be a JSON array of variants");
    return [{ quantity: Number.NaN, policy: undefined, error }];
  }
  // A product without variants has no quantity.
  const variants = list.length > 0 ? list : [undefined];
  return variants.map((variant) => ({
    quantity: quantityOf(Object(variant)),
    policy: policyOf(Object(variant)),
  }));
}
