import { stockLevel } from "../catalog.mjs";

/**
 * Whole dollars without cents: "$88", "$19.50".
 * @param {number} price
 */
export function priceText(price) {
  return `$${price.toFixed(Number.isInteger(price) ? 0 : 2)}`;
}

/**
 * The price of a product, or its lowest price as "From $88" if sizes differ.
 * @param {import("../catalog.mjs").Product} product
 */
export function priceRangeText(product) {
  const prices = product.rows.map((row) => row.price);
  const lowest = Math.min(...prices);
  return prices.some((price) => price !== lowest) ? `From ${priceText(lowest)}` : priceText(lowest);
}

/** @param {import("../catalog.mjs").Row} row */
export function stockText(row) {
  const level = stockLevel(row);
  const where = row.size === "One size" ? "" : ` in ${row.size}`;
  if (level === "out") return `Sold out${where}`;
  return level === "low" ? `Only ${row.inventory_quantity} left${where}` : "In stock, sent within two days";
}

/** @param {import("../catalog.mjs").Product} product */
export function productPath(product) {
  return `/products/${encodeURIComponent(product.slug)}`;
}

/** @param {string} text */
export function anchor(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
