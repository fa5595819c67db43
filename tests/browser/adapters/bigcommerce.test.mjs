import assert from "node:assert/strict";
import { test } from "node:test";
import { inThemes, page } from "./adapters.setup.mjs";

/** The shop's answers, by the option's value. 4 is a combination that is not sold, 5 sells on backorder. */
const ANSWERS = {
  1: { sku: "S", variantId: 11, v3_variant_id: 301, instock: true, purchasable: true, available_to_sell: 64 },
  2: {
    sku: "M",
    variantId: 12,
    v3_variant_id: 302,
    instock: false,
    purchasable: true,
    available_to_sell: null,
  },
  3: { sku: "L", variantId: 13, v3_variant_id: null, instock: true, purchasable: true, stock: 3 },
  4: { sku: "", v3_variant_id: 304, instock: true, purchasable: false, purchasing_message: "unavailable" },
  5: { sku: "XL", v3_variant_id: 305, instock: false, purchasable: true, stock: 0, available_to_sell: 7 },
  "": { sku: "P", v3_variant_id: null, instock: true, purchasable: true, stock: null },
};
const S = { variant: "301", available: true, quantity: 64 };
const M = { variant: "302", available: false, quantity: 0 };

const form = (product, id) => `<form method="post" action="/cart.php" data-cart-item-add>
  <input type="hidden" name="action" value="add"><input type="hidden" name="product_id" value="${product}">
  <div data-product-option-change><div data-product-attribute="set-select"><select name="attribute[9]" id="${id}">
  ${Object.keys(ANSWERS).map((value) => `<option value="${value}">${value}</option>`)}</select></div></div>
  <input name="qty[]" value="1"></form>`;
const element = (more = "") => `<notify-me company-id="ABC123" follow="bigcommerce" ${more}></notify-me>`;
const view = (product, id, more) => `<div class="productView">${form(product, id)}${element(more)}</div>`;
const scripts = ["/theme.js"];
const known = (data) => `<script>window.BCData = { product_attributes: ${JSON.stringify(data)} };</script>`;

const pages = {
  "/product": page(view(111, "size"), { scripts }),
  "/preselected": page(known(ANSWERS[2]) + view(111, "size", 'variant="301"'), { scripts }),
  "/unselected": page(known(ANSWERS[""]) + view(111, "size"), { scripts }),
  "/simple": page(`<div class="productView"><div id="holder"></div>${element('variant="77"')}</div>`),
  "/without": page(`<div class="productView"><div id="holder"></div>${element()}</div>`, { scripts }),
  "/two": page(view(111, "size", 'id="first"') + view(222, "other", 'id="second"'), { scripts }),
};

const asked = [];
const answer = async (request, response) => {
  const [path, query] = request.url.split("?");
  const product = /^\/remote\/v1\/product-attributes\/(\d+)$/.exec(path)?.[1];
  if (!product || request.method !== "POST") return false;
  let body = "";
  for await (const chunk of request) body += chunk;
  const fields = new URLSearchParams(body);
  if (!query) asked.push(`${product} ${body}`);
  const broken = fields.get("qty[]");
  if (broken === "broken" || (broken === "broken for the theme" && query)) response.writeHead(500).end("no");
  else response.end(JSON.stringify({ data: ANSWERS[fields.get("attribute[9]")] }));
  return true;
};

inThemes(
  "bigcommerce",
  pages,
  ({ open, run, told, browser, render, variant, problem }) => {
    const choose = (value, id = "size") =>
      run(
        (css, text) => {
          const select = document.querySelector(css);
          select.value = text;
          select.dispatchEvent(new Event("change", { bubbles: true }));
        },
        `#${id}`,
        value,
      );
    const until = (count) =>
      browser().until((wanted) => window.told.length >= wanted, { args: [count], timeout: 8_000 });

    for (const theme of ["6.13", "6.20"]) {
      test(`a theme of Cornerstone ${theme}: nothing until the shop answered, then its answer`, async () => {
        await open(`/product?theme=${theme}`);
        assert.deepEqual(await told(), []);
        await choose("1");
        assert.deepEqual(await told(), [null, S]);
        await choose("2");
        assert.deepEqual(await told(), [null, M]);
        await choose("5");
        assert.deepEqual(await told(), [null, { variant: "305", available: true, quantity: 7 }]);
        await choose("3");
        assert.deepEqual(await told(), [null, { variant: "13", available: true, quantity: 3 }]);
      });
    }

    test("no variant yet, and one that is not sold: nothing to wait for", async () => {
      await open("/product?theme=6.20");
      for (const value of ["", "4"]) {
        await choose(value);
        assert.deepEqual(await told(), [null, null]);
      }
    });

    test("the page's initial selection", async () => {
      await open("/preselected?theme=6.20");
      assert.deepEqual(await told(), [M]);
      await open("/unselected?theme=6.20");
      assert.deepEqual(await told(), []);
    });

    test("an answer is for the product whose options changed", async () => {
      await open("/two?theme=6.20");
      await choose("2", "other");
      assert.deepEqual(await told(), [null, { ...M, at: "second" }]);
      await choose("1");
      assert.deepEqual(await told(), [null, { ...S, at: "first" }]);
    });

    test("an older theme without events: one request per selection, without a further delay", async () => {
      asked.length = 0;
      await open("/product");
      await choose("1");
      await choose("2");
      await until(3);
      assert.deepEqual(await told(), [null, null, M]);
      assert.deepEqual(asked, ["111 action=add&product_id=111&attribute%5B9%5D=2&qty%5B%5D=1"]);
      const from = Date.now();
      await choose("1");
      await until(2);
      assert.ok(Date.now() - from < 1_500);
      assert.deepEqual(await told(), [null, S]);
      await run("document.querySelector('[name=\"qty[]\"]').value = 'broken'");
      await choose("2");
      await until(2);
      assert.deepEqual(await told(), [null, null]);
    });

    /** Chooses options one at once after the other, and fires the theme's answers, both by hand. */
    const race = (choices, answers) =>
      run(
        (chosen, all) => {
          for (const [id, value] of chosen) {
            const select = document.querySelector(id);
            select.value = value;
            select.dispatchEvent(new Event("change", { bubbles: true }));
          }
          for (const data of all)
            document.dispatchEvent(new CustomEvent("onProductOptionsChanged", { detail: { data } }));
        },
        choices,
        answers.map((value) => ANSWERS[value]),
      );
    const settled = (id, at = "notify-me") =>
      browser().until((wanted, css) => document.querySelector(css).variant() === wanted, {
        args: [id, at],
        timeout: 8_000,
      });

    for (const order of [
      ["1", "2"],
      ["2", "1"],
    ]) {
      test(`two changes before an answer: the last choice counts, answered as ${order}`, async () => {
        await open("/product");
        const choices = [
          ["#size", "1"],
          ["#size", "2"],
        ];
        await race(choices, order);
        await settled("302");
        assert.deepEqual((await told()).filter(Boolean), [M]);
        // All were answered: the next event is trusted again.
        asked.length = 0;
        await race([["#size", "1"]], ["1"]);
        assert.deepEqual(await told(), [null, S]);
        assert.deepEqual(asked, []);
      });
    }

    test("changes of two products before an answer: each gets its own", async () => {
      await open("/two");
      const choices = [
        ["#size", "1"],
        ["#other", "2"],
      ];
      await race(choices, ["1", "2"]);
      await settled("301", "#first");
      await settled("302", "#second");
    });

    test("a theme that misses one change: the shop is queried then and later", async () => {
      await open("/product?theme=6.20");
      await choose("1");
      assert.deepEqual(await told(), [null, S]);
      await run("document.querySelector('[name=\"qty[]\"]').value = 'broken for the theme'");
      await choose("2");
      await until(2);
      assert.deepEqual(await told(), [null, M]);
      await run("document.querySelector('[name=\"qty[]\"]').value = '1'");
      await choose("1");
      await settled("301");
    });

    test("a file that is chosen changes nothing", async () => {
      await open("/product?theme=6.20");
      await run(() => {
        const field = Object.assign(document.createElement("input"), { type: "file", name: "attribute[7]" });
        document.querySelector("[data-product-attribute]").append(field);
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
      assert.ok(!(await told()).includes(null));
    });

    /** The product's form with this option chosen. */
    const chosen = (value, product = 111) =>
      form(product, "size").replace(`<option value="${value}">`, `<option value="${value}" selected>`);

    test("a form added later is followed; without one, the adapter reports that", async () => {
      await open("/without");
      assert.match(await problem(), /^the page has no product form/);
      await render("#holder", chosen(1));
      assert.equal(await problem(), undefined);
      assert.deepEqual(await told(), []);
      asked.length = 0;
      await choose("2");
      await until(2);
      assert.deepEqual(await told(), [null, M]);
      assert.equal(asked.length, 1);
    });

    test("a form that is rendered again: the shop is queried for its selection", async () => {
      await open("/without");
      await render("#holder", chosen(1));
      await render("#holder", chosen(2));
      await until(2);
      assert.deepEqual(await told(), [null, M]);
      await render("#holder", chosen(1));
      await until(2);
      assert.deepEqual(await told(), [null, S]);
    });

    test("a form that goes takes its choice with it, and the answer that is on its way", async () => {
      await open("/without");
      await render("#holder", chosen(1));
      await render("#holder", chosen(2));
      await render("#holder", "");
      assert.equal((await told()).at(-1), null);
      await run("await fetch('/remote/v1/product-attributes/111?by=test', { method: 'POST' })");
      assert.ok(!(await told()).some(Boolean));
      assert.equal(await variant(), "");
    });

    test("a product without options: its form may be rendered again", async () => {
      const simple = (product) =>
        `<form data-cart-item-add><input type="hidden" name="product_id" value="${product}"></form>`;
      await open("/simple");
      await render("#holder", simple(111));
      await render("#holder", simple(111));
      assert.equal(await variant(), "77");
      await render("#holder", "");
      assert.equal(await variant(), "");
      await render("#holder", simple(111));
      assert.equal(await variant(), "77");
      await render("#holder", simple(222));
      assert.equal(await variant(), "");
    });

    /** Takes the element out of the page, changes something, and puts the element back. */
    const putBack = (value) =>
      run((chosen) => {
        const element = document.querySelector("notify-me");
        const place = element.parentElement;
        element.remove();
        if (chosen) document.querySelector("select").value = chosen;
        place.append(element);
      }, value);

    test("inserted again next to changed options: the shop is queried", async () => {
      await open("/preselected?theme=6.20");
      await choose("1");
      assert.deepEqual((await told()).at(-1), S);
      await putBack("5");
      await settled("305");
    });

    test("put back beside a product without options, it is about the same variant", async () => {
      await open("/simple");
      const html = `<form data-cart-item-add><input type="hidden" name="product_id" value="111"></form>`;
      for (let times = 0; times < 2; times++) await render("#holder", html);
      await putBack();
      assert.equal(await variant(), "77");
    });

    test("out of the page, it listens to nothing", async () => {
      await open("/product?theme=6.20");
      await run(() => document.querySelector("notify-me").remove());
      await choose("2");
      assert.deepEqual(await told(), []);
    });
  },
  answer,
);
