// Arranges rows: copies their values into columns, from which the module computes the indices of the rows to show.
import { arrange, type Found, findPolicyAnomaly, findQuantityAnomaly } from "#block";
import { readPolicy, readQuantity } from "../shared/inventory.ts";
import { loadError } from "../wasm/load.ts";
import { callModule } from "./module.ts";
import type { BlockSettings } from "./settings.ts";
import type { BlockProblem } from "./types.ts";

/** Rows and the values that decide which of them are shown. */
export interface Rows {
  quantity(index: number): unknown;
  policy(index: number): unknown;
  /** Rows with the same value are one product. A row without a value (`undefined`, `null`) is a product of its own. */
  group?: ((index: number) => unknown) | undefined;
  /** The item that problems are reported for. */
  item(index: number): unknown;
}

/** The values of a block's rows in the module's layout. */
export interface Columns {
  quantity: Float64Array;
  policy: Float64Array;
  /** For each row, the first row of its product. */
  first?: Uint32Array;
  /** The indices of the rows to show, once they are arranged. */
  order: Uint32Array;
  memory: Memory;
}

/** The memory of columns. Allocating it takes longer than arranging a small block, so it is reused. */
interface Memory {
  numbers: Float64Array;
  order: Uint32Array;
}

/** Maximum number of rows that fit into a module's memory. */
const MAX_ROWS = 1 << 27;

/** Memory for more rows (20 bytes each) is not kept. */
const MAX_SPARE_ROWS = 1 << 17;

/**
 * Columns begin half a page (4,096 bytes) into their memory, in numbers of 8 bytes. Otherwise, they and their copies in the
 * module begin at about the same place of a page, and processors copy such memory ten times as slowly: 2.3 of 11 µs for 1,000
 * rows in Chromium.
 */
const PAGE_OFFSET = 256;

/** Memory that no columns use. */
let spare: Memory | undefined;

/** Allocates columns, whose values are undefined. */
export function columnsOf(count: number): Columns {
  try {
    if (count > MAX_ROWS) throw new RangeError("too many rows");
    const memory =
      spare && spare.order.length >= count
        ? spare
        : { numbers: new Float64Array(PAGE_OFFSET + count * 2), order: new Uint32Array(count) };
    spare = undefined;
    const { numbers, order } = memory;
    const policyAt = PAGE_OFFSET + count;
    return {
      quantity: numbers.subarray(PAGE_OFFSET, policyAt),
      policy: numbers.subarray(policyAt, policyAt + count),
      order: order.subarray(0, count),
      memory,
    };
  } catch (cause) {
    throw loadError("not enough memory for this block", cause);
  }
}

/** Writes the indices of the rows to show into `order`, and returns their number. */
export function arrangeColumns(columns: Columns, settings: BlockSettings): number {
  const { quantity, policy, first, order } = columns;
  const { outOfStock, threshold, limit, atLeast } = settings;
  return callModule(order.length, () =>
    arrange(quantity, policy, first, order, outOfStock, threshold, limit, atLeast),
  );
}

/** Keeps the memory of columns for the next block. They must not be used afterwards. */
export function releaseColumns({ memory }: Columns): void {
  if (memory.order.length <= MAX_SPARE_ROWS) spare = memory;
}

/** Fills the columns from rows of any kind. Returns their problems if they are to be reported. */
export function readRows(rows: Rows, columns: Columns, findsProblems: boolean): BlockProblem[] {
  const problems: BlockProblem[] = [];
  const products = new Map<unknown, number>();
  const count = columns.order.length;
  if (rows.group) columns.first = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    const quantity = rows.quantity(index);
    const policy = rows.policy(index);
    columns.quantity[index] = readQuantity(quantity);
    columns.policy[index] = readPolicy(policy);
    if (columns.first) columns.first[index] = firstRowOf(products, rows.group?.(index), index);
    if (findsProblems) problems.push(...problemsOf(rows, index, quantity, policy));
  }
  return problems;
}

function firstRowOf(products: Map<unknown, number>, product: unknown, index: number): number {
  if (product == null) return index;
  const first = products.get(product) ?? index;
  products.set(product, first);
  return first;
}

/** Finds suspicious values of a row. */
function problemsOf(rows: Rows, index: number, quantity: unknown, policy: unknown): BlockProblem[] {
  const [quantityAnomaly, policyAnomaly] = callModule(1, () => [
    findQuantityAnomaly(foundKind(quantity), readQuantity(quantity)),
    findPolicyAnomaly(readPolicy(policy)),
  ]);
  const item = rows.item(index);
  const problems: BlockProblem[] = [];
  if (quantityAnomaly)
    problems.push({ code: quantityAnomaly, index, item, field: "quantity", found: quantity });
  if (policyAnomaly) problems.push({ code: policyAnomaly, index, item, field: "policy", found: policy });
  return problems;
}

function foundKind(value: unknown): Found {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "number") return "number";
  return typeof value === "string" ? "text" : "other";
}
