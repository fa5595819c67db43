// The stock of a block's items, under Klaviyo's and Shopify's names.
import * as shopify from "./shopify-variant.ts";

/** An item from a feed, a catalog or a shop. */
export type Stock = shopify.ShopifyVariant;

/**
 * Reads the quantity of an item. Untracked stock is `Infinity`. An item without a quantity that is not available has
 * quantity 0.
 */
export function blockQuantityOf(item: Stock): unknown {
  const quantity = shopify.quantityOf(item);
  if (quantity != null) return quantity;
  if (shopify.availabilityOf(item) === false) return 0;
  return shopify.isTracked(item) === false ? Number.POSITIVE_INFINITY : quantity;
}

/** Reads the policy of an item. An item without a policy that is not available has the policy `deny`. */
export function blockPolicyOf(item: Stock): unknown {
  const policy = shopify.policyOf(item);
  return policy ?? (shopify.availabilityOf(item) === false ? "deny" : policy);
}
