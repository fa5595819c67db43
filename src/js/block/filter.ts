// Filters items that are objects. Items are neither copied nor changed.

import { readPolicy, readQuantity } from "../shared/inventory.ts";
import type { KnownKeys } from "../shared/known-keys.ts";
import { blockPolicyOf, blockQuantityOf, type Stock } from "../shared/stock.ts";
import { arrangeColumns, type Columns, columnsOf, type Rows, readRows, releaseColumns } from "./arrange.ts";
import { ARRANGE_KEYS, assertOption, checkBlockOptions, DEFAULTS, MAX_COUNT } from "./settings.ts";
import type { BlockOptions, BlockProblem } from "./types.ts";

const FILTER_KEYS: KnownKeys = { ...ARRANGE_KEYS, quantity: true, policy: true, groupBy: true };

/**
 * Returns the items of a product block to show, in order. They are the caller's own objects. It works without `init()`.
 *
 * By default, an item is hidden if its inventory policy is 1 and its quantity is 0 or less:
 * `filterBlock([{ id: "a", inventory_quantity: 0, inventory_policy: 1 }])` is `[]`.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`; `wasm_blocked` if the page's policy or the browser forbids
 *   WebAssembly; `load_failed`. Errors of an item's getter or an option's function are rethrown unchanged.
 */
export function filterBlock<T>(items: readonly T[], options?: BlockOptions<T>): T[] {
  const count = countOf(items);
  const [settings, { quantity, policy, groupBy }] =
    options === undefined ? [DEFAULTS, {}] : checkBlockOptions(options, FILTER_KEYS);
  const isPlain = quantity == null && policy == null && groupBy == null && !settings.onProblem;
  const columns = columnsOf(count);
  let problems: BlockProblem[] = [];
  if (isPlain) readItems(items, count, columns);
  else {
    const rows: Rows = {
      item: (index) => items[index],
      quantity:
        quantity == null
          ? (at) => blockQuantityOf(items[at] ?? NO_STOCK)
          : valueReader(items, quantity, "quantity"),
      policy:
        policy == null ? (at) => blockPolicyOf(items[at] ?? NO_STOCK) : valueReader(items, policy, "policy"),
      group: groupBy == null ? undefined : valueReader(items, groupBy, "groupBy"),
    };
    problems = readRows(rows, columns, settings.onProblem !== undefined);
  }
  const shownCount = arrangeColumns(columns, settings);
  const { order } = columns;
  const shown: T[] = new Array(shownCount);
  for (let at = 0; at < shownCount; at++) shown[at] = items[order[at] as number] as T;
  releaseColumns(columns);
  for (const problem of problems) settings.onProblem?.(problem);
  return shown;
}

function countOf(items: unknown): number {
  const { length } = Object(items);
  const isArrayLike =
    typeof items === "object" && Number.isInteger(length) && length >= 0 && length <= MAX_COUNT;
  assertOption(isArrayLike, "items", "must be an array");
  return length;
}

/** Returns a function that reads an item's value by a key or with a function. */
function valueReader(items: readonly unknown[], value: unknown, option: string): (index: number) => unknown {
  if (typeof value === "function") return (index) => value(items[index]);
  assertOption(typeof value === "string", option, "must be a key or a function");
  return (index) => ((items[index] ?? NO_STOCK) as Record<string, unknown>)[value];
}

/** Replaces items that are `null` or `undefined`. */
const NO_STOCK: Stock = {};

/** Reads all values in one loop, if no option changes how they are read. */
function readItems(items: readonly unknown[], count: number, { quantity, policy }: Columns): void {
  for (let at = 0; at < count; at++) {
    const row: Stock = items[at] ?? NO_STOCK;
    const rawQuantity = blockQuantityOf(row);
    const rawPolicy = blockPolicyOf(row);
    quantity[at] = typeof rawQuantity === "number" ? rawQuantity : readQuantity(rawQuantity);
    policy[at] = typeof rawPolicy === "number" ? rawPolicy : readPolicy(rawPolicy);
  }
}
