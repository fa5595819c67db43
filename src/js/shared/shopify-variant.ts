// Shopify's variants in all their shapes: Liquid's JSON, standard events, the Storefront API and the Admin API.

/** A variant in any of Shopify's shapes. Rows of a feed share some of the names. */
export interface ShopifyVariant {
  /** A number, or `gid://shopify/ProductVariant/41`. */
  id?: unknown;
  /** Full name. Liquid's JSON only. */
  name?: unknown;
  /** Option values, such as `S / Blue`. */
  title?: unknown;
  /** The product; its name in the Storefront API. */
  product?: unknown;
  $inventory_quantity?: unknown;
  inventory_quantity?: unknown;
  inventoryQuantity?: unknown;
  quantityAvailable?: unknown;
  $inventory_policy?: unknown;
  inventory_policy?: unknown;
  inventoryPolicy?: unknown;
  /** The service that tracks the stock; `null` or an empty string if it is not tracked. */
  inventory_management?: unknown;
  /** Contains `tracked` in the Admin API. */
  inventoryItem?: unknown;
  available?: unknown;
  availableForSale?: unknown;
  /** Out of stock but available on backorder. Storefront API only. */
  currentlyNotInStock?: unknown;
}

/** The state of a variant under this package's names. Unknown values are absent. */
export interface ShopifyState {
  variant?: string;
  product?: string;
  /** `null` if the stock is not tracked, since the number is meaningless then. */
  quantity?: unknown;
  policy?: unknown;
  available?: unknown;
  tracked?: boolean;
}

/** Reads a variant in any of Shopify's shapes. */
export function readShopifyVariant(row: ShopifyVariant): ShopifyState {
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

/** Converts an id to the form in feeds and catalogs: `41` for `gid://shopify/ProductVariant/41`. */
export const variantIdOf = (id: unknown): string | undefined =>
  textOf(id)?.replace(/^gid:\/\/shopify\/ProductVariant\/(\d+)(\?.*)?$/, "$1");

/** Reads the quantity: `null` if the stock is not tracked, `undefined` if the row has no quantity. */
export function quantityOf(row: ShopifyVariant): unknown {
  if (isTracked(row) === false) return null;
  const quantity = countOf(row);
  return quantity ?? (isBackordered(row) ? 0 : quantity);
}

/** Reads the inventory policy, or infers it from the Storefront API's values. */
export function policyOf(row: ShopifyVariant): unknown {
  const policy = namedPolicyOf(row);
  return policy ?? (isBackordered(row) ? "continue" : policy);
}

/** Whether the variant can be bought. If its stock is not tracked, it can, unless the row states otherwise. */
export const availabilityOf = (row: ShopifyVariant): unknown =>
  row.available ?? row.availableForSale ?? (isTracked(row) === false ? true : undefined);

/** Whether the shop tracks the stock; `undefined` if unknown. */
export function isTracked(row: ShopifyVariant): boolean | undefined {
  const { inventory_management: manager, inventoryItem: item } = row;
  if (manager !== undefined) return Boolean(manager);
  const tracked = (item as { tracked?: unknown } | null | undefined)?.tracked;
  if (typeof tracked === "boolean") return tracked;
  // The Storefront API has no such field. A variant for sale without stock and not on backorder is untracked.
  const isUncounted =
    row.availableForSale === true && row.currentlyNotInStock === false && isZero(countOf(row));
  return isUncounted ? false : undefined;
}

const isBackordered = (row: ShopifyVariant) =>
  row.currentlyNotInStock === true && row.availableForSale === true;

// The first name that is present takes precedence. Each name is written out instead of listed in an array: engines read such
// properties several times faster, and a block may have many items.

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

/** Builds the display name. Shopify titles a product's only variant `Default Title`, which is left out. */
function nameOf({ name, title, product }: ShopifyVariant): string | undefined {
  const whole = textOf(product) ?? textOf(name);
  if (whole !== undefined) return whole;
  const parts = [(product as { title?: unknown } | null | undefined)?.title, title].map(textOf);
  return parts.filter((part) => part && part !== "Default Title").join(", ") || undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;
