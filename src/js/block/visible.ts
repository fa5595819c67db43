// The inventory rule where no module is loaded: by tables that are generated from the core's.

import { NAMES, NUMBER, UNSAID, VERDICTS } from "../generated/inventory.ts";
import { BackInStockError } from "../shared/errors.ts";
import { classOf, TEXT } from "./value.ts";

/** In stock, or nobody knows. */
export const IN_STOCK = 0;
/** Out of stock, and shown all the same. */
export const OUT_OF_STOCK = 1;
/** Out of stock, and hidden. */
export const HIDDEN = 2;

/**
 * Whether one product shows: `isVisible({ quantity: 0, policy: 1 })` is `false`. It needs no module. Values may be
 * numbers or text (`"0"`, `"deny"`), as attributes have them; what cannot be read is shown.
 *
 * @throws BackInStockError `invalid_option` for a threshold that is no number
 */
export function isVisible(item: {
  quantity?: unknown;
  policy?: unknown;
  threshold?: number | undefined;
}): boolean {
  const { quantity, policy, threshold } = item ?? {};
  if (threshold != null && !Number.isFinite(threshold)) {
    throw new BackInStockError("invalid_option", "threshold", "must be a number");
  }
  return verdict(quantity, policy, threshold) !== HIDDEN;
}

/** The verdict on any two values. */
export function verdict(
  quantity: unknown,
  policy: unknown,
  threshold?: number | null,
): typeof IN_STOCK | typeof OUT_OF_STOCK | typeof HIDDEN {
  const row = VERDICTS[typeof policy === "number" ? policy : read(policy, 1)] ?? VERDICTS.other ?? "";
  const many = typeof quantity === "number" ? quantity : read(quantity, 0);
  const limit = threshold ?? 0;
  const column = many < limit ? 0 : many === limit ? 1 : many > limit ? 2 : 3;
  return Number(row[column + (threshold == null ? 0 : 4)]) as 0 | 1 | 2;
}

/** What is no number: that of a quantity (`field` 0) or of a policy (1), as the core would read it. */
export function read(value: unknown, field: 0 | 1): number {
  const kind = classOf(value);
  if (kind !== TEXT) return (UNSAID[kind] as readonly number[])[field] as number;
  const text = value as string;
  if (NUMBER.test(text)) return Number(text);
  return (field && NAMES.find(([name]) => name.test(text))?.[1]) || Number.NaN;
}
