// Arranging rows of whatever kind: values go in as columns, and indices come out.
import { Columns } from "./columns.ts";
import { ARRANGING, check, type Plan } from "./plan.ts";
import type { ArrangeOptions } from "./types.ts";

/** Rows, each with the values that decide about it. */
export interface Rows {
  count: number;
  quantity(index: number): unknown;
  policy(index: number): unknown;
  /** Rows with the same value are one product; without one (`undefined`, `null`), a row is a product of its own. */
  group?: ((index: number) => unknown) | undefined;
  /** What a problem calls the item. */
  item?: ((index: number) => unknown) | undefined;
}

/**
 * The indices of the rows to show, in their order.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`, `wasm_blocked`
 */
export function arrange(rows: Rows, options: ArrangeOptions = {}): Uint32Array {
  const [plan] = check(options, ARRANGING);
  return arrangeRows(rows, plan, (order, count) => order.slice(0, count));
}

/** The same by options that were checked. `see` gets the indices where they are, and how many. */
export function arrangeRows<T>(rows: Rows, plan: Plan, see: (order: Uint32Array, count: number) => T): T {
  const all = plan.onProblem !== undefined;
  return arrangeColumns(
    rows.count,
    plan,
    (columns) => fill(columns, rows, all),
    see,
    (row) => rows.item?.(row),
  );
}

/** Instances that nobody uses at the moment. Each run has its own: what it calls may arrange another block. */
const free: Columns[] = [];

/** An instance with more memory than this is not kept. */
const KEPT = 4 << 20;

/** The same by a function that fills the columns, and says whether rows are grouped. */
export function arrangeColumns<T>(
  count: number,
  plan: Plan,
  fill: (columns: Columns) => boolean,
  see: (order: Uint32Array, count: number) => T,
  item?: (index: number) => unknown,
): T {
  // After an error the instance is not put back: the next run has a new one.
  const columns = free.pop() ?? new Columns();
  columns.reserve(count);
  const grouped = fill(columns);
  const problems = plan.onProblem && columns.judge(count);
  columns.settle();
  const result = see(columns.order, columns.arrange(count, grouped, plan));
  if (columns.bytes <= KEPT) free.push(columns);
  for (const { row: index, ...problem } of problems ?? []) {
    plan.onProblem?.({ ...problem, index, item: item?.(index) });
  }
  return result;
}

function fill(columns: Columns, rows: Rows, all: boolean): boolean {
  const products = new Map<unknown, number>();
  for (let row = 0; row < rows.count; row++) {
    columns.put(row * 2, rows.quantity(row), all);
    columns.put(row * 2 + 1, rows.policy(row), all);
    const product = rows.group?.(row);
    const first = product == null ? row : products.get(product);
    if (first === undefined) products.set(product, row);
    columns.first[row] = first ?? row;
  }
  return rows.group !== undefined;
}
