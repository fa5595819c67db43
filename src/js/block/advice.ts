// A console warning for developers if no item has a quantity. Production builds do not include it.
import type { BlockOptions } from "./types.ts";

/** Number of items whose keys are inspected. */
const SAMPLE_SIZE = 20;
const MAX_KEYS = 5;
const QUANTITY_LIKE = /quantity|qty|stock|inventory|on[_-]?hand|units/i;

let hasWarned = false;

/**
 * Warns once that no item has a quantity, lists keys that look like a quantity, and shows how to map one. Never logs
 * values.
 *
 * @param countMissing returns the number of items without a quantity under the known names
 */
export function warnIfNoQuantity(
  items: readonly unknown[],
  quantity: BlockOptions["quantity"],
  countMissing: () => number,
): void {
  if (hasWarned || items.length === 0 || typeof quantity === "function") return;
  const mappedKey = typeof quantity === "string" ? quantity : undefined;
  const sample = Array.from(items).slice(0, SAMPLE_SIZE).filter(isObject);
  if (
    mappedKey === undefined ? hasAvailability(sample) || countMissing() < items.length : has(items, mappedKey)
  )
    return;
  hasWarned = true;
  console.warn(warningText(items.length, mappedKey, similarKeys(sample)));
}

type Item = Record<string, unknown>;

const isObject = (item: unknown): item is Item => typeof item === "object" && item !== null;

const has = (items: readonly unknown[], key: string): boolean =>
  Array.from(items).some((item) => (item as Item | null | undefined)?.[key] !== undefined);

/** Shopify's availability, which decides if there is no quantity. */
const hasAvailability = (sample: readonly Item[]): boolean =>
  sample.some((item) => [item.available, item.availableForSale].some((one) => typeof one === "boolean"));

const similarKeys = (sample: readonly Item[]): string[] =>
  [...new Set(sample.flatMap((item) => Object.keys(item)))]
    .filter((key) => QUANTITY_LIKE.test(key) && !/polic/i.test(key))
    .slice(0, MAX_KEYS)
    .map((key) => JSON.stringify(key));

function warningText(count: number, mappedKey: string | undefined, similar: readonly string[]): string {
  const example = `filterBlock(items, { quantity: ${similar[0] ?? '"key"'} })`;
  return [
    `back-in-stock: filterBlock found no quantity in any of ${count} items, so none of them counts as out of stock.`,
    mappedKey === undefined
      ? "It reads $inventory_quantity, inventory_quantity, inventoryQuantity or quantityAvailable."
      : `The option "quantity" is set to the key ${JSON.stringify(mappedKey)}.`,
    similar.length > 0 && `The items have ${similar.join(", ")}.`,
    `Pass the right key: ${example}.`,
  ]
    .filter(Boolean)
    .join(" ");
}
