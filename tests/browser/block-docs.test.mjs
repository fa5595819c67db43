// docs/product-block.md is true: its code runs, and it names every attribute and event.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { ProductBlockElement } from "back-in-stock/block";
import { engines, open } from "./driver.mjs";
import { renderBlock, snippet } from "./snippets/render.mjs";
import { serve } from "./static-server.mjs";

const docs = readFileSync(new URL("../../docs/product-block.md", import.meta.url), "utf8");
const dist = new URL("../../dist/", import.meta.url);

/** The blocks of code in one language, in their order. */
const code = (language) =>
  [...docs.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text);

const HOSTILE = `"Ann's" <b>Tee</b> & Co </li><img src="/x"> {{x}} &lt;`;
const PRODUCTS = [
  { name: "sold out", children: [{ stock: 0 }, { stock: -2 }] },
  { name: "one size left", children: [{ stock: 0 }, { stock: 1 }] },
  { name: "on backorder", children: [{ stock: 0 }, { stock: 0, backorders: true }] },
  { name: HOSTILE, children: [{ stock: 3 }] },
  { name: "not tracked", children: [{}] },
];

/** The page imports by the package's names, as bundlers do. */
const IMPORTS = `<script type="importmap">{"imports": {"back-in-stock/block": "/assets/block.js"}}</script>`;
const html = (body) => `<!doctype html><html lang="en"><title>Cards</title>${IMPORTS}${body}</html>`;
const inSection = (body) => `<section>${body}</section>`;

const [example, last] = code("html");
const [css, hidden] = code("css");
const [listener, fromCode] = code("js");
const script = (text) => `<script type="module">${text}</script>`;
const liquid = renderBlock(PRODUCTS).replaceAll("/notify-me/", "/assets/");
/** The card as the recipe changes it. */
const [recipe] = /variant\.inventory_policy \| replace: [^`]*/.exec(docs);
const shownByPolicy = snippet("product-block.liquid").replace("variant.inventory_policy | json", recipe);
const liquidLast = renderBlock(PRODUCTS, shownByPolicy).replaceAll("/notify-me/", "/assets/");

const pages = {
  "/example.html": html(script(listener) + inSection(example)),
  "/last.html": html(last),
  "/attribute.html": html(example.replace('limit="8"', 'policy-attribute="data-no-policy"')),
  "/liquid-last.html": html(`<style>${css}</style>${liquidLast}`),
  "/liquid.html": html(`<style>${css}</style>${liquid}`),
  "/empty.html": html(
    `<style>section { display: grid } ${hidden}</style>` +
      script(listener) +
      inSection(
        liquid.replace(/<li [\s\S]*<\/li>/, "").replace(
          "</ul>",
          `
    <li data-inventory-quantity="0" data-inventory-policy="1">card</li></ul>`,
        ),
      ),
  ),
  "/code.html": html(
    liquid.replace(/<\/?product-block[^>]*>/g, "") +
      script(`${fromCode}; Object.assign(window, { shown, hidden, undo });`),
  ),
  ...Object.fromEntries(
    readdirSync(dist)
      .filter((name) => /\.(js|css)$/.test(name))
      .map((name) => [`/assets/${name}`, readFileSync(new URL(name, dist))]),
  ),
};

test("the documentation shows the snippet as it is", () => {
  assert.deepEqual(code("liquid"), [snippet("product-block.liquid")]);
});

test("every attribute, property, event and mode is documented", () => {
  for (const name of ProductBlockElement.observedAttributes) assert.ok(docs.includes(`\`${name}\``), name);
  for (const name of ["product-block-change", "product-block-error", "policy", "hide", "last"])
    assert.ok(docs.includes(`\`${name}\``), name);
  const source = readFileSync(new URL("../../elements/product-block/element.ts", import.meta.url), "utf8");
  const events = new Set(Array.from(source.matchAll(/"(product-block-\w+)"/g), ([, name]) => name));
  assert.deepEqual([...events].sort(), ["product-block-change", "product-block-error"]);
});

for (const engine of engines) {
  describe(`the code of docs/product-block.md in ${engine}`, { timeout: 120_000 }, () => {
    let browser;
    let site;
    before(async () => {
      site = await serve(pages);
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    const arranged = async (path) => {
      await browser.goto(site.url + path);
      await browser.until(() => document.querySelector("[hidden=product-block]"));
    };
    const soldOut = async (path) => {
      await browser.goto(site.url + path);
      await browser.until(() => document.querySelector("[data-inventory-state=out-of-stock]"));
    };
    const cards = () =>
      browser.run(() =>
        [...document.querySelectorAll("li")]
          .filter((one) => one.checkVisibility())
          .map((one) => {
            const badge = one.querySelector(".product-card-badge");
            return (
              (one.querySelector("h3") ?? one).textContent + (badge?.checkVisibility() ? " (sold out)" : "")
            );
          }),
      );

    test("the first example", async () => {
      await arranged("/example.html");
      assert.deepEqual(await cards(), [
        "Ocean Blue Shirt",
        "Gift card: no quantity, always shown",
        "Cable Sweater: sold out, moved to the end",
      ]);
      assert.equal(await browser.run(() => document.querySelector("section").hidden), false);
    });

    test("the Shopify card, with its badge", async () => {
      await arranged("/liquid.html");
      assert.deepEqual(await cards(), ["one size left", HOSTILE, "not tracked", "on backorder"]);
      assert.equal(await browser.run(() => document.querySelectorAll("b, img").length), 0);
    });

    test("a section without a card to show is hidden by the listener", async () => {
      await arranged("/empty.html");
      await browser.until(() => document.querySelector("section").hidden);
      assert.equal(await browser.run(() => document.querySelector("section").checkVisibility()), false);
    });

    test("all sold-out cards last: with another policy, without one, or with the name of an attribute that no card has", async () => {
      await soldOut("/last.html");
      assert.deepEqual(await cards(), ["Ocean Blue Shirt", "Wool Blanket: sold out, moved to the end"]);
      await soldOut("/attribute.html");
      assert.deepEqual(await cards(), [
        "Ocean Blue Shirt",
        "Gift card: no quantity, always shown",
        "Wool Blanket: hidden",
        "Cable Sweater: sold out, moved to the end",
      ]);
      await soldOut("/liquid-last.html");
      assert.deepEqual(await cards(), [
        "one size left",
        HOSTILE,
        "not tracked",
        "sold out (sold out)",
        "on backorder",
      ]);
    });

    test("from code", async () => {
      await arranged("/code.html");
      const counts = await browser.run(() => [shown.length, hidden.length]);
      assert.deepEqual(counts, [4, 1]);
      await browser.run(() => undo());
      assert.equal((await cards()).length, 5);
    });

    test("nothing was complained about", async () => {
      const complaints = (await browser.console()).filter(({ text }) => !text.includes("/favicon.ico"));
      assert.deepEqual(complaints, []);
    });
  });
}
