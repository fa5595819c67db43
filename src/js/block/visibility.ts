// Whether one product shows.
import { BackInStockError } from "../shared/errors.ts";
import { HIDDEN, visibilityOf } from "../shared/inventory.ts";

/**
 * Whether one product shows: `isVisible({ quantity: 0, policy: 1 })` is `false`. It needs no module. Values may be
 * numbers or text (`"0"`, `"deny"`), as attributes have them; what cannot be read is shown.
 *
 * @throws BackInStockError `invalid_option` for a threshold that is not a number
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
  return visibilityOf(quantity, policy, threshold) !== HIDDEN;
}
