import { productLevel, stockLevel } from "../catalog.mjs";
import { anchor, priceRangeText, productPath } from "./format.mjs";
import { html } from "./html.mjs";
import { layout } from "./layout.mjs";

/** Number of images above the fold of a wide window. The others load lazily. */
const EAGER = 4;

/** @type {Record<import("../catalog.mjs").Level, string | undefined>} */
const BADGES = { in: undefined, low: "Low stock", out: "Sold out" };

/**
 * The collection: every product of the feed, section by section.
 * @param {Iterable<import("../catalog.mjs").Product>} products
 * @param {import("./layout.mjs").Shop} shop
 * @returns {string}
 */
export function collectionPage(products, shop) {
  return layout(shop, {
    description:
      "Clothing and gear for the coast, made to be repaired: shirts, knitwear, shells, boots and bags.",
    main: html`
      <section class="hero wrap" aria-labelledby="hero-title">
        <div class="hero-text">
          <p class="eyebrow">The autumn collection</p>
          <h1 id="hero-title">Made for weather, kept for years</h1>
          <p class="lead">Clothing and gear for people who live where the road ends at the water. Small runs, honest materials, repaired for life.</p>
          <p><a class="button" href="#clothing">See the collection</a></p>
        </div>
        <img class="hero-picture" src="/images/harbor.svg" width="1200" height="900" alt="" fetchpriority="high">
      </section>
      ${bySection(products).map(([name, members], index) => section(name, members, index === 0 ? EAGER : 0))}
    `,
  });
}

/**
 * @param {Iterable<import("../catalog.mjs").Product>} products
 * @returns {[string, import("../catalog.mjs").Product[]][]}
 */
function bySection(products) {
  /** @type {Map<string, import("../catalog.mjs").Product[]>} */
  const sections = new Map();
  for (const product of products) {
    sections.set(product.section, [...(sections.get(product.section) ?? []), product]);
  }
  return [...sections];
}

/**
 * @param {string} name
 * @param {import("../catalog.mjs").Product[]} products
 * @param {number} eager
 */
function section(name, products, eager) {
  const id = anchor(name);
  return html`<section class="collection wrap" aria-labelledby="${id}">
        <h2 id="${id}">${name}</h2>
        <ul class="grid">${products.map((product, index) => card(product, index < eager))}
        </ul>
      </section>
      `;
}

/**
 * @param {import("../catalog.mjs").Product} product
 * @param {boolean} eager
 */
function card(product, eager) {
  const level = productLevel(product);
  return html`
          <li class="card">
            <img src="${product.image}" width="800" height="1000" alt="" loading="${eager ? "eager" : "lazy"}" decoding="async">
            <h3><a href="${productPath(product)}">${product.title}</a></h3>
            <p class="card-price">${priceRangeText(product)}</p>
            ${BADGES[level] && html`<p class="badge" data-level="${level}">${BADGES[level]}</p>`}
            <ul class="card-sizes" aria-label="Sizes">${product.rows.map(sizeItem)}</ul>
            ${level === "out" && notifyMe(product)}
          </li>`;
}

/**
 * The button of a product without stock. If the product has several sizes, the dialog offers them.
 * @param {import("../catalog.mjs").Product} product
 */
function notifyMe({ rows, title }) {
  const [first] = rows;
  const variants = rows.map(({ id, title, inventory_quantity }) => ({ id, title, inventory_quantity }));
  const multiple = rows.length > 1 && html` multiple variants="${JSON.stringify(variants)}"`;
  return html`<notify-me display="dialog" variant="${first.id}" product="${title}" quantity="${first.inventory_quantity}"${multiple}></notify-me>`;
}

/** @param {import("../catalog.mjs").Row} row */
function sizeItem(row) {
  const out = stockLevel(row) === "out";
  return out
    ? html`<li><s>${row.size}</s><span class="visually-hidden"> sold out</span></li>`
    : html`<li>${row.size}</li>`;
}
