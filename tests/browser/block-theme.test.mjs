// What a theme may do to a block's cards meanwhile: load, morph, replace, copy, hide and style them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CARDS, inBlockPages } from "./block.setup.mjs";

inBlockPages("a block in a theme", ({ run }) => {
  test("later cards, other cards, and cards that change are arranged, one pass for each frame", async () => {
    const found = await run(async (cards) => {
      const block = await place({}, cards);
      const seen = [];
      const step = async (change) => {
        window.passes = 0;
        await change();
        await frames();
        seen.push(`${state()}, ${window.passes}`);
      };
      const ul = block.querySelector("ul");
      await step(() => ul.append(card("F 0 1"), card("G 1 1")));
      await step(() => (block.querySelector("#A").dataset.inventoryQuantity = "0"));
      await step(() => block.querySelector("#D").remove());
      await step(() => block.replaceChildren(list("X 0 1, Y 1 1")));
      await step(async () => {
        for (let count = 0; count < 200; count++) {
          block.firstChild.append(card(`Z${count % 2} 0 1`));
          block.querySelector("#Z0, #Z1").remove();
          block.querySelector("#X").dataset.inventoryQuantity = String(count);
          await null; // the element observes each change separately
        }
      });
      await step(() => {});
      return { seen, events };
    }, CARDS);
    assert.deepEqual(found.seen, [
      "A B (C) D E (F) G, 1",
      "(A) B (C) D E (F) G, 1",
      "(A) B (C) E (F) G, 1",
      "(X) Y, 1",
      "X Y, 1",
      "X Y, 0",
    ]);
    assert.deepEqual(found.events, [
      "A B D E | C",
      "A B D E G | C F",
      "B D E G | A C F",
      "B E G | A C F",
      "Y | X",
      "X Y | ",
    ]);
  });

  test("a morph that resets `hidden` and the order is corrected once, without an event", async () => {
    const found = await run(async (cards) => {
      const block = await place({ "out-of-stock": "last" }, cards);
      const morph = () => {
        const ul = block.querySelector("ul");
        const sorted = [...ul.children].sort((one, other) => (one.id < other.id ? -1 : 1));
        for (const one of sorted) {
          one.removeAttribute("hidden");
          ul.append(one);
        }
      };
      const seen = [];
      for (let count = 0; count < 3; count++) {
        window.passes = 0;
        morph();
        await frames();
        await frames();
        seen.push(`${state()}, ${window.passes}`);
      }
      block.remove();
      return { seen, events, after: [...block.querySelectorAll(".card")].map(({ id }) => id).join(" ") };
    }, CARDS);
    assert.deepEqual(found.seen, Array(3).fill("A (C) D B E, 1"));
    assert.deepEqual(found.events, ["A D B E | C"]);
    assert.equal(found.after, "A B C D E");
  });

  test("a theme that answers every change by showing all cards again does not keep it busy by itself", async () => {
    const found = await run(async (cards) => {
      const block = await place({}, cards);
      let answers = 0;
      const theme = new MutationObserver(() => {
        if (++answers > 5) theme.disconnect();
        else for (const one of block.querySelectorAll("[hidden]")) one.removeAttribute("hidden");
      });
      theme.observe(block, { subtree: true, attributes: true, attributeFilter: ["hidden"] });
      window.passes = 0;
      block.querySelector("#A").dataset.inventoryQuantity = "0";
      for (let count = 0; count < 10; count++) await frames();
      return { passes: window.passes, answers, state: state() };
    }, CARDS);
    assert.equal(found.state, "(A) B (C) D E");
    // The page's own change, and at most one pass for each of the theme's.
    assert.ok(found.passes <= 1 + found.answers, `${found.passes} passes for ${found.answers} answers`);
  });

  test("cards hidden by another script are not counted and never shown", async () => {
    const found = await run(async (cards) => {
      const lists = list(cards);
      const find = (id) => lists.querySelector(`#${id}`);
      find("A").hidden = true;
      const block = await place({ "at-least": "2", limit: "2" }, lists);
      const seen = [state()];
      find("B").hidden = true;
      await frames();
      seen.push(state());
      find("E").hidden = true; // it was hidden already, by the block
      find("B").hidden = false;
      await frames();
      seen.push(state());
      block.remove();
      document.querySelector("main").append(lists);
      seen.push(state());
      return { seen, events };
    }, CARDS);
    assert.deepEqual(found.seen, ["(A) B (C) D (E)", "(A) (B) (C) D E", "(A) B (C) D (E)", "(A) B C D (E)"]);
    assert.deepEqual(found.events, ["B D | C E", "D E | C", "B D | C"]);
  });

  test("copies of cards, as carousels make them, are cards like the others", async () => {
    const found = await run(async (cards) => {
      const block = await place({}, cards);
      const ul = block.querySelector("ul");
      ul.append(ul.querySelector("#C").cloneNode(true));
      await frames();
      const first = state();
      for (const copy of ul.querySelectorAll("#C")) copy.dataset.inventoryQuantity = "1";
      await frames();
      return [first, state()];
    }, CARDS);
    assert.deepEqual(found, ["A B (C) D E (C)", "A B C D E C"]);
  });

  test("hidden cards stay hidden despite a theme's stronger rule or inline style", async () => {
    const found = await run(async (cards) => {
      const block = await place({ class: "strong", "out-of-stock": "hide" }, cards);
      const first = [state(), getComputedStyle(block.querySelector("#A")).display];
      for (const one of block.querySelectorAll(".card")) one.style.display = "block";
      return [...first, state()];
    }, CARDS);
    assert.deepEqual(found, ["A (B) (C) D (E)", "flex", "A (B) (C) D (E)"]);
  });

  test("in a shadow tree the rule holds too", async () => {
    const found = await run(async (cards) => {
      const host = document.createElement("div");
      document.querySelector("main").replaceChildren(host);
      const root = host.attachShadow({ mode: "open" });
      const block = document.createElement("product-block");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("ul li.card { display: flex !important }");
      root.adoptedStyleSheets = [sheet];
      block.append(list(cards));
      root.append(block);
      await frames();
      const first = [state(root), root.adoptedStyleSheets.length];
      block.outOfStock = "hide";
      await frames();
      root.adoptedStyleSheets = [sheet]; // as a library does that sets its own
      block.limit = 1;
      await frames();
      return [...first, state(root), root.adoptedStyleSheets.length, document.adoptedStyleSheets.length];
    }, CARDS);
    assert.deepEqual(found, ["A B (C) D E", 2, "A (B) (C) (D) (E)", 2, 1]);
  });

  test("a block inside a block has its own cards, and the two come to rest", async () => {
    const found = await run(async (cards) => {
      const inner = document.createElement("product-block");
      inner.outOfStock = "hide";
      inner.append(list("X 0 2, Y 1"));
      const outer = await place({ "out-of-stock": "last" }, list(cards), inner);
      for (let count = 0; count < 5; count++) await frames();
      const first = state();
      window.passes = 0;
      outer.querySelector("#A").dataset.inventoryQuantity = "0";
      inner.querySelector("#Y").dataset.inventoryQuantity = "0";
      for (let count = 0; count < 5; count++) await frames();
      const second = [state(), window.passes];
      return [first, ...second];
    }, CARDS);
    // One pass for each of the changes that either sees, among them those of the inner one.
    assert.deepEqual(found, ["A (C) D B E (X) Y", "(A) (C) D B E (X) (Y)", 3]);
  });
});
