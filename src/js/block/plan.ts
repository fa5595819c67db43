// The options of a block, as the module reads them.
import type { OutOfStock } from "#block";
import { BackInStockError } from "../shared/errors.ts";
import { type Shape, type Snapshot, snapshot } from "../shared/known-keys.ts";
import type { BlockProblem } from "./types.ts";

/** Options that were checked. */
export interface Plan {
  outOfStock: OutOfStock;
  threshold: number | undefined;
  limit: number;
  atLeast: number;
  onProblem: ((problem: BlockProblem) => void) | undefined;
}

/** The largest number that the module knows. */
export const MOST = 0xffff_ffff;

/** What is done without options. */
export const PLAIN: Plan = {
  outOfStock: "policy",
  threshold: undefined,
  limit: MOST,
  atLeast: 0,
  onProblem: undefined,
};

/** The options of every block. */
export const ARRANGING: Shape = {
  outOfStock: true,
  threshold: true,
  limit: true,
  atLeast: true,
  onProblem: true,
};

const WAYS: unknown[] = ["policy", "hide", "last"] satisfies OutOfStock[];

/**
 * Copies options, and refuses what is wrong.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`
 */
export function check(options: unknown, shape: Shape): [Plan, Snapshot] {
  const copy = snapshot(options, shape, "options");
  const { threshold, limit, atLeast, onProblem } = copy;
  const outOfStock = copy.outOfStock ?? "policy";
  need(WAYS.includes(outOfStock), "outOfStock", "must be 'policy', 'hide' or 'last'");
  need(threshold == null || Number.isFinite(threshold), "threshold", "must be a number");
  need(isCount(limit), "limit", "must be a whole number from 0");
  need(isCount(atLeast), "atLeast", "must be a whole number from 0");
  need(!((atLeast ?? 0) > (limit ?? Infinity)), "atLeast", "must not be more than limit");
  need(onProblem == null || typeof onProblem === "function", "onProblem", "must be a function");
  const plan = {
    outOfStock: outOfStock as OutOfStock,
    threshold: (threshold as number | null) ?? undefined,
    limit: Math.min(limit ?? MOST, MOST),
    atLeast: Math.min(atLeast ?? 0, MOST),
    onProblem: (onProblem ?? undefined) as Plan["onProblem"],
  };
  return [plan, copy];
}

const isCount = (value: unknown): value is number | undefined =>
  value == null || (Number.isInteger(value) && (value as number) >= 0);

/** Refuses an option. */
export function need(holds: boolean, option: string, message: string): asserts holds {
  if (!holds) throw new BackInStockError("invalid_option", option, message);
}
