// What a developer is told when no item has a quantity. It is not in what a production build loads.
import type { BlockOptions } from "./types.ts";

/** Enough to see how a page's items are made. */
const SAMPLE = 20;
const MOST_NAMES = 5;
const RESEMBLES = /quantity|qty|stock|inventory|on[_-]?hand|units/i;

let isGiven = false;

/**
 * Says once in the console that none of the items had a quantity, which keys resemble one, and how to name it. Values are
 * never shown.
 *
 * @param countMissing how many of the items have no quantity under the names that are known
 */
export function adviseOnQuantity(
  items: readonly unknown[],
  quantity: BlockOptions["quantity"],
  countMissing: () => number,
): void {
  if (isGiven || items.length === 0 || typeof quantity === "function") return;
  const own = typeof quantity === "string" ? quantity : undefined;
  const sample = Array.from(items).slice(0, SAMPLE).filter(isObject);
  if (own === undefined ? hasAvailability(sample) || countMissing() < items.length : has(items, own)) return;
  isGiven = true;
  console.warn(textFor(items.length, own, similarKeys(sample)));
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
    .filter((key) => RESEMBLES.test(key) && !/polic/i.test(key))
    .slice(0, MOST_NAMES)
    .map((key) => JSON.stringify(key));

function textFor(count: number, own: string | undefined, similar: readonly string[]): string {
  const example = `filterBlock(items, { quantity: ${similar[0] ?? '"key"'} })`;
  return [
    `back-in-stock: filterBlock found no quantity in any of ${count} items, so none of them is out of stock.`,
    own === undefined
      ? "It reads $inventory_quantity, inventory_quantity, inventoryQuantity or quantityAvailable."
      : `The option quantity names the key ${JSON.stringify(own)}.`,
    similar.length > 0 && `The items have ${similar.join(", ")}.`,
    `Name the key: ${example}.`,
  ]
    .filter(Boolean)
    .join(" ");
}
