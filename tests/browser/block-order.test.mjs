// The order of a block's cards, and that removing the block restores the page's order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CARDS, inBlockPages } from "./block.setup.mjs";

inBlockPages("a block's order", ({ run, reported }) => {
  test("a card added at the end is last in the page's order, whatever was moved there", async () => {
    const found = await run(async () => {
      const block = await place({ "out-of-stock": "last" }, "A 0, B 1");
      block.querySelector("ul").append(card("C 1"));
      await frames();
      const first = state();
      block.outOfStock = "policy";
      await frames();
      return [first, state()];
    });
    assert.deepEqual(found, ["B C A", "A B C"]);
  });

  test("the focused card stays where it is, and the fewest others move", async () => {
    const found = await run(async () => {
      const links = "A 5 1, B 0 2, C 1 1, D 0 2, E 2 1";
      const block = await place({}, links);
      for (const one of block.querySelectorAll(".card")) one.tabIndex = 0;
      const result = [];
      for (const id of ["B", "D", "none"]) {
        document.activeElement.blur();
        block.removeAttribute("out-of-stock");
        await frames();
        const focused = block.querySelector(`#${id}`);
        focused?.focus();
        const moved = new Set();
        let blurred = 0;
        focused?.addEventListener("blur", () => blurred++, { once: true });
        const observer = new MutationObserver((records) => {
          for (const { addedNodes } of records) for (const node of addedNodes) moved.add(node.id);
        });
        observer.observe(block.querySelector("ul"), { childList: true });
        block.outOfStock = "last";
        await frames();
        observer.disconnect();
        const kept = !focused || document.activeElement === focused;
        result.push(`${state()}: ${[...moved].sort().join(" ")}, ${kept}, ${blurred}`);
      }
      return result;
    });
    assert.deepEqual(found, [
      "A C E B D: C E, true, 0",
      "A C E B D: B E, true, 0",
      "A C E B D: B D, true, 0",
    ]);
  });

  test("nodes between the cards and cards of other lists stay in place", async () => {
    const found = await run(async () => {
      const one = list("A 0, B 1");
      one.prepend(document.createComment("first"));
      const more = document.createElement("li");
      more.textContent = "Load more";
      one.append("text", more);
      const block = await place({ "out-of-stock": "last" }, one, "C 0, D 1");
      const nodes = [...one.childNodes].map((node) => node.id || node.data || node.textContent);
      return {
        nodes: nodes.filter((text) => text.trim()),
        state: state(),
        spaces: one.textContent.match(/\n/g).length,
        last: block.lastChild.textContent.trim(),
      };
    });
    assert.deepEqual(found, {
      nodes: ["first", "B", "A", "text", "Load more"],
      state: "B A D C",
      spaces: 2,
      last: "DC",
    });
  });

  test("removing the element undoes its changes, inserting it repeats them; cards moved out are shown", async () => {
    const found = await run(async (cards) => {
      const main = document.querySelector("main");
      const block = await place({ "out-of-stock": "last" }, cards);
      const ul = block.querySelector("ul");
      ul.append(card("F 0"), card("G 2"));
      ul.prepend(card("H 1"));
      await frames();
      const seen = [state()];
      block.remove();
      main.append(ul);
      seen.push(state());
      block.append(ul);
      main.append(block);
      await frames();
      seen.push(state());
      main.append(block.querySelector("#C"));
      await frames();
      seen.push(state());
      main.append(block); // moved in one go
      await frames();
      seen.push(state());
      return seen;
    }, CARDS);
    assert.deepEqual(found, [
      "H A (C) D G B E F",
      "H A B C D E F G",
      "H A (C) D G B E F",
      "H A D G B E F C",
      "C H A D G B E F",
    ]);
  });

  test("taken out before its first pass it does nothing", async () => {
    const found = await run(async (cards) => {
      const block = await place({}, "Z 1");
      events.length = 0;
      const ul = list(cards);
      const other = document.createElement("product-block");
      other.append(ul);
      block.after(other);
      other.remove();
      await frames();
      return [ul.querySelectorAll("[hidden]").length, events.length];
    }, CARDS);
    assert.deepEqual(found, [0, 0]);
  });

  test("an element that an error's listener takes out leaves the cards as they were", async () => {
    const found = await run(async (cards) => {
      addEventListener("product-block-error", ({ target }) => target.remove(), { once: true });
      const ul = list(cards);
      const block = await place({ limit: "few" }, ul);
      return [block.isConnected, ul.querySelectorAll("[hidden]").length];
    }, CARDS);
    assert.deepEqual(found, [false, 0]);
    assert.equal((await reported()).length, 1); // the limit
  });

  test("keeps working after moveBefore", async (t) => {
    if (!(await run(() => "moveBefore" in Element.prototype))) return t.diagnostic("no moveBefore here");
    const found = await run(async (cards) => {
      const main = document.querySelector("main");
      const block = await place({}, cards);
      const place2 = document.createElement("section");
      main.append(place2);
      place2.moveBefore(block, null);
      await frames();
      block.querySelector("#A").dataset.inventoryQuantity = "0";
      await frames();
      return { state: state(), events };
    }, CARDS);
    assert.equal(found.state, "(A) B (C) D E");
    assert.deepEqual(found.events, ["A B D E | C", "B D E | A C"]);
  });
});
