// The stock of a block's items, by Klaviyo's names and Shopify's.
import * as shopify from "./shopify-variant.ts";

/** An item as a feed, a catalog or a shop has it. */
export type Stock = shopify.ShopifyVariant;

/**
 * The quantity of an item. Stock that is not tracked never runs out. An item that says no more than that it cannot be bought
 * is sold out.
 */
export function quantityOf(item: Stock): unknown {
  const quantity = shopify.quantityOf(item);
  if (quantity != null) return quantity;
  if (shopify.availabilityOf(item) === false) return 0;
  return shopify.isTracked(item) === false ? Number.POSITIVE_INFINITY : quantity;
}

/** The policy of an item. Without one, Shopify sells an item that is sold out only where it says so. */
export function policyOf(item: Stock): unknown {
  const policy = shopify.policyOf(item);
  return policy ?? (shopify.availabilityOf(item) === false ? "deny" : policy);
}
