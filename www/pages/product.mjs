import { chooseRow, stockLevel } from "../catalog.mjs";
import { anchor, priceText, productPath, stockText } from "./format.mjs";
import { html } from "./html.mjs";
import { layout, mailLink } from "./layout.mjs";
import { relatedBlock } from "./related.mjs";

/**
 * The page of a product with one size selected.
 * @param {import("../catalog.mjs").Product} product
 * @param {import("./layout.mjs").Shop & { products: Iterable<import("../catalog.mjs").Product>, size: string | null }} options
 *   `products` are all products of the shop, for recommendations
 * @returns {string}
 */
export function productPage(product, { products, size, ...shop }) {
  const row = chooseRow(product, size);
  return layout(shop, {
    title: product.title,
    description: row.description,
    main: html`
      <nav class="trail wrap" aria-label="Breadcrumb">
        <ol>
          <li><a href="/">Shop</a></li>
          <li><a href="/#${anchor(product.section)}">${product.section}</a></li>
        </ol>
      </nav>
      <article class="product wrap" data-product>
        <div class="product-picture">
          <img src="${product.image}" width="800" height="1000" alt="${product.title} in ${row.color.toLowerCase()}" fetchpriority="high">
        </div>
        <div class="product-text">
          <p class="eyebrow">${row.color}</p>
          <h1>${product.title}</h1>
          <p class="price" data-price>${priceText(row.price)}</p>
          <p class="description">${row.description}</p>
          ${buyForm(product, row)}
          ${notifyMe(row, product, shop.endpoint)}
          <dl class="facts">
            <div><dt>Material</dt><dd>${row.material}</dd></div>
            <div><dt>Care</dt><dd>${row.care}</dd></div>
            <div><dt>Shipping</dt><dd>Free over $90, returns within sixty days</dd></div>
          </dl>
        </div>
      </article>
      ${relatedBlock(products, product, row)}
    `,
  });
}

/**
 * @param {import("../catalog.mjs").Product} product
 * @param {import("../catalog.mjs").Row} chosen
 */
function buyForm(product, chosen) {
  const level = stockLevel(chosen);
  return html`<form class="buy" method="get" action="${productPath(product)}" autocomplete="off">
            <fieldset>
              <legend>Size</legend>
              <div class="sizes">${product.rows.map((row) => sizeOption(row, row === chosen))}
              </div>
            </fieldset>
            <noscript>
              <p class="no-script"><button class="button button-quiet" type="submit">Show this size</button>
              ${level !== "out" && html`<span>The cart needs JavaScript. ${mailLink(`Order: ${chosen.title}`, "Order by email")}</span>`}</p>
            </noscript>
            <p class="stock" data-stock data-level="${level}">${stockText(chosen)}</p>
            <button class="button button-wide" type="button" data-add${level === "out" && html` disabled`}>${level === "out" ? "Sold out" : "Add to cart"}</button>
            <p class="announcement" role="status" data-announcement></p>
          </form>`;
}

/**
 * A radio button with all the data that the page shows for its size, so that selecting a size needs no request.
 * @param {import("../catalog.mjs").Row} row
 * @param {boolean} checked
 */
function sizeOption(row, checked) {
  const level = stockLevel(row);
  return html`
                <label class="size" data-level="${level}">
                  <input type="radio" name="size" value="${row.size}"${checked && html` checked`} data-variant="${row.id}" data-title="${row.title}" data-price="${priceText(row.price)}" data-stock="${stockText(row)}" data-level="${level}" data-quantity="${row.inventory_quantity}">
                  <span>${row.size}${level === "out" && html`<span class="visually-hidden">, sold out</span>`}</span>
                </label>`;
}

/**
 * The element shows by itself when the quantity is 0. `main.ts` sets the defaults for the whole shop. Its content is for
 * shoppers without JavaScript: a form if the shop has a relay.
 * @param {import("../catalog.mjs").Row} row
 * @param {import("../catalog.mjs").Product} product
 * @param {string} endpoint
 */
function notifyMe(row, product, endpoint) {
  const hasForm = endpoint.startsWith("/") && stockLevel(row) === "out";
  return html`<notify-me variant="${row.id}" product="${row.title}" quantity="${row.inventory_quantity}">
            ${hasForm && alertForm(row, product, endpoint)}
            ${mailLink(`Back in stock: ${row.title}`, "Contact us and we'll let you know when it's back")}
          </notify-me>`;
}

/**
 * The relay answers with the page in `return`, whose style sheet shows one of the two paragraphs.
 * @param {import("../catalog.mjs").Row} row
 * @param {import("../catalog.mjs").Product} product
 * @param {string} endpoint
 */
function alertForm(row, product, endpoint) {
  return html`<form class="alert-form" method="post" action="${endpoint}/alert">
              <input type="hidden" name="variant" value="${row.id}">
              <input type="hidden" name="return" value="${productPath(product)}?size=${encodeURIComponent(row.size)}">
              <label>Email <input type="email" name="email" autocomplete="email" required></label>
              <button class="button">Notify me when it's back</button>
            </form>
            <p class="alert-outcome" id="back-in-stock-requested">We'll email you when ${row.title} is back.</p>
            <p class="alert-outcome" id="back-in-stock-failed">That didn't work. Please check the address.</p>`;
}
