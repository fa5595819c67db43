import { readFileSync } from "node:fs";

/**
 * One row of the feed: one size of one product.
 * @typedef {object} Row
 * @property {string} id
 * @property {string} title
 * @property {string} link
 * @property {string} description
 * @property {string} image_link
 * @property {number} price in US dollars
 * @property {string[]} categories the first is the section of the shop
 * @property {number} inventory_quantity
 * @property {1 | 2} [inventory_policy]
 * @property {string} product the slug that the rows of one product share
 * @property {string} product_title
 * @property {string} size
 * @property {string} color
 * @property {string} material
 * @property {string} care
 */

/**
 * @typedef {object} Product
 * @property {string} slug
 * @property {string} title
 * @property {string} section
 * @property {string} image path on this site
 * @property {[Row, ...Row[]]} rows in the order of the feed
 */

/** @typedef {"in" | "low" | "out"} Level */

const LOW = 3;

/** @returns {Row[]} */
export function readFeed() {
  return JSON.parse(readFileSync(new URL("feed.json", import.meta.url), "utf8"));
}

/**
 * The rows with the stock that the emulator's dashboard was told of: a shop knows its own stock at once, and Klaviyo
 * hears of it at the next sync. Without an answer, that of the feed.
 * @param {readonly Row[]} rows
 * @param {string} emulatorUrl
 * @returns {Promise<Row[]>}
 */
export async function withStock(rows, emulatorUrl) {
  /** @type {Map<string, number>} */
  const stock = new Map();
  try {
    const signal = AbortSignal.timeout(500);
    const response = await fetch(`${emulatorUrl}/emulator/catalog?limit=1000`, { signal });
    for (const { externalId, listed } of (await response.json()).rows) stock.set(externalId, listed);
  } catch {
    // Somebody paused it, or it is none of ours.
  }
  return rows.map((row) => ({ ...row, inventory_quantity: stock.get(row.id) ?? row.inventory_quantity }));
}

/**
 * The products of a feed, by slug, in the order in which the feed names them first.
 * @param {readonly Row[]} rows
 * @returns {Map<string, Product>}
 */
export function groupProducts(rows) {
  /** @type {Map<string, Product>} */
  const products = new Map();
  for (const row of rows) {
    const known = products.get(row.product);
    if (known) known.rows.push(row);
    else products.set(row.product, productOf(row));
  }
  return products;
}

/**
 * @param {Row} row
 * @returns {Product}
 */
function productOf(row) {
  return {
    slug: row.product,
    title: row.product_title,
    section: row.categories[0] ?? "Shop",
    image: new URL(row.image_link).pathname,
    rows: [row],
  };
}

/**
 * What the shop can sell of one row. The feed's policy says whether a product may be recommended while it is
 * sold out, not whether it may be sold, so it has no say here.
 * @param {Row} row
 * @returns {Level}
 */
export function stockLevel(row) {
  if (row.inventory_quantity <= 0) return "out";
  return row.inventory_quantity <= LOW ? "low" : "in";
}

/**
 * A product is sold out when all its sizes are, and low when none of those left is better than low.
 * @param {Product} product
 * @returns {Level}
 */
export function productLevel(product) {
  const levels = product.rows.map(stockLevel);
  if (levels.includes("in")) return "in";
  return levels.includes("low") ? "low" : "out";
}

/**
 * The row of the size that was asked for, else the first that can be bought, else the first.
 * @param {Product} product
 * @param {string | null} size
 * @returns {Row}
 */
export function chooseRow(product, size) {
  const { rows } = product;
  return rows.find((row) => row.size === size) ?? rows.find((row) => stockLevel(row) !== "out") ?? rows[0];
}
