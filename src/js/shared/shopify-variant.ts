// What Shopify says of a variant, by whichever of its names: Liquid's JSON, standard events, the Storefront and Admin APIs.

/** A variant in any of Shopify's shapes; a feed's rows have some of the same names. */
export interface ShopifyVariant {
  /** A number, or `gid://shopify/ProductVariant/41`. */
  id?: unknown;
  /** The full name; only Liquid's JSON has it. */
  name?: unknown;
  /** The options that make it up, such as `S / Blue`. */
  title?: unknown;
  /** The Storefront API has the product's name here. */
  product?: unknown;
  $inventory_quantity?: unknown;
  inventory_quantity?: unknown;
  inventoryQuantity?: unknown;
  quantityAvailable?: unknown;
  $inventory_policy?: unknown;
  inventory_policy?: unknown;
  inventoryPolicy?: unknown;
  /** Who counts the stock: `null` or an empty text if nobody does. */
  inventory_management?: unknown;
  /** The Admin API says it here. */
  inventoryItem?: unknown;
  available?: unknown;
  availableForSale?: unknown;
  /** The Storefront API: out of stock, and for sale anyway. */
  currentlyNotInStock?: unknown;
}

/** The same by our names. A name is absent if the row does not say. */
export interface VariantState {
  variant?: string;
  product?: string;
  /** `null` if the stock is not tracked: a number would mean nothing. */
  quantity?: unknown;
  policy?: unknown;
  available?: unknown;
  tracked?: boolean;
}

/** Reads a variant in any of Shopify's shapes. */
export function readShopifyVariant(row: ShopifyVariant): VariantState {
  const state = {
    variant: variantIdOf(row.id),
    product: nameOf(row),
    quantity: quantityOf(row),
    policy: policyOf(row),
    available: availabilityOf(row),
    tracked: isTracked(row),
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}

/** An id as feeds and catalogs have it: `41` for `gid://shopify/ProductVariant/41`. */
export const variantIdOf = (id: unknown): string | undefined =>
  textOf(id)?.replace(/^gid:\/\/shopify\/ProductVariant\/(\d+)(\?.*)?$/, "$1");

/** The quantity; `null` if the stock is not tracked, `undefined` if the row has none. */
export function quantityOf(row: ShopifyVariant): unknown {
  if (isTracked(row) === false) return null;
  const quantity = countOf(row);
  return quantity ?? (isBackordered(row) ? 0 : quantity);
}

/** The inventory policy: what the shop set, or what follows from the Storefront API. */
export function policyOf(row: ShopifyVariant): unknown {
  const policy = namedPolicyOf(row);
  return policy ?? (isBackordered(row) ? "continue" : policy);
}

/** Whether the variant can be bought. One whose stock is not tracked always can, unless the row says otherwise. */
export const availabilityOf = (row: ShopifyVariant): unknown =>
  row.available ?? row.availableForSale ?? (isTracked(row) === false ? true : undefined);

/** Whether the shop counts the stock, if the row says. */
export function isTracked(row: ShopifyVariant): boolean | undefined {
  const { inventory_management: manager, inventoryItem: item } = row;
  if (manager !== undefined) return Boolean(manager);
  const tracked = (item as { tracked?: unknown } | null | undefined)?.tracked;
  if (typeof tracked === "boolean") return tracked;
  // The Storefront API does not name it. But what is for sale without stock, and not on backorder, is not counted.
  const isUncounted =
    row.availableForSale === true && row.currentlyNotInStock === false && isZero(countOf(row));
  return isUncounted ? false : undefined;
}

const isBackordered = (row: ShopifyVariant) =>
  row.currentlyNotInStock === true && row.availableForSale === true;

// The first name that a row has wins. The names are written out, and not listed: engines read such properties several
// times as fast, and a block may have many items.

function countOf(row: ShopifyVariant): unknown {
  if (row.$inventory_quantity !== undefined) return row.$inventory_quantity;
  if (row.inventory_quantity !== undefined) return row.inventory_quantity;
  return row.inventoryQuantity === undefined ? row.quantityAvailable : row.inventoryQuantity;
}

function namedPolicyOf(row: ShopifyVariant): unknown {
  if (row.$inventory_policy !== undefined) return row.$inventory_policy;
  return row.inventory_policy === undefined ? row.inventoryPolicy : row.inventory_policy;
}

const isZero = (quantity: unknown) => typeof quantity === "number" && quantity <= 0;

/** The name to show. The title of a product's only variant is the same in every shop, and names nothing. */
function nameOf({ name, title, product }: ShopifyVariant): string | undefined {
  const whole = textOf(product) ?? textOf(name);
  if (whole !== undefined) return whole;
  const parts = [(product as { title?: unknown } | null | undefined)?.title, title].map(textOf);
  return parts.filter((part) => part && part !== "Default Title").join(", ") || undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;
