// The cards of a block as rows: one for each element with a quantity, or for each variant that its attribute lists.
import { BackInStockError } from "../errors.ts";
import { NUMBER } from "../generated/inventory.ts";
import { policyOf, quantityOf } from "./filter.ts";

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
  /** The closest ancestor that matches is the card, such as the `li` around it; without, the element itself. */
  card?: string | undefined;
}

/** A row of the rule's, and the card that it speaks for. */
export interface Row {
  card: Element;
  /** Where it was read. */
  element: Element;
  quantity: unknown;
  policy: unknown;
  /** Rows with the same one are one product. */
  group: unknown;
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
  const rows: Row[] = [];
  for (const element of select(root, { quantity, variants })) {
    const whole = closestBelow(root, element, options.card);
    // An element that names no product is one of its own, with all that its card holds.
    const product = groupBy && (element.getAttribute(groupBy) ?? whole.getAttribute(groupBy));
    const listed = element.getAttribute(variants);
    const values =
      listed === null
        ? [{ quantity: numberIn(element.getAttribute(quantity)), policy: element.getAttribute(policy) }]
        : readVariants(listed);
    for (const value of values) rows.push({ card: whole, element, group: product ?? whole, ...value });
  }
  return rows;
}

function select(root: ParentNode, names: Record<string, string>): Iterable<Element> {
  const selectors = Object.entries(names).map(([option, name]) => {
    if (name) return `[${CSS.escape(name)}]`;
    throw new BackInStockError("invalid_option", option, "must be the name of an attribute");
  });
  return root.querySelectorAll(selectors.join());
}

/** An ancestor beyond the block is no card of its: hiding it would hide the block. */
function closestBelow(root: ParentNode, element: Element, selector: string | undefined): Element {
  let card: Element | null = null;
  try {
    if (selector) card = element.closest(selector);
  } catch (cause) {
    throw Object.assign(new BackInStockError("invalid_option", "card", "is no selector"), { cause });
  }
  return card && card !== root && root.contains(card) ? card : element;
}

/** An attribute has nothing but text: that it is one is not odd, as it would be in a feed. */
const numberIn = (text: string | null): unknown => (text !== null && NUMBER.test(text) ? Number(text) : text);

/** What cannot be read is one variant whose quantity is unreadable: it is shown, and is a problem. */
function readVariants(json: string): Pick<Row, "quantity" | "policy">[] {
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    // Handled below, as is JSON that is no list.
  }
  if (!Array.isArray(found) || found.length === 0) return [{ quantity: Number.NaN, policy: undefined }];
  return found.map((variant) => ({
    quantity: quantityOf(Object(variant)),
    policy: policyOf(Object(variant)),
  }));
}
