// The variant that <notify-me> requests if the page renders its product form again, removes it, or adds it late.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";

const BUTTON = "Notify me when it's back";
const ROWS = ["S", "M", "L"].map((size) => ({
  id: `SKU-${size}`,
  title: `Shirt, ${size}`,
  available: false,
}));
const DATA = `<script type="application/json">${JSON.stringify(ROWS)}</script>`;
const form = (id) =>
  `<form action="/cart/add" id="product"><input type="hidden" name="id" value="${id}"></form>`;

inPages("what <notify-me> follows", (shop) => {
  const { click, shows, type } = shop;
  shop.complaints = [/^<notify-me>/];
  /** Renders the product form again, with this id in it, or removes it. */
  const render = (id) =>
    shop.run((value) => {
      const holder = document.querySelector("#holder");
      if (value === null) return holder.replaceChildren();
      const form = document.createElement("form");
      form.setAttribute("action", "/cart/add");
      form.id = "product";
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "id", value });
      form.append(field);
      holder.replaceChildren(form);
    }, id);
  const explain = () => shop.run(() => document.querySelector("notify-me").explain());

  for (const [name, attributes, content] of [
    ["the adapter of a platform", 'follow="shopify" variant="SKU-S"', ""],
    ["rows, and a form that is named", 'for="product"', DATA],
  ]) {
    const open = (html) => shop.open(`<div id="holder">${html}</div>${shop.element(attributes, content)}`);

    test(`${name}: the size in the form that was rendered last is the one that is sent`, async () => {
      await open(form("SKU-S"));
      await shows({ button: BUTTON });
      await click("[part=trigger]");
      await shows({ fields: ["email"] });
      const before = shop.sent().length;
      await render("SKU-M");
      await type("#email", `${attributes.length}@example.com`, Key.ENTER);
      await shows({ again: "Use a different email" });
      const [request, ...others] = shop.sent().slice(before);
      assert.equal(others.length, 0);
      const { id } = request.body.data.relationships.variant.data;
      assert.equal(id, "$custom:::$default:::SKU-M");
    });

    test(`${name}: hidden without a form; the next form restores it with its input`, async () => {
      await open(form("SKU-S"));
      await shows({ button: BUTTON });
      await click("[part=trigger]");
      await type("#email", "typed@example.com");
      await render(null);
      await shows({ button: undefined, fields: undefined });
      assert.equal((await explain()).reason, "no_variant");
      await render("SKU-L");
      await shows({ fields: ["email"] });
      assert.equal(await shop.run(() => window.the("#email").value), "typed@example.com");
      assert.equal((await explain()).variant, "$custom:::$default:::SKU-L");
    });

    test(`${name}: a form that comes late`, async () => {
      await open("");
      await render("SKU-M");
      await shop.eventually(async () => (await explain()).variant === "$custom:::$default:::SKU-M");
    });
  }

  for (const [name, html, attributes, content, css] of [
    [
      "the adapter of a platform",
      `<form class="variations_form"><input type="hidden" name="variation_id" value="SKU-S"></form>`,
      'follow="woocommerce" available="false"',
      "",
      "[name=variation_id]",
    ],
    ["rows, and a form that is named", form("SKU-S"), 'for="product"', DATA, "[name=id]"],
  ]) {
    test(`${name}: put back beside a form that was reset, the element offers nothing`, async () => {
      await shop.open(`<div id="holder">${html}</div>${shop.element(attributes, content)}`);
      const about = (variant) => shop.eventually(async () => (await explain()).variant === variant);
      await about("$custom:::$default:::SKU-S");
      await shop.run((field) => {
        const element = document.querySelector("notify-me");
        const place = element.parentElement;
        element.remove();
        document.querySelector(field).value = "";
        place.append(element);
      }, css);
      await shows({ button: undefined });
      assert.equal((await explain()).reason, "no_variant");
      await shop.run((field) => {
        document.querySelector(field).value = "SKU-M";
      }, css);
      await about("$custom:::$default:::SKU-M");
    });
  }

  test("rows: a selection outside of the rows does not show the previous variant", async () => {
    await shop.open(`<div id="holder">${form("SKU-S")}</div>${shop.element('for="product"', DATA)}`);
    await shows({ button: BUTTON });
    for (const id of ["", "HAT-1"]) {
      await shop.run((value) => {
        document.querySelector("[name=id]").value = value;
      }, id);
      await shows({ button: undefined });
      assert.equal((await explain()).reason, "no_variant");
      await shop.run("document.querySelector('[name=id]').value = 'SKU-S'");
      await shows({ button: BUTTON });
    }
  });

  test("incomplete rows with a platform adapter: the form's selection takes precedence", async () => {
    const inside = `<input type="hidden" name="id" value="SKU-S">${shop.element('follow="shopify"', DATA)}`;
    await shop.open(`<form action="/cart/add">${inside}</form>`);
    await shows({ button: BUTTON });
    await shop.run("document.querySelector('[name=id]').value = 'SKU-XL'");
    await shop.eventually(async () => (await explain()).variant === "$custom:::$default:::SKU-XL");
    await shop.run("document.querySelector('[name=id]').value = ''");
    await shop.eventually(async () => (await explain()).reason === "no_variant");
  });

  test("explain() reports why an adapter cannot follow the selection", async () => {
    const problems = async (attributes) => {
      await shop.open(`<div id="holder"></div>${shop.element(`variant="SKU-S" ${attributes}`)}`);
      return (await explain()).problems;
    };
    assert.deepEqual(await problems('follow="shopify"'), [
      'follow="shopify": the page has no product form (form[action*="/cart/add"] with a field id), and neither theme events nor the URL reported a chosen variant',
    ]);
    assert.deepEqual(await problems('follow="woocommerce bigcommerce magento"'), [
      'follow="woocommerce": the page has no variation form (form.variations_form with a field variation_id)',
      'follow="bigcommerce": the page has no product form (form[data-cart-item-add])',
      'follow="magento": the page has no form with options (super_attribute)',
    ]);
    assert.deepEqual(await problems('for="product"'), ['for="product": the page has no form with this id']);
    assert.deepEqual(await problems('follow="constructor"'), [
      'follow="constructor": unknown adapter; available: bigcommerce, form, magento, shopify, woocommerce',
    ]);
    await render("SKU-S");
    await shop.set({ follow: "shopify", for: "product" });
    assert.deepEqual((await explain()).problems, []);
  });
});
