// The inventory rule. Mirrors src/inventory/rule.rs for decisions without a module; tests/js/inventory.test.mjs compares
// the two.

/** In stock, or the quantity is unknown. */
export const IN_STOCK = 0;
/** Out of stock and shown. */
export const OUT_OF_STOCK = 1;
/** Out of stock and hidden. */
export const HIDDEN = 2;

/** The policy that hides items that are out of stock. */
const DENY_POLICY = 1;
/** The policy that shows items that are out of stock. */
const CONTINUE_POLICY = 2;

// `\s` would match more white space than HTML trims.
const NUMBER = /^[\t\n\f\r ]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[\t\n\f\r ]*$/;
const DENY_WORD = /^[\t\n\f\r ]*deny[\t\n\f\r ]*$/i;
const CONTINUE_WORD = /^[\t\n\f\r ]*continue[\t\n\f\r ]*$/i;

/** Parses a quantity; `NaN` if it is unknown. */
export function readQuantity(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** Parses a policy; `NaN` if it is unreadable. The default is to show the item. */
export function readPolicy(value: unknown): number {
  if (typeof value === "number") return value;
  if (value == null) return CONTINUE_POLICY;
  if (typeof value === "string" && DENY_WORD.test(value)) return DENY_POLICY;
  return continuesSelling(value) ? CONTINUE_POLICY : readQuantity(value);
}

/** Whether a policy is the word `continue`: the shop sells the item when it is out of stock. */
export const continuesSelling = (policy: unknown): boolean =>
  typeof policy === "string" && CONTINUE_WORD.test(policy);

/** Whether a quantity is below the threshold or, without one, 0 or less. An unknown quantity (`NaN`) never is. */
export const isOutOfStock = (quantity: number, threshold?: number | null): boolean =>
  threshold == null ? quantity <= 0 : quantity < threshold;

/** Decides whether an item is in stock, and whether it is shown if not. Accepts any values. */
export function visibilityOf(
  quantity: unknown,
  policy: unknown,
  threshold?: number | null,
): typeof IN_STOCK | typeof OUT_OF_STOCK | typeof HIDDEN {
  if (!isOutOfStock(readQuantity(quantity), threshold)) return IN_STOCK;
  return readPolicy(policy) === DENY_POLICY ? HIDDEN : OUT_OF_STOCK;
}
