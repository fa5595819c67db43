// Checks the options of a block.
import type { OutOfStock } from "#block";
import { BackInStockError } from "../shared/errors.ts";
import { copyKnownKeys, type KnownCopy, type KnownKeys } from "../shared/known-keys.ts";
import type { BlockProblem } from "./types.ts";

/** Options, checked and completed. */
export interface BlockSettings {
  outOfStock: OutOfStock;
  threshold: number | undefined;
  limit: number;
  atLeast: number;
  onProblem: ((problem: BlockProblem) => void) | undefined;
}

/** Largest count in the module, which uses 32-bit integers. */
export const MAX_COUNT = 0xffff_ffff;

/** Settings without options. */
export const DEFAULTS: BlockSettings = {
  outOfStock: "policy",
  threshold: undefined,
  limit: MAX_COUNT,
  atLeast: 0,
  onProblem: undefined,
};

/** The option keys for arranging. */
export const ARRANGE_KEYS: KnownKeys = {
  outOfStock: true,
  threshold: true,
  limit: true,
  atLeast: true,
  onProblem: true,
};

const OUT_OF_STOCK_VALUES: unknown[] = ["policy", "hide", "last"] satisfies OutOfStock[];

/**
 * Copies and checks options.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`
 */
export function checkBlockOptions(options: unknown, shape: KnownKeys): [BlockSettings, KnownCopy] {
  const copy = copyKnownKeys(options, shape, "options");
  const { threshold, limit, atLeast, onProblem } = copy;
  const outOfStock = copy.outOfStock ?? "policy";
  assertOption(OUT_OF_STOCK_VALUES.includes(outOfStock), "outOfStock", "must be 'policy', 'hide' or 'last'");
  assertOption(threshold == null || Number.isFinite(threshold), "threshold", "must be a number");
  assertOption(isCount(limit), "limit", "must be an integer of 0 or more");
  assertOption(isCount(atLeast), "atLeast", "must be an integer of 0 or more");
  assertOption(!((atLeast ?? 0) > (limit ?? Infinity)), "atLeast", "must not be greater than limit");
  assertOption(onProblem == null || typeof onProblem === "function", "onProblem", "must be a function");
  const settings = {
    outOfStock: outOfStock as OutOfStock,
    threshold: (threshold as number | null) ?? undefined,
    limit: Math.min(limit ?? MAX_COUNT, MAX_COUNT),
    atLeast: Math.min(atLeast ?? 0, MAX_COUNT),
    onProblem: (onProblem ?? undefined) as BlockSettings["onProblem"],
  };
  return [settings, copy];
}

const isCount = (value: unknown): value is number | undefined =>
  value == null || (Number.isInteger(value) && (value as number) >= 0);

/** Throws `invalid_option` unless `holds`. */
export function assertOption(holds: boolean, option: string, message: string): asserts holds {
  if (!holds) throw new BackInStockError("invalid_option", option, message);
}
