// Whether one product is shown.
import { BackInStockError } from "../shared/errors.ts";
import { HIDDEN, visibilityOf } from "../shared/inventory.ts";

/**
 * Whether one product is shown: `isVisible({ quantity: 0, policy: 1 })` is `false`. It works without `init()`. Values may
 * be numbers or strings such as `"0"` and `"deny"`. A product with unreadable values is shown.
 *
 * @throws BackInStockError `invalid_option` if `threshold` is not a finite number
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
