// Filtering items that are objects already: none is copied or changed.

import type { Shape } from "../shared/known-keys.ts";
import { arrangeColumns, arrangeRows, type Rows } from "./arrange.ts";
import type { Columns } from "./columns.ts";
import { ARRANGING, check, MOST, need, PLAIN } from "./plan.ts";
import { policyOf, quantityOf, type Stock } from "./stock.ts";
import type { BlockOptions } from "./types.ts";

const FILTERING: Shape = { ...ARRANGING, quantity: true, policy: true, groupBy: true };

/**
 * The items of a product block that are to be shown, in their order: the caller's own objects. It needs no `init()`.
 *
 * Without options, an item is hidden if its inventory policy is 1 and its quantity 0 or less:
 * `filterBlock([{ id: "a", inventory_quantity: 0, inventory_policy: 1 }])` is `[]`.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`; `wasm_blocked` where the page's policy or the browser
 *   forbids WebAssembly. What an item's getter or an option's function throws is passed on.
 */
export function filterBlock<T>(items: readonly T[], options?: BlockOptions<T>): T[] {
  const count = countOf(items);
  const see = (order: Uint32Array, shown: number): T[] => {
    const result: T[] = new Array(shown);
    for (let at = 0; at < shown; at++) result[at] = items[order[at] as number] as T;
    return result;
  };
  const [plan, { quantity, policy, groupBy }] =
    options === undefined ? [PLAIN, {}] : check(options, FILTERING);
  if (quantity == null && policy == null && groupBy == null && !plan.onProblem) {
    return arrangeColumns(count, plan, (columns) => fill(columns, items, count), see);
  }
  const item = (index: number) => items[index];
  const rows: Rows = {
    count,
    item,
    quantity:
      quantity == null ? (at) => quantityOf(items[at] ?? NOTHING) : reader(items, quantity, "quantity"),
    policy: policy == null ? (at) => policyOf(items[at] ?? NOTHING) : reader(items, policy, "policy"),
    group: groupBy == null ? undefined : reader(items, groupBy, "groupBy"),
  };
  return arrangeRows(rows, plan, see);
}

function countOf(items: unknown): number {
  const { length } = Object(items);
  const holds = typeof items === "object" && Number.isInteger(length) && length >= 0 && length <= MOST;
  need(holds, "items", "must be an array");
  return length;
}

/** The function that gives an item's value, which was told by a key, or as a function of the item. */
function reader(items: readonly unknown[], value: unknown, option: string): (index: number) => unknown {
  if (typeof value === "function") return (index) => value(items[index]);
  need(typeof value === "string", option, "must be a key or a function");
  return (index) => ((items[index] ?? NOTHING) as Record<string, unknown>)[value];
}

/** Instead of an item that is not an object: it has no values. */
const NOTHING: Stock = {};

/** The plain case in one loop, in which numbers go where they belong without a call. */
function fill(columns: Columns, items: readonly unknown[], count: number): boolean {
  const { quantity, policy } = columns;
  for (let at = 0; at < count; at++) {
    const row: Stock = items[at] ?? NOTHING;
    const many = quantityOf(row);
    const rule = policyOf(row);
    if (typeof many === "number") quantity[at] = many;
    else columns.put(at * 2, many, false);
    if (typeof rule === "number") policy[at] = rule;
    else columns.put(at * 2 + 1, rule, false);
  }
  return false;
}
