// The inventory rule of src/inventory/rule.rs, for what a page decides without a module. tests/js/inventory.test.mjs compares
// the two.

/** In stock, or unknown. */
export const IN_STOCK = 0;
/** Out of stock, and shown anyway. */
export const OUT_OF_STOCK = 1;
/** Out of stock, and hidden. */
export const HIDDEN = 2;

/** The policy that hides what is out of stock. */
const DENY_POLICY = 1;
/** One that shows it. */
const CONTINUE_POLICY = 2;

// `\s` would match more white space than HTML trims.
const NUMBER = /^[\t\n\f\r ]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[\t\n\f\r ]*$/;
const DENY_WORD = /^[\t\n\f\r ]*deny[\t\n\f\r ]*$/i;
const CONTINUE_WORD = /^[\t\n\f\r ]*continue[\t\n\f\r ]*$/i;

/** A quantity as a number; `NaN` if it is unknown. */
export function readQuantity(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** A policy as a number; `NaN` if it cannot be read. Without one, a product is shown. */
export function readPolicy(value: unknown): number {
  if (typeof value === "number") return value;
  if (value == null) return CONTINUE_POLICY;
  if (typeof value === "string" && DENY_WORD.test(value)) return DENY_POLICY;
  return continuesSelling(value) ? CONTINUE_POLICY : readQuantity(value);
}

/** Whether a policy is the word `continue`: the shop sells what is out of stock. */
export const continuesSelling = (policy: unknown): boolean =>
  typeof policy === "string" && CONTINUE_WORD.test(policy);

/** Whether a quantity is 0 or less, or below the threshold. An unknown one is neither: `NaN` compares to nothing. */
export const isOutOfStock = (quantity: number, threshold?: number | null): boolean =>
  threshold == null ? quantity <= 0 : quantity < threshold;

/** The verdict on any two values. */
export function visibilityOf(
  quantity: unknown,
  policy: unknown,
  threshold?: number | null,
): typeof IN_STOCK | typeof OUT_OF_STOCK | typeof HIDDEN {
  if (!isOutOfStock(readQuantity(quantity), threshold)) return IN_STOCK;
  return readPolicy(policy) === DENY_POLICY ? HIDDEN : OUT_OF_STOCK;
}
