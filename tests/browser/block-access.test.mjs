// What people hear who do not see the cards change, and where the focus goes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inBlockPages } from "./block.setup.mjs";
import { Key } from "./driver.mjs";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const CARDS = "A 5 1, B 0 2, C 0 1, D 3, E 0";

inBlockPages("a block's access", ({ run, browser }) => {
  /** A block with a button that changes it when a person clicks it. */
  const withButton = (attributes, change, lang = "en") =>
    run(
      `const [attributes, cards, change, lang] = arguments;
       document.documentElement.lang = lang;
       const block = await place(attributes, cards);
       const button = document.createElement("button");
       button.id = "button";
       button.textContent = "Change";
       button.addEventListener("click", () => steps.shift()?.(block));
       window.steps = [].concat(change).map((name) => changes[name]);
       block.before(button);`,
      attributes,
      CARDS,
      change,
      lang,
    );
  const click = async () => {
    await browser().click(await browser().find("#button"));
    await run(() => frames());
  };
  const said = () =>
    run(() => document.querySelector("product-block").shadowRoot.querySelector("[role=status]").textContent);

  test("define the changes that the tests below make", () =>
    run(() => {
      window.changes = {
        hide: (block) => (block.outOfStock = "hide"),
        one: (block) => (block.limit = 1),
        last: (block) => (block.outOfStock = "last"),
        nothing: () => {},
        all: (block) => block.removeAttribute("limit"),
      };
    }));

  test("the page's own changes are not announced, and neither is the first arrangement", async () => {
    await run(async (cards) => {
      const block = await place({}, "");
      await frames();
      block.replaceChildren(list(cards));
      await frames();
    }, CARDS);
    assert.equal(await said(), "");
    await run(async () => {
      document.querySelector("product-block").limit = 1;
      await frames();
    });
    assert.equal(await said(), "");
  });

  test("a changed count is announced politely after something that the shopper did", async () => {
    await withButton({}, ["nothing", "last", "hide", "one"]);
    assert.equal(await said(), "");
    await click();
    assert.equal(await said(), "");
    await click(); // the order, and no other count
    assert.equal(await said(), "");
    await click();
    assert.equal(await said(), "Products shown: 2");
    await click();
    assert.equal(await said(), "Products shown: 1");
    const { lang, shown } = await run(() => {
      const region = document.querySelector("product-block").shadowRoot.querySelector("[role=status]");
      const { width, height } = region.getBoundingClientRect();
      return { lang: region.lang, shown: [width, height] };
    });
    assert.equal(lang, "en");
    assert.deepEqual(shown, [1, 1]);
  });

  test("its text is the page's, with the plural forms of the page's language", async () => {
    const texts = {
      "count-text": "{count} z {total} produktów",
      "count-text-one": "{count} produkt",
      "count-text-few": "{count} produkty",
    };
    await withButton(texts, ["hide", "one"], "pl");
    await click();
    assert.equal(await said(), "2 produkty");
    await click();
    assert.equal(await said(), "1 produkt");
    const lang = await run(
      () => document.querySelector("product-block").shadowRoot.querySelector("span").lang,
    );
    assert.equal(lang, "");
    await withButton({ "count-text": "{count} von {total} Artikeln" }, "hide", "de");
    await click();
    assert.equal(await said(), "2 von 5 Artikeln");
    await withButton({ "count-text": "" }, "hide", "de");
    await click();
    assert.equal(await said(), "");
  });

  test("an invalid language falls back to English", async () => {
    for (const lang of ["constructor", "x y", ""]) {
      await withButton({ "count-text-one": "{count} product" }, "one", lang);
      await click();
      assert.equal(await said(), "1 product", lang);
    }
    await run(() => (document.documentElement.lang = "en"));
  });

  /** Places cards with links; what has the focus after a change. */
  const focusAfter = (attributes, start, change) =>
    run(
      `const [attributes, start, change] = arguments;
       const block = await place(attributes, "A 1 1, B 1 1, C 1 1, D 1 1");
       for (const one of block.querySelectorAll(".card")) {
         const link = document.createElement("a");
         Object.assign(link, { href: "#", id: one.id + "-link", textContent: one.id });
         one.append(link);
       }
       document.querySelector(start).focus();
       for (const id of change) block.querySelector("#" + id).dataset.inventoryQuantity = "0";
       await frames();
       const { activeElement } = document;
       return [activeElement.id || activeElement.localName, state()];`,
      attributes,
      start,
      change,
    );

  test("the focus of a card that is hidden goes to the next card, else to the one before", async () => {
    assert.deepEqual(await focusAfter({}, "#B-link", ["B", "C"]), ["D-link", "A (B) (C) D"]);
    assert.deepEqual(await focusAfter({}, "#D-link", ["D", "C"]), ["B-link", "A B (C) (D)"]);
    assert.deepEqual(await focusAfter({}, "#B-link", ["C"]), ["B-link", "A B (C) D"]);
  });

  test("where no card can take the focus, the block has it, until it leaves", async () => {
    const found = await focusAfter({}, "#B-link", ["A", "B", "C", "D"]);
    assert.deepEqual(found, ["product-block", "(A) (B) (C) (D)"]);
    const left = await run(() => {
      const block = document.querySelector("product-block");
      const during = block.tabIndex;
      block.blur();
      return [during, block.hasAttribute("tabindex")];
    });
    assert.deepEqual(left, [-1, false]);
  });

  test("a card whose dialog is open stays until it is closed", async () => {
    const opened = await run(async () => {
      const block = await place({}, "A 1 1, B 1 1");
      const dialog = document.createElement("dialog");
      const close = document.createElement("button");
      close.id = "close";
      close.textContent = "Close";
      close.addEventListener("click", () => dialog.close());
      dialog.append(close);
      const link = document.createElement("a");
      Object.assign(link, { href: "#", id: "link", textContent: "B" });
      block.querySelector("#A").append(dialog);
      block.querySelector("#B").append(link);
      dialog.showModal();
      block.querySelector("#A").dataset.inventoryQuantity = "0";
      await frames();
      return [state(), dialog.checkVisibility(), ...events];
    });
    assert.deepEqual(opened, ["A B", true, "A B | "]);
    await browser().click(await browser().find("#close"));
    await browser().until(() => state() === "(A) B");
    await browser().until(() => document.activeElement.localName !== "button");
    await browser().press(Key.TAB);
    assert.ok(await run(() => document.activeElement.checkVisibility()));
  });

  test("axe finds nothing", async () => {
    await run(async () => {
      document.querySelector("main").replaceChildren();
      const block = document.createElement("product-block");
      block.outOfStock = "last";
      block.append(list("A 0 1, B 0 2, C 1"));
      document.querySelector("main").append(block);
      await frames();
    });
    const found = await run(
      `${axe}; const { violations } = await axe.run("main"); return violations.map(({ id }) => id);`,
    );
    assert.deepEqual(found, []);
  });
});
