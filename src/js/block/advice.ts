// What a developer is told when no item has a quantity. It is not in what a production build loads.
import type { BlockOptions } from "./types.ts";

/** Enough to see how a page's items are made. */
const SAMPLE_SIZE = 20;
const MAX_KEYS = 5;
const QUANTITY_LIKE = /quantity|qty|stock|inventory|on[_-]?hand|units/i;

let hasWarned = false;

/**
 * Says once in the console that none of the items had a quantity, which keys resemble one, and how to name it. Values are
 * never shown.
 *
 * @param countMissing how many of the items have no quantity under the names that are known
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

/** Shopify's word, which decides without a quantity. */
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
    `back-in-stock: filterBlock found no quantity in any of ${count} items, so none of them is out of stock.`,
    mappedKey === undefined
      ? "It reads $inventory_quantity, inventory_quantity, inventoryQuantity or quantityAvailable."
      : `The option quantity names the key ${JSON.stringify(mappedKey)}.`,
    similar.length > 0 && `The items have ${similar.join(", ")}.`,
    `Name the key: ${example}.`,
  ]
    .filter(Boolean)
    .join(" ");
}
