// The function for pages, and what a page has before there is a script, or without WebAssembly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CARDS, inBlockPages } from "./block.setup.mjs";

inBlockPages("a block's page", ({ engine, run, browser, site, blocked }) => {
  test("filterElements, again and undone, in the page or in no page", async () => {
    const found = await run(async (cards) => {
      document.querySelector("main").replaceChildren();
      const ul = list(cards);
      const { filterElements } = block;
      const ids = ({ shown, hidden }) =>
        [shown, hidden].map((all) => all.map(({ id }) => id).join(" ")).join(" | ");
      const order = () => [...ul.children].map((one) => (one.hidden ? `(${one.id})` : one.id)).join(" ");
      const seen = [];
      const note = (result) => seen.push(`${ids(result)}: ${order()}`);
      note(filterElements(ul, { outOfStock: "last" }));
      document.querySelector("main").append(ul);
      note(filterElements(ul, { limit: 3 }));
      const result = filterElements(ul, { outOfStock: "hide", atLeast: 4 });
      note(result);
      result.undo();
      result.undo();
      seen.push(order());
      return seen;
    }, CARDS);
    assert.deepEqual(found, [
      "A D B E | C: A (C) D B E",
      "A B D | C E: A B (C) D (E)",
      "A D B C | E: A D B C (E)",
      "A B C D E",
    ]);
  });

  test("filterElements reports problems and their elements", async () => {
    const found = await run(() => {
      const problems = [];
      const onProblem = ({ code, item, field, found }) =>
        problems.push(`${item.id} ${code} ${field} ${found}`);
      const odd = card("E", { "data-inventory-variants": "[{" });
      const cards = list([...list("A 3 1, B many 1, C 0 never, D -2 1").children, odd]);
      block.filterElements(cards, { onProblem });
      return problems;
    });
    assert.deepEqual(found, [
      "B quantity_unreadable quantity many",
      "C policy_unknown policy never",
      "D quantity_negative quantity -2",
      "E quantity_unreadable quantity NaN",
    ]);
  });

  test("filterElements refuses bad options, and then has changed nothing", async () => {
    const found = await run((cards) => {
      document.querySelector("main").replaceChildren(list(cards));
      const refused = [
        { card: "li[" },
        { quantity: "" },
        { limit: -1 },
        { outOfStock: "first" },
        { limits: 1 },
      ].map((options) => {
        try {
          return String(block.filterElements(document, options));
        } catch (error) {
          return `${error.name} ${error.code} ${error.field}`;
        }
      });
      return [...refused, state()];
    }, CARDS);
    assert.deepEqual(found, [
      "BackInStockError invalid_option card",
      "BackInStockError invalid_option quantity",
      "BackInStockError invalid_option limit",
      "BackInStockError invalid_option outOfStock",
      "BackInStockError unknown_option limits",
      "A B C D E",
    ]);
  });

  test("a second definition leaves the first", async () => {
    const found = await run(async () => {
      await import("/dist/block-define.js?again");
      return customElements.get("product-block") === window.define.ProductBlockElement;
    });
    assert.equal(found, true);
  });

  test("in a page whose elements have the names of the document's members", async () => {
    const found = await run(async (cards) => {
      const main = document.querySelector("main");
      const links = list(cards);
      for (const one of links.children) {
        const link = Object.assign(document.createElement("a"), { href: "#", textContent: one.id });
        link.id = `${one.id}-link`;
        one.append(link);
      }
      const block = document.createElement("product-block");
      block.append(links);
      const shown = () => [...links.children].filter((one) => one.checkVisibility()).map(({ id }) => id);
      const focused = Object.getOwnPropertyDescriptor(Document.prototype, "activeElement").get;
      const names = new Set();
      for (let at = document; at; at = Object.getPrototypeOf(at))
        for (const name of Object.getOwnPropertyNames(at)) names.add(name);
      const images = [...names, "host"].map((name) => Object.assign(document.createElement("img"), { name }));
      main.replaceChildren(...images);
      const clobbered = document.createElement instanceof HTMLImageElement;
      main.append(block);
      await frames();
      const seen = [shown().join(" ")];
      links.querySelector("#B-link").focus();
      links.querySelector("#B").dataset.inventoryPolicy = "1";
      await frames();
      seen.push(shown().join(" "), focused.call(document).id);
      const whole = window.block.filterElements(links, { limit: 1 });
      seen.push(shown().join(" "));
      whole.undo();
      for (const image of images) image.remove();
      block.remove();
      return [clobbered, ...seen, window.events.filter((one) => one.includes("invalid"))];
    }, CARDS);
    assert.deepEqual(found, [true, "A B D E", "A D E", "D-link", "A", []]);
  });

  test("if WebAssembly is forbidden, all cards stay, with one report", async () => {
    await browser().goto(`${blocked().url}/blocked.html`);
    await browser().until(() => Boolean(window.block));
    const found = await run(async (cards) => {
      const block = await place({ "out-of-stock": "last" }, cards);
      block.querySelector("ul").append(card("F 0 1"));
      await frames();
      return [state(), window.passes, ...events];
    }, CARDS);
    assert.deepEqual(found, ["A B C D E F", 1, "wasm_blocked undefined"]);
    await browser().console(); // the policy's reports are meant
  });

  test("the selector for before the script hides nothing that the rule shows", async () => {
    await browser().goto(`${site().url}/undefined.html`);
    const found = await run(async () => {
      const hidden = () =>
        [...document.querySelectorAll("li")].filter((one) => !one.checkVisibility()).map(({ id }) => id);
      const early = hidden();
      const block = document.querySelector("product-block");
      const other = ["at-least", "threshold", "group-by", "card", "quantity-attribute", "policy-attribute"];
      const unsure = other.map((name) => {
        block.setAttribute(name, "1");
        const found = hidden().length;
        block.removeAttribute(name);
        return found;
      });
      await window.load();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const late = hidden();
      block.atLeast = 1000;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const rules = [document.styleSheets[0], document.adoptedStyleSheets[0]];
      const texts = rules.map(({ cssRules }) => cssRules[0].cssText);
      return { early, unsure, late, shown: hidden(), texts };
    });
    assert.deepEqual(
      found.early,
      ["0", "-1", "-12", "-0.5"].flatMap((quantity) =>
        ["1", "deny", "DENY"].map((rule) => `${quantity}/${rule}`),
      ),
    );
    assert.deepEqual(found.unsure, Array(6).fill(0));
    const out = ["0", "00", " 0 ", "-1", "-12", "-0.5", "0.0"].flatMap((quantity) =>
      ["1", " 1", "deny", "DENY", " deny"].map((rule) => `${quantity}/${rule}`),
    );
    assert.deepEqual(found.late, out);
    assert.deepEqual(found.shown, []);
    // The sheet that ships and the one that the element brings along have the same rule.
    assert.match(found.texts[0], /^@layer product-block/);
    assert.equal(found.texts[0], found.texts[1]);
  });

  if (engine === "chromium") {
    test("the plain case shifts nothing", async () => {
      const shifted = async (path) => {
        await browser().goto(site().url + path);
        await browser().until(() => document.querySelector("[hidden]"));
        await new Promise((resolve) => setTimeout(resolve, 300));
        return run(() => window.shift);
      };
      assert.equal(await shifted("/plain.html"), 0);
      // The measure can tell: without the rule that is loaded before, there is a shift.
      assert.ok((await shifted("/bare.html")) > 0);
    });
  }
});
