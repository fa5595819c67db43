// Pages for the tests of the block, without markup made by scripts: their policy forbids that.
import { readdirSync, readFileSync } from "node:fs";

const dist = new URL("../../dist/", import.meta.url);
const built = readdirSync(dist).filter((name) => /\.(js|css|wasm)$/.test(name));

const html = (title, head, body = "<main></main>") =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${head}${body}</html>`;
const theme = '<link rel="stylesheet" href="/theme.css">';
const rule = '<link rel="stylesheet" href="/dist/block.css">';
const script = (...paths) => paths.map((path) => `<script type="module" src="${path}"></script>`).join("");

/** Every combination that the documented selector and the rule may differ in. */
const QUANTITIES = ["", "0", "00", " 0 ", "-1", "-12", "-0.5", "1", "10", "x", "x-1", "0.0"];
const POLICIES = [undefined, "", "0", "1", " 1", "2", "deny", "DENY", " deny", "denying", "continue", "x"];
const grid = QUANTITIES.flatMap((quantity) =>
  POLICIES.map((policy) => {
    const stated = policy === undefined ? "" : ` data-inventory-policy="${policy}"`;
    return `<li id="${quantity}/${policy}" data-inventory-quantity="${quantity}"${stated}>card</li>`;
  }),
).join("");

const plain = `<product-block><ul>
  <li data-inventory-quantity="5" data-inventory-policy="1">in stock</li>
  <li data-inventory-quantity="0" data-inventory-policy="1">sold out</li>
  <li data-inventory-quantity="0" data-inventory-policy="2">sold out, and shown</li>
</ul></product-block><p>What follows the block.</p>`;

/** For `serve`. */
export const pages = {
  "/": html("Block", theme + script("/tools.js", "/dist/block-define.js", "/page.js")),
  "/blocked.html": html("Blocked", script("/tools.js", "/dist/block-define.js", "/page.js")),
  "/undefined.html": html(
    "Undefined",
    rule + script("/later.js"),
    `<product-block><ul>${grid}</ul></product-block>`,
  ),
  "/plain.html": html("Plain", theme + rule + script("/soon.js"), plain),
  "/bare.html": html("Without the rule", theme + script("/soon.js"), plain),
  "/theme.css": `* { margin: 0 } ul { list-style: none; padding: 0 }
    product-block.strong ul li.card:not(#none) { display: flex !important; min-height: 40px }
    li { min-height: 40px }`,
  "/later.js": `window.load = () => import("/dist/block-define.js");`,
  "/soon.js": `
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.shift += value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => import("/dist/block-define.js"), 300);`,
  "/page.js": `
    import * as block from "/dist/block.js";
    import * as define from "/dist/block-define.js";
    Object.assign(window, { block, define });`,
  "/tools.js": `(${tools})();`,
  ...Object.fromEntries(built.map((name) => [`/dist/${name}`, readFileSync(new URL(name, dist))])),
};

/** Runs in the page, before anything else. */
function tools() {
  const request = window.requestAnimationFrame;
  window.passes = 0;
  window.requestAnimationFrame = (callback) => {
    window.passes++;
    return request.call(window, callback);
  };
  window.events = [];
  const ids = (elements) => elements.map(({ id }) => id).join(" ");
  for (const type of ["product-block-change", "product-block-error"]) {
    document.addEventListener(type, ({ detail }) => {
      const { shown, hidden, error } = detail;
      window.events.push(error ? `${error.code} ${error.field}` : `${ids(shown)} | ${ids(hidden)}`);
    });
  }
  /** A card: its id, quantity and policy in a text such as "A 0 1"; "-" omits the attribute. */
  window.card = (text, more = {}) => {
    const [id, quantity = "-", policy = "-"] = text.split(" ");
    const card = document.createElement("li");
    Object.assign(card, { id, className: "card", textContent: id });
    const attributes = { "data-inventory-quantity": quantity, "data-inventory-policy": policy, ...more };
    for (const [name, value] of Object.entries(attributes)) if (value !== "-") card.setAttribute(name, value);
    return card;
  };
  /** A list of cards, "A 5 1, B 0 2" or elements, each followed by a line break. */
  window.list = (cards) => {
    const list = document.createElement("ul");
    const made = typeof cards === "string" ? cards.split(", ").map((text) => window.card(text)) : cards;
    list.append(...made.flatMap((card) => [card, "\n"]));
    return list;
  };
  /** A block in the page, after its first pass. */
  window.place = async (attributes, ...lists) => {
    document.querySelector("main").replaceChildren();
    const block = document.createElement("product-block");
    for (const [name, value] of Object.entries(attributes)) block.setAttribute(name, value);
    block.append(...lists.map((one) => (one instanceof Element ? one : window.list(one))));
    await window.frames();
    window.events.length = 0;
    window.passes = 0;
    document.querySelector("main").append(block);
    await window.frames();
    return block;
  };
  /** Two frames later: whatever answers to a change has done so. */
  window.frames = () =>
    new Promise((resolve) => request.call(window, () => request.call(window, () => setTimeout(resolve))));
  /** The cards in their order; those that are not displayed in brackets. */
  window.state = (root = document.querySelector("main")) =>
    [...root.querySelectorAll(".card")]
      .map((card) => (card.checkVisibility() ? card.id : `(${card.id})`))
      .join(" ");
}
