// The public types of product blocks.

/** Kinds of suspicious quantities and policies. */
export type BlockProblemCode =
  | "quantity_missing"
  | "quantity_text"
  | "quantity_unreadable"
  | "quantity_negative"
  | "quantity_fraction"
  | "policy_unknown";

/** A suspicious but usable quantity or policy. */
export interface BlockProblem<T = unknown> {
  code: BlockProblemCode;
  /** Index of the item in the input. */
  index: number;
  item: T;
  field: "quantity" | "policy";
  /** The value; `undefined` if it is missing. */
  found: unknown;
}

/** Options for hiding and ordering items. */
export interface ArrangeOptions<T = unknown> {
  /**
   * How to treat items that are out of stock. `policy` (default): apply their inventory policy. `hide`: hide them all.
   * `last`: apply their policy, and move the remaining ones to the end.
   */
  outOfStock?: "policy" | "hide" | "last" | undefined;
  /** A quantity below this number is out of stock. By default, a quantity of 0 or less is. */
  threshold?: number | undefined;
  /** Maximum number of items to show. */
  limit?: number | undefined;
  /** Minimum number of items to show: if fewer remain, hidden items are appended. Must not exceed `limit`. */
  atLeast?: number | undefined;
  /** Called for every suspicious value, after all decisions. */
  onProblem?: ((problem: BlockProblem<T>) => void) | undefined;
}

/** The key of an item's value, or a function that returns the value. */
export type BlockValue<T> = string | ((item: T) => unknown);

/** Options of `filterBlock`. */
export interface BlockOptions<T = unknown> extends ArrangeOptions<T> {
  /**
   * The quantity. Default: the first present key of `$inventory_quantity`, `inventory_quantity`, `inventoryQuantity`,
   * `quantityAvailable`. Items that Shopify does not track are never out of stock. Items without a quantity are out of
   * stock if `available` or `availableForSale` is `false`.
   */
  quantity?: BlockValue<T> | undefined;
  /**
   * The inventory policy. Default: the first present key of `$inventory_policy`, `inventory_policy`, `inventoryPolicy`.
   * Items without a policy are hidden if `available` or `availableForSale` is `false` and they are out of stock.
   */
  policy?: BlockValue<T> | undefined;
  /** Items with the same value are one product and shown as one. An item without a value is a product of its own. */
  groupBy?: BlockValue<T> | undefined;
}
