// The types of product blocks.

/** What is odd about a quantity or a policy. */
export type BlockProblemCode =
  | "quantity_missing"
  | "quantity_text"
  | "quantity_unreadable"
  | "quantity_negative"
  | "quantity_fraction"
  | "policy_unknown";

/** A quantity or a policy that has a meaning, and is odd all the same. */
export interface BlockProblem<T = unknown> {
  code: BlockProblemCode;
  /** Where the item stands among those that were given. */
  index: number;
  item: T;
  field: "quantity" | "policy";
  /** What was there: missing is `undefined`. */
  found: unknown;
}

/** How a block is arranged. */
export interface ArrangeOptions<T = unknown> {
  /**
   * What becomes of items that are out of stock. `policy`: what their inventory policy says; `hide`: all are hidden;
   * `last`: what their policy says, and those that remain go last. `policy`, if not given.
   */
  outOfStock?: "policy" | "hide" | "last" | undefined;
  /** Out of stock is a quantity below this number; without it, 0 or less. */
  threshold?: number | undefined;
  /** At most so many are shown. */
  limit?: number | undefined;
  /** Where fewer remain, hidden ones come back at the end, until there are so many. No more than `limit`. */
  atLeast?: number | undefined;
  /** Called for whatever is odd, once all is decided. */
  onProblem?: ((problem: BlockProblem<T>) => void) | undefined;
}

/** Where an item has a value: its key, or a function that gives it. */
export type BlockValue<T> = string | ((item: T) => unknown);

/** How a block of items is filtered. */
export interface BlockOptions<T = unknown> extends ArrangeOptions<T> {
  /**
   * The quantity. If not given, the first of these that an item has: `$inventory_quantity`, `inventory_quantity`,
   * `inventoryQuantity`, `quantityAvailable`. Stock that Shopify does not track is never out of stock, and an item without
   * a quantity is where `available` or `availableForSale` is `false`.
   */
  quantity?: BlockValue<T> | undefined;
  /**
   * The policy. If not given, the first of these that an item has: `$inventory_policy`, `inventory_policy`,
   * `inventoryPolicy`. An item without one hides where `available` or `availableForSale` is `false`.
   */
  policy?: BlockValue<T> | undefined;
  /** Items with the same value are one product, and shown as one. Without a value, an item is a product of its own. */
  groupBy?: BlockValue<T> | undefined;
}
