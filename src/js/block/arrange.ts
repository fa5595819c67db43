// Arranges rows: copies their values into columns, from which the module computes the indices of the rows to show.
import { arrange, type Found, findPolicyAnomaly, findQuantityAnomaly } from "#block";
import { readPolicy, readQuantity } from "../shared/inventory.ts";
import { loadError } from "../wasm/load.ts";
import { callModule } from "./module.ts";
import type { BlockSettings } from "./settings.ts";
import type { BlockProblem } from "./types.ts";

/** Rows and the values that decide which of them are shown. */
export interface Rows {
  count: number;
  quantity(index: number): unknown;
  policy(index: number): unknown;
  /** Rows with the same value are one product. A row without a value (`undefined`, `null`) is a product of its own. */
  group?: ((index: number) => unknown) | undefined;
  /** The item that problems are reported for. */
  item(index: number): unknown;
}

/** The values of a block's rows in the module's layout. */
export interface Columns {
  /** Backing memory of `quantity` and `policy`. */
  both: Float64Array;
  quantity: Float64Array;
  policy: Float64Array;
  /** For each row, the first row of its product. */
  first?: Uint32Array;
}

/** Maximum number of rows that fit into a module's memory. */
const MAX_ROWS = 1 << 27;

/** Longer arrays are not reused, to save memory. */
const MAX_SPARE_LENGTH = 1 << 14;

/** Unused memory for columns. For small blocks, allocation takes longer than arranging. */
let spare: Float64Array | undefined;

/** Allocates columns, whose values are undefined. */
export function columnsOf(count: number): Columns {
  try {
    if (count > MAX_ROWS) throw new RangeError("too many rows");
    let both = spare;
    spare = undefined;
    if (!both || both.length < count * 2) both = new Float64Array(count * 2);
    return { both, quantity: both.subarray(0, count), policy: both.subarray(count, count * 2) };
  } catch (cause) {
    throw loadError("not enough memory for this block", cause);
  }
}

/** Returns the indices of the rows to show, in order. The columns must not be used afterwards. */
export function arrangeColumns(
  { both, quantity, policy, first }: Columns,
  settings: BlockSettings,
): Uint32Array {
  const { outOfStock, threshold, limit, atLeast } = settings;
  const order = callModule(quantity.length, () =>
    arrange(quantity, policy, first, outOfStock, threshold, limit, atLeast),
  );
  if (both.length <= MAX_SPARE_LENGTH) spare = both;
  return order;
}

/** Returns the indices of the rows to show, in order. Problems are reported after all decisions. */
export function arrangeRows(rows: Rows, settings: BlockSettings): Uint32Array {
  const { onProblem } = settings;
  const columns = columnsOf(rows.count);
  const problems: BlockProblem[] = [];
  const products = new Map<unknown, number>();
  if (rows.group) columns.first = new Uint32Array(rows.count);
  for (let index = 0; index < rows.count; index++) {
    const quantity = rows.quantity(index);
    const policy = rows.policy(index);
    columns.quantity[index] = readQuantity(quantity);
    columns.policy[index] = readPolicy(policy);
    if (columns.first) columns.first[index] = firstRowOf(products, rows.group?.(index), index);
    if (onProblem) problems.push(...problemsOf(rows, index, quantity, policy));
  }
  const order = arrangeColumns(columns, settings);
  for (const problem of problems) onProblem?.(problem);
  return order;
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
