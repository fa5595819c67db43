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
 * Returns the rows with the stock set in the emulator's dashboard. A shop knows its own stock at once; Klaviyo learns it
 * with the next sync. Without an answer from the emulator, the rows keep the stock of the feed.
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
    // The emulator is paused, or another server listens there.
  }
  return rows.map((row) => ({ ...row, inventory_quantity: stock.get(row.id) ?? row.inventory_quantity }));
}

/**
 * The products of a feed by slug, in the order of their first rows.
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
 * The stock level of one row. The feed's policy is irrelevant here: it says whether a sold-out product may be recommended,
 * not whether it can be bought.
 * @param {Row} row
 * @returns {Level}
 */
export function stockLevel(row) {
  if (row.inventory_quantity <= 0) return "out";
  return row.inventory_quantity <= LOW ? "low" : "in";
}

/**
 * The level of the best-stocked size: `out` only if every size is sold out.
 * @param {Product} product
 * @returns {Level}
 */
export function productLevel(product) {
  const levels = product.rows.map(stockLevel);
  if (levels.includes("in")) return "in";
  return levels.includes("low") ? "low" : "out";
}

/**
 * The row of the given size, or the first row in stock, or the first row.
 * @param {Product} product
 * @param {string | null} size
 * @returns {Row}
 */
export function chooseRow(product, size) {
  const { rows } = product;
  return rows.find((row) => row.size === size) ?? rows.find((row) => stockLevel(row) !== "out") ?? rows[0];
}
