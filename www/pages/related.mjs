import { stockLevel } from "../catalog.mjs";
import { priceText } from "./format.mjs";
import { html } from "./html.mjs";

/** Maximum number of recommendations. The block decides how many of them are shown. */
const MAX_RECOMMENDATIONS = 8;

/** @type {[mode: string, label: string][]} */
const MODES = [
  ["policy", "Feed policy"],
  ["hide", "Hidden"],
  ["last", "Last"],
];

/**
 * "You may also like": rows of other products with the stock of the feed. The list includes sold-out products;
 * `<product-block>` hides them or moves them to the end.
 * @param {Iterable<import("../catalog.mjs").Product>} products
 * @param {import("../catalog.mjs").Product} product the product of the page
 * @param {import("../catalog.mjs").Row} chosen
 */
export function relatedBlock(products, product, chosen) {
  return html`<section class="related wrap" aria-labelledby="related-title">
        <div class="related-head">
          <h2 id="related-title">You may also like</h2>
          <fieldset class="switch" data-related-switch>
            <legend>Sold-out items</legend>
            <div class="switch-row">${MODES.map(([mode, label], index) => modeOption(mode, label, index === 0))}
            </div>
          </fieldset>
        </div>
        <product-block out-of-stock="policy" data-related>
          <ul class="grid">${recommend([...products], product, chosen).map(card)}
          </ul>
        </product-block>
      </section>
      `;
}

/**
 * Selects one row from each other product: the same size, or the size at the same position. Products of the same section
 * alternate with the others.
 * @param {import("../catalog.mjs").Product[]} products
 * @param {import("../catalog.mjs").Product} product
 * @param {import("../catalog.mjs").Row} chosen
 * @returns {import("../catalog.mjs").Row[]}
 */
export function recommend(products, product, chosen) {
  const position = product.rows.indexOf(chosen);
  const others = products.filter((other) => other !== product);
  const [near, far] = [true, false].map((isNear) =>
    others.filter((other) => (other.section === product.section) === isNear),
  );
  const turns = others
    .flatMap((_, index) => [near?.[index], far?.[index]])
    .filter((other) => other !== undefined);
  return turns.slice(0, MAX_RECOMMENDATIONS).map(({ rows }) => {
    return rows.find((row) => row.size === chosen.size) ?? rows[position % rows.length] ?? rows[0];
  });
}

/**
 * @param {string} mode
 * @param {string} label
 * @param {boolean} checked
 */
function modeOption(mode, label, checked) {
  return html`
              <label><input type="radio" name="sold-out" value="${mode}"${checked && html` checked`}><span>${label}</span></label>`;
}

/** @param {import("../catalog.mjs").Row} row */
function card(row) {
  const { pathname: image } = new URL(row.image_link);
  const { pathname, search } = new URL(row.link);
  const size = row.size === "One size" ? "" : row.size;
  const policy = row.inventory_policy && html` data-inventory-policy="${row.inventory_policy}"`;
  return html`
            <li class="card" data-inventory-quantity="${row.inventory_quantity}"${policy}>
              <img src="${image}" width="800" height="1000" alt="" loading="lazy" decoding="async">
              <h3><a href="${pathname}${search}">${row.product_title}${size && html`, ${size}`}</a></h3>
              <p class="card-price">${priceText(row.price)}</p>
              ${stockLevel(row) === "out" && html`<p class="badge" data-level="out">Sold out</p>`}
              ${stockLevel(row) === "out" && notifyMe(row)}
            </li>`;
}

/** @param {import("../catalog.mjs").Row} row */
function notifyMe(row) {
  return html`<notify-me display="dialog" variant="${row.id}" product="${row.title}" quantity="${row.inventory_quantity}"></notify-me>`;
}
