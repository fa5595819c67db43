import { html } from "./html.mjs";

const NAME = "Harbor & Pine";
const MAIL = "hello@harbor-and-pine.example";

/**
 * Settings of the shop: where alerts are sent.
 * @typedef {object} Shop
 * @property {string} companyId
 * @property {string} endpoint
 */

/**
 * A whole page around its main content. `own` names an additional script and style sheet.
 * @param {Shop} shop
 * @param {{ title?: string, description: string, main: unknown, own?: string }} page
 * @returns {string}
 */
export function layout({ companyId, endpoint }, { title, description, main, own }) {
  return `<!doctype html>\n${html`<html lang="en" data-company-id="${companyId}" data-endpoint="${endpoint}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title ? `${title} – ${NAME}` : `${NAME} – clothing and gear for the coast`}</title>
    <meta name="description" content="${description}">
    <meta name="color-scheme" content="light">
    <meta name="theme-color" content="#fbfaf7">
    <link rel="icon" href="/images/mark.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/shop.css">
    <script type="module" src="/assets/main.js"></script>
    ${own && html`<link rel="stylesheet" href="/assets/${own}.css"><script type="module" src="/assets/${own}.js"></script>`}
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    ${header()}
    <main id="main" tabindex="-1">${main}</main>
    ${footer()}
  </body>
</html>`}\n`;
}

/**
 * A `mailto:` link to the shop.
 * @param {string} subject
 * @param {string} text
 */
export function mailLink(subject, text) {
  return html`<a href="mailto:${MAIL}?subject=${encodeURIComponent(subject)}">${text}</a>`;
}

function header() {
  return html`<header class="site-header">
      <div class="wrap site-header-row">
        <a class="brand" href="/"><img src="/images/mark.svg" width="32" height="32" alt="">${NAME}</a>
        <nav class="site-nav" aria-label="Shop">
          <a href="/#clothing">Clothing</a>
          <a href="/#gear-home">Gear &amp; home</a>
        </nav>
        <p class="cart">
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false"><path d="M5 8h14l1 13H4zM8.500 10V7a3.500 3.500 0 0 1 7 0v3" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linejoin="round" stroke-linecap="round"></path></svg>
          <span class="cart-word">Cart</span> <span class="cart-count"><span data-cart-count>0</span><span class="visually-hidden"> items</span></span>
        </p>
      </div>
    </header>`;
}

function footer() {
  return html`<footer class="site-footer">
      <ul class="wrap promises">
        <li><strong>Free shipping over $90</strong> Packed in paper, sent within two days.</li>
        <li><strong>Sixty days to decide</strong> Worn it in the rain first? Still fine.</li>
        <li><strong>Repaired for life</strong> Seams, zips and buttons, on the house.</li>
      </ul>
      <div class="wrap site-footer-row">
        <p>Questions? ${mailLink("A question", MAIL)}</p>
        <p>The demo shop of <strong>back-in-stock</strong>. Nothing here is for sale, and alerts go to a local emulator.</p>
      </div>
    </footer>`;
}
