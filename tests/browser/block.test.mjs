// What the attributes of a block make of its cards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CARDS, inBlockPages } from "./block.setup.mjs";

const MODES = [
  [{}, "A B (C) D E"],
  [{ "out-of-stock": "policy" }, "A B (C) D E"],
  [{ "out-of-stock": "hide" }, "A (B) (C) D (E)"],
  [{ "out-of-stock": "last" }, "A (C) D B E"],
  [{ "out-of-stock": "LAST" }, "A (C) D B E"],
  [{ limit: "2" }, "A B (C) (D) (E)"],
  [{ limit: "2", "out-of-stock": "last" }, "A (B) (C) D (E)"],
  [{ "at-least": "5" }, "A B D E C"],
  [{ "at-least": "3", "out-of-stock": "hide" }, "A (C) D B (E)"],
  [{ threshold: "4", "out-of-stock": "hide" }, "A (B) (C) (D) (E)"],
  [{ threshold: "-1" }, "A B C D E"],
];

inBlockPages("a block's attributes", ({ run, reported }) => {
  for (const [attributes, expected] of MODES) {
    test(`${JSON.stringify(attributes)}: ${expected}`, async () => {
      const found = await run(
        "const block = await place(...arguments); const now = state(); block.remove(); return [now, state(block)];",
        attributes,
        CARDS,
      );
      assert.equal(found[0], expected);
    });
  }

  test("changing an attribute or a property arranges the cards again, from the page's order", async () => {
    const found = await run(async (cards) => {
      const block = await place({ "out-of-stock": "last" }, cards);
      const seen = [state()];
      for (const change of [
        () => block.setAttribute("out-of-stock", "policy"),
        () => (block.outOfStock = "hide"),
        () => (block.limit = 1),
        () => (block.limit = null),
        () => block.removeAttribute("out-of-stock"),
        () => (block.atLeast = 5),
      ]) {
        change();
        await frames();
        seen.push(state());
      }
      return seen;
    }, CARDS);
    assert.deepEqual(found, [
      "A (C) D B E",
      "A B (C) D E",
      "A (B) (C) D (E)",
      "A (B) (C) (D) (E)",
      "A (B) (C) D (E)",
      "A B (C) D E",
      "A B D E C",
    ]);
  });

  test("properties reflect, and read a closed set", async () => {
    const found = await run(() => {
      const block = document.createElement("product-block");
      const read = () => [block.outOfStock, block.limit, block.atLeast, block.threshold, block.groupBy];
      const fresh = read();
      Object.assign(block, {
        outOfStock: "hide",
        limit: 4,
        atLeast: 2,
        threshold: -1.5,
        groupBy: "data-p",
      });
      Object.assign(block, {
        card: "li",
        quantityAttribute: "q",
        policyAttribute: "p",
        variantsAttribute: "v",
      });
      const set = [...read(), block.outerHTML];
      for (const [name, value] of [
        ["out-of-stock", "first"],
        ["limit", "-1"],
        ["at-least", "2.5"],
        ["threshold", "few"],
        ["group-by", ""],
      ])
        block.setAttribute(name, value);
      return [fresh, set, read()].map((values) => values.map(String));
    });
    const none = ["policy", "undefined", "undefined", "undefined", "undefined"];
    assert.deepEqual(found, [
      none,
      [
        "hide",
        "4",
        "2",
        "-1.5",
        "data-p",
        '<product-block out-of-stock="hide" limit="4" at-least="2" threshold="-1.5" group-by="data-p" card="li" quantity-attribute="q" policy-attribute="p" variants-attribute="v"></product-block>',
      ],
      none,
    ]);
  });

  test("unreadable values count as missing, and are reported once", async () => {
    const found = await run(async (cards) => {
      const wrong = { "out-of-stock": "first", limit: "few", threshold: "", card: "li[" };
      const block = await place(wrong, cards);
      block.querySelector("#D").dataset.inventoryQuantity = "0";
      await frames();
      const first = [state(), ...events];
      await place({ limit: "2", "at-least": "3" }, cards);
      return [first, [state(), ...events]];
    }, CARDS);
    assert.deepEqual(found, [
      [
        "A B (C) D E",
        "invalid_option out-of-stock",
        "invalid_option limit",
        "invalid_option threshold",
        "invalid_option card",
        "A B D E | C",
      ],
      ["A B (C) (D) (E)", "invalid_option atLeast", "A B | C D E"],
    ]);
    assert.equal((await reported()).length, 5);
  });

  test("cards of one product are one, shown where the first stood", async () => {
    const found = await run(async () => {
      const group = (text, product) => card(text, product ? { "data-product": product } : {});
      const cards = [
        group("A 0 1", "x"),
        group("B 2 1"),
        group("C 1 1", "x"),
        group("D 0 1", "y"),
        group("E 0 1", "y"),
      ];
      await place({ "group-by": "data-product" }, list(cards));
      return [state(), ...events];
    });
    assert.deepEqual(found, ["(A) C B (D) (E)", "C B | A D E"]);
  });

  test("other attributes, a card around the element, several elements in one card", async () => {
    const found = await run(async () => {
      const wrap = (id, ...inner) => {
        const outer = card(id);
        for (const [stock, rule] of inner) {
          const span = document.createElement("span");
          span.setAttribute("data-stock", stock);
          span.setAttribute("data-rule", rule);
          outer.append(span);
        }
        return outer;
      };
      const attributes = {
        "quantity-attribute": "data-stock",
        "policy-attribute": "data-rule",
        card: "li",
      };
      const cards = [
        wrap("A", ["0", "deny"]),
        wrap("B", ["0", "1"], ["3", "1"]),
        wrap("C", ["0", "continue"]),
      ];
      const block = await place(attributes, list(cards));
      const first = state();
      block.querySelector("span").dataset.stock = "1";
      await frames();
      const second = state();
      block.quantityAttribute = "data-other";
      await frames();
      const third = state();
      for (const one of block.querySelectorAll("span")) one.dataset.other = "0";
      await frames();
      return [first, second, third, state()];
    });
    assert.deepEqual(found, ["(A) B C", "A B C", "A B C", "(A) (B) C"]);
  });

  test("variants as JSON: shown if any variant is; unreadable JSON stays visible", async () => {
    const found = await run(async () => {
      const variants = (id, ...values) =>
        card(id, {
          "data-inventory-variants": JSON.stringify(
            values.map(([inventory_quantity, inventory_policy]) => ({
              inventory_quantity,
              inventory_policy,
            })),
          ),
        });
      const odd = (id, json) => card(id, { "data-inventory-variants": json });
      const block = await place(
        { "out-of-stock": "last" },
        list([
          variants("A", [0, "deny"], [0, "continue"]),
          variants("B", [0, "deny"], [0, 1]),
          variants("C", [0, "deny"], [2, "deny"]),
          odd("D", '[{"$inventory_quantity": 0, "$inventory_policy": 1}]'),
          odd("E", "[{"),
          odd("F", "7"),
          odd("G", "[]"),
          odd("H", "[null]"),
        ]),
      );
      const first = state();
      block.querySelector("#B").setAttribute("data-inventory-variants", '[{"inventory_quantity": "4"}]');
      await frames();
      return [first, state()];
    });
    assert.deepEqual(found, ["(B) C (D) E F G H A", "B C (D) E F G H A"]);
    assert.equal((await reported()).length, 1); // E and F, once
  });
});
