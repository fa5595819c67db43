// Which elements are cards, how a block reports unreadable cards, and how it marks cards that are out of stock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inBlockPages } from "./block.setup.mjs";

inBlockPages("a block's cards", ({ run, reported }) => {
  test("without a quantity they are shown, count towards the limit, and keep their place", async () => {
    const found = await run(async () => {
      const seen = [];
      for (const attributes of [{}, { limit: "3" }, { "out-of-stock": "last" }, { "out-of-stock": "hide" }]) {
        await place(attributes, "A 0 1, B, C 0 2, D, E 5");
        seen.push(state(), ...events);
      }
      return seen;
    });
    assert.deepEqual(found, [
      "(A) B C D E",
      "B C D E | A",
      "(A) B C D (E)",
      "B C D | A E",
      "(A) B D E C",
      "B D E C | A",
      "(A) B (C) D E",
      "B D E | A C",
    ]);
  });

  test("without a selector, siblings of another kind are not cards", async () => {
    const found = await run(async () => {
      const cards = list("A 0 1, B, C 3 1");
      const more = Object.assign(document.createElement("li"), { className: "more", textContent: "More" });
      const heading = Object.assign(document.createElement("h3"), { className: "card", id: "H" });
      cards.prepend(heading);
      cards.append(more);
      await place({ limit: "1" }, cards, "X 1 1");
      const first = [state(), more.checkVisibility()];
      // Elements without classes are alike.
      const plain = list("P 0 1, Q, R 1");
      for (const one of plain.children) one.removeAttribute("class");
      await place({ limit: "1" }, plain);
      return [...first, [...plain.children].map((one) => one.checkVisibility())];
    });
    assert.deepEqual(found, ["H (A) B (C) (X)", true, [false, true, false]]);
  });

  test("with a selector, all that it matches are cards, but nothing inside of one or around them", async () => {
    const found = await run(async () => {
      const wrap = (id, quantity) => {
        const inner = document.createElement("span");
        if (quantity) Object.assign(inner.dataset, { inventoryQuantity: quantity, inventoryPolicy: "1" });
        const outer = card(id);
        const nested = document.createElement("ul");
        nested.append(document.createElement("li"));
        outer.append(inner, nested);
        return outer;
      };
      const around = document.createElement("li");
      around.append(list([wrap("A", "0"), wrap("B"), wrap("C", "2"), wrap("D")]));
      const block = await place({ card: "li", limit: "2" }, around);
      const first = [state(), ...events];
      // Where no card has a quantity, too.
      for (const one of block.querySelectorAll("[data-inventory-quantity]"))
        one.removeAttribute("data-inventory-quantity");
      block.card = ".card";
      await frames();
      return [...first, state()];
    });
    assert.deepEqual(found, ["(A) B C (D)", "B C | A D", "A B (C) (D)"]);
  });

  test("a block inside of a block has the cards without a quantity in it", async () => {
    const found = await run(async () => {
      const inner = document.createElement("product-block");
      inner.limit = 1;
      inner.append(list("X 1, Y, Z 1"));
      await place({ limit: "2" }, "A, B 1, C 1", inner);
      for (let count = 0; count < 3; count++) await frames();
      return state();
    });
    assert.equal(found, "A B (C) X (Y) (Z)");
  });

  test("thousands of cards, half of them without a quantity", async () => {
    const found = await run(() => {
      const cards = list(
        Array.from({ length: 4000 }, (_, index) => (index % 2 ? card(`c${index} 0 1`) : card(`c${index}`))),
      );
      const { shown, hidden } = block.filterElements(cards);
      return [shown, hidden].map((some) => [some.length, some[0].id, some.at(-1).id]);
    });
    assert.deepEqual(found, [
      [2000, "c0", "c3998"],
      [2000, "c1", "c3999"],
    ]);
  });

  test("an attribute value that cannot be used is named in the console once, and the block works", async () => {
    await reported();
    const found = await run(async () => {
      const block = await place({ limit: "abc", "out-of-stock": "foo" }, "A 0 1, B 1");
      block.querySelector("#B").dataset.inventoryQuantity = "2";
      await frames();
      const first = state();
      block.limit = 1;
      await frames();
      block.setAttribute("limit", "many");
      await frames();
      return [first, state(), ...events];
    });
    const messages = [
      'out-of-stock must be "policy", "hide" or "last"',
      "limit must be a whole number",
      "limit must be a whole number",
    ];
    assert.deepEqual(found, [
      "(A) B",
      "(A) B",
      "invalid_option out-of-stock",
      "invalid_option limit",
      "B | A",
      "invalid_option limit",
    ]);
    const texts = await reported();
    assert.equal(texts.length, 3, texts.join());
    messages.forEach((message, index) => {
      assert.ok(texts[index].includes(`<product-block>: ${message}`), texts[index]);
    });
  });

  test("bad JSON in a card is named in the console once, and the card is shown", async () => {
    await reported();
    const found = await run(async () => {
      const odd = (id, json) => card(id, { "data-inventory-variants": json });
      const secret = odd("A", '[{"secret": 1');
      const block = await place({}, list([secret, odd("B", "{}"), odd("C", "[]"), card("D 0 1")]));
      const first = [state(), ...events];
      block.querySelector("#D").dataset.inventoryQuantity = "1";
      await frames();
      return [...first, state()];
    });
    assert.deepEqual(found, ["A B C (D)", "invalid_option data-inventory-variants", "A B C | D", "A B C D"]);
    const texts = await reported();
    assert.equal(texts.length, 1, texts.join());
    assert.ok(texts[0].includes("<product-block>: data-inventory-variants must be a JSON array of variants"));
    assert.ok(!texts[0].includes("secret"));
  });

  test("out of stock is an attribute of the card, shown or hidden, until it is restocked or leaves", async () => {
    const found = await run(async () => {
      const marked = (root = document) =>
        [...root.querySelectorAll("[data-inventory-state]")].map(
          ({ id, dataset }) => `${id}:${dataset.inventoryState}`,
        );
      const variants = (id, ...quantities) =>
        card(id, {
          "data-inventory-variants": JSON.stringify(
            quantities.map((inventory_quantity) => ({ inventory_quantity, inventory_policy: 2 })),
          ),
        });
      const own = card("F 0 2", { "data-inventory-state": "coming-soon" });
      const cards = [card("A 0 1"), card("B 0 2"), card("C 2 2"), card("D"), variants("E", 0, 0), own];
      const block = await place({}, list([...cards, variants("G", 0, 1)]));
      const seen = [marked()];
      block.threshold = 3;
      await frames();
      seen.push(marked());
      block.threshold = null;
      block.querySelector("#B").dataset.inventoryQuantity = "7";
      const copy = block.querySelector("#A").cloneNode(true);
      copy.dataset.inventoryQuantity = "7";
      copy.id = "copy";
      block.querySelector("ul").append(copy);
      await frames();
      seen.push(marked());
      const gone = block.querySelector("#E");
      document.body.append(gone);
      await frames();
      seen.push(marked());
      gone.remove();
      block.remove();
      seen.push(marked(block));
      return seen;
    });
    assert.deepEqual(found, [
      ["A:out-of-stock", "B:out-of-stock", "E:out-of-stock", "F:coming-soon"],
      [
        "A:out-of-stock",
        "B:out-of-stock",
        "C:out-of-stock",
        "E:out-of-stock",
        "F:coming-soon",
        "G:out-of-stock",
      ],
      ["A:out-of-stock", "E:out-of-stock", "F:coming-soon"],
      ["A:out-of-stock", "F:coming-soon"],
      ["F:coming-soon"],
    ]);
  });

  test("a card that is still sold without stock is on backorder, and not out of stock", async () => {
    const found = await run(async () => {
      const variants = (id, ...rows) => card(id, { "data-inventory-variants": JSON.stringify(rows) });
      const out = { inventory_quantity: 0, inventory_policy: "deny" };
      const cards = [
        card("A 0 continue"),
        card("B 0 2"),
        card("C"),
        variants("D", out, { inventory_quantity: -1, inventory_policy: "continue" }),
        variants("E", { inventory_quantity: 0, available: true }),
        variants("F", { availableForSale: true, currentlyNotInStock: true, quantityAvailable: 0 }),
        variants("G", out, { inventory_quantity: 2, inventory_policy: "continue" }),
      ];
      const block = await place({ "out-of-stock": "last" }, list(cards));
      const marked = () =>
        [...block.querySelectorAll("[data-inventory-state]")].map(
          ({ id, dataset }) => `${id}:${dataset.inventoryState}`,
        );
      const seen = [marked()];
      block.querySelector("#A").dataset.inventoryPolicy = "2";
      await frames();
      seen.push(marked());
      block.remove();
      return [...seen, marked()];
    });
    const backorder = ["D:backorder", "E:backorder", "F:backorder"];
    assert.deepEqual(found, [
      ["A:backorder", "B:out-of-stock", ...backorder],
      ["A:out-of-stock", "B:out-of-stock", ...backorder],
      [],
    ]);
  });

  test("a card with fewer units than the threshold is not on backorder, even if it is available", async () => {
    const found = await run(async () => {
      const variants = (id, row) =>
        card(id, { "data-inventory-variants": JSON.stringify([{ inventory_policy: "deny", ...row }]) });
      const cards = [
        variants("A", { inventory_quantity: 2, available: true }),
        variants("B", { inventory_quantity: 0, available: true }),
        variants("C", { inventory_quantity: 2, inventory_policy: "continue" }),
        variants("D", { inventory_quantity: 5, available: true }),
      ];
      const block = await place({ threshold: "5", "out-of-stock": "last" }, list(cards));
      return [...block.querySelectorAll("[data-inventory-state]")].map(
        ({ id, dataset }) => `${id}:${dataset.inventoryState}`,
      );
    });
    assert.deepEqual(found.sort(), ["A:out-of-stock", "B:backorder", "C:backorder"]);
  });

  test("misspelled attributes are named in the console once, and others are left alone", async () => {
    await reported();
    const found = await run(async () => {
      const attributes = {
        limt: "1",
        outofstock: "hide",
        "count-text-one": "x",
        class: "a",
        title: "limit",
        "data-x": "",
      };
      const block = await place(attributes, "A 0 1, B 1");
      const first = [state(), ...events];
      block.limit = 1;
      await frames();
      block.remove();
      document.body.append(block);
      await frames();
      block.remove();
      return [...first, ...events];
    });
    assert.deepEqual(found.slice(0, 3), ["(A) B", "unknown_option limt", "unknown_option outofstock"]);
    assert.deepEqual(
      found.slice(3).filter((text) => text.startsWith("unknown")),
      found.slice(1, 3),
    );
    const texts = await reported();
    assert.equal(texts.length, 2, texts.join());
    assert.ok(texts[0].includes('<product-block>: limt is not a known attribute; did you mean "limit"?'));
    assert.ok(texts[1].includes('outofstock is not a known attribute; did you mean "out-of-stock"?'));
  });

  test("each card of a product has a state of its own", async () => {
    const found = await run(async () => {
      const group = (text) => card(text, { "data-product": "x" });
      await place({ "group-by": "data-product" }, list([group("A 0 1"), group("B 2 1"), group("C 3 1")]));
      return [state(), [...document.querySelectorAll("[data-inventory-state]")].map(({ id }) => id)];
    });
    assert.deepEqual(found, ["(A) B (C)", ["A"]]);
  });
});
