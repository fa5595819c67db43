import { EmulatorError } from "../errors.ts";
import type { CatalogVariant } from "../state.ts";

/** A catalog by canonical variant id, in the order of the feed. */
export type Catalog = ReadonlyMap<string, CatalogVariant>;

/**
 * Makes the catalog from the rows of a feed, with the default mapping: each field under its own name or with `$` before it.
 *
 * Klaviyo's guide to custom back in stock: the id is `integration:::catalog:::external id`, which for a custom feed
 * is `$custom:::$default:::<row id>`. A feed has no variants of its own, each row is one.
 *
 * @throws EmulatorError `invalid_feed`: for a row without an id, with a blank one, or with `1.5`
 */
export function readCatalog(rows: readonly object[]): Catalog {
  const catalog = new Map<string, CatalogVariant>();
  for (const [index, row] of rows.entries()) {
    const externalId = readId(field(row, "id"), index + 1);
    const id = `$custom:::$default:::${externalId}`;
    const title = field(row, "title");
    catalog.set(id, {
      id,
      externalId,
      title: typeof title === "string" ? title : null,
      inventoryQuantity: readNumber(field(row, "inventory_quantity")),
      inventoryPolicy: readNumber(field(row, "inventory_policy")),
    });
  }
  return catalog;
}

/** Own properties only: a feed may have a key such as `__proto__` or `constructor`. */
function field(row: object, name: string): unknown {
  for (const key of [`$${name}`, name]) {
    const value: unknown = Object.hasOwn(row, key) ? Reflect.get(row, key) : undefined;
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function readId(value: unknown, row: number): string {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new EmulatorError("invalid_feed", `feed: row ${row} has ${describeId(value)}`);
}

function describeId(value: unknown): string {
  if (value === undefined) return "no id";
  return typeof value === "string" ? "a blank id" : "an id that is neither text nor a whole number";
}

/** The mapping gives both inventory fields the type Number, so digits in quotes count as well. */
function readNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}
