// Arranging rows of any kind: their values go into columns, and the module gives the indices of those to show.
import { arrange, type Found, findPolicyAnomaly, findQuantityAnomaly } from "#block";
import { readPolicy, readQuantity } from "../shared/inventory.ts";
import { loadError } from "../wasm/load.ts";
import { callModule } from "./module.ts";
import type { BlockSettings } from "./settings.ts";
import type { BlockProblem } from "./types.ts";

/** Rows, each with the values that decide about it. */
export interface Rows {
  count: number;
  quantity(index: number): unknown;
  policy(index: number): unknown;
  /** Rows with the same value are one product; without one (`undefined`, `null`), a row is a product of its own. */
  group?: ((index: number) => unknown) | undefined;
  /** What a problem calls the item. */
  item(index: number): unknown;
}

/** The values of a block's rows, as the module gets them. */
export interface Columns {
  /** The memory of both. */
  both: Float64Array;
  quantity: Float64Array;
  policy: Float64Array;
  /** The first row of each row's product. */
  first?: Uint32Array;
}

/** More rows do not fit into the memory of a module. */
const MAX_ROWS = 1 << 27;

/** A longer one is not worth its memory. */
const MAX_SPARE_LENGTH = 1 << 14;

/** Memory for columns that is not in use, since allocating it costs more than arranging a small block. */
let spare: Float64Array | undefined;

/** Columns of any values, to be filled. */
export function columnsOf(count: number): Columns {
  try {
    if (count > MAX_ROWS) throw new RangeError("too many rows");
    let both = spare;
    spare = undefined;
    if (!both || both.length < count * 2) both = new Float64Array(count * 2);
    return { both, quantity: both.subarray(0, count), policy: both.subarray(count, count * 2) };
  } catch (cause) {
    throw loadError("its memory is too small for this block", cause);
  }
}

/** The indices of the rows to show, in their order. The columns must not be used again. */
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

/** The same for rows. Problems are reported when all is decided. */
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

/** What is suspicious about the values of a row. */
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
