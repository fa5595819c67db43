// The block in real engines, under a strict policy: what is hidden and moved, and what a theme may do meanwhile.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pages } from "./block.pages.mjs";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

const policy = (scripts) =>
  `default-src 'none'; script-src ${scripts}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
const csp = (scripts) => ({ headers: { "content-security-policy": policy(scripts) } });

/** In stock, sold out and shown, sold out and hidden, and two without a policy. */
const CARDS = "A 5 1, B 0 2, C 0 1, D 3, E 0";

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

for (const engine of engines) {
  describe(`the block in ${engine}`, { timeout: 180_000 }, () => {
    let browser;
    let site;
    let blocked;
    before(async () => {
      site = await serve(pages, csp("'self' 'wasm-unsafe-eval'"));
      blocked = await serve(pages, csp("'self'"));
      browser = await open(engine);
      await browser.goto(site.url);
      await browser.until(() => Boolean(window.block));
    });
    after(async () => {
      await browser?.close();
      await site?.close();
      await blocked?.close();
    });
    const run = (script, ...values) => browser.run(script, ...values);

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

    test("changing an attribute or a property arranges anew, from the order that the page gave", async () => {
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

    test("what cannot be read counts as not given, and is told once", async () => {
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

    test("variants as JSON: shown if any is; what cannot be read stays", async () => {
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
    });

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
            await null; // the element hears of each change apart
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

    test("a morph that resets `hidden` and the order is answered once, and is no news", async () => {
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

    test("what somebody else hides is theirs: not counted, not shown, not even in the end", async () => {
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
      assert.deepEqual(found.seen, [
        "(A) B (C) D (E)",
        "(A) (B) (C) D E",
        "(A) B (C) D (E)",
        "(A) B C D (E)",
      ]);
      assert.deepEqual(found.events, ["B D | C E", "D E | C", "B D | C"]);
    });

    test("taken out it undoes what it did, put back it does it again; what left it is shown", async () => {
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

    test("what is added at the end is last in the page's order, whatever was moved there", async () => {
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

    test("an element that an error's listener takes out leaves the cards as they were", async () => {
      const found = await run(async (cards) => {
        addEventListener("product-block-error", ({ target }) => target.remove(), { once: true });
        const ul = list(cards);
        const block = await place({ limit: "few" }, ul);
        return [block.isConnected, ul.querySelectorAll("[hidden]").length];
      }, CARDS);
      assert.deepEqual(found, [false, 0]);
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

    test("moved by moveBefore it goes on", async (t) => {
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

    test("what stands between the cards stays, and so do cards of other lists", async () => {
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

    test("what is hidden stays so against a theme's stronger rule, and its inline style", async () => {
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

    test("filterElements tells what is odd, and of which element", async () => {
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

    test("nothing here broke the policy or was complained about", async () => {
      // Browsers ask for an icon of their own accord, which the policy refuses.
      const complaints = (await browser.console()).filter(({ text }) => !text.includes("/favicon.ico"));
      assert.deepEqual(complaints, []);
    });

    test("where WebAssembly is forbidden, all cards stay, and that is told once", async () => {
      await browser.goto(`${blocked.url}/blocked.html`);
      await browser.until(() => Boolean(window.block));
      const found = await run(async (cards) => {
        const block = await place({ "out-of-stock": "last" }, cards);
        block.querySelector("ul").append(card("F 0 1"));
        await frames();
        return [state(), window.passes, ...events];
      }, CARDS);
      assert.deepEqual(found, ["A B C D E F", 1, "wasm_blocked undefined"]);
      await browser.console(); // the policy's reports are meant
    });

    test("the selector for before the script hides nothing that the rule shows", async () => {
      await browser.goto(`${site.url}/undefined.html`);
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
        return { early, unsure, late, shown: hidden() };
      });
      assert.deepEqual(found.early, ["0/1"]);
      assert.deepEqual(found.unsure, Array(6).fill(0));
      const out = ["0", "00", " 0 ", "-1", "0.0"].flatMap((quantity) =>
        ["1", " 1", "deny"].map((rule) => `${quantity}/${rule}`),
      );
      assert.deepEqual(found.late, out);
      assert.deepEqual(found.shown, []);
    });

    if (engine === "chromium") {
      test("the plain case shifts nothing", async () => {
        const shifted = async (path) => {
          await browser.goto(site.url + path);
          await browser.until(() => document.querySelector("[hidden]"));
          await new Promise((resolve) => setTimeout(resolve, 300));
          return run(() => window.shift);
        };
        assert.equal(await shifted("/plain.html"), 0);
        // The measure can tell: without the rule that is loaded before, there is a shift.
        assert.ok((await shifted("/bare.html")) > 0);
      });
    }
  });
}
