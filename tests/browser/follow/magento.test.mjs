import assert from "node:assert/strict";
import { test } from "node:test";
import { inThemes, page } from "./follow.setup.mjs";

const element = (variant = "") =>
  `<notify-me company-id="ABC123" follow="magento" ${variant && `variant="${variant}"`}></notify-me>`;
const form = (body) => `<form action="/checkout/cart/add" method="post" id="product_addtocart_form">
  <input type="hidden" name="product" value="2000"><input type="hidden" name="selected_configurable_option" value="">
  ${body}</form>`;
const select = (
  attribute,
  ...options
) => `<select name="super_attribute[${attribute}]" id="attribute${attribute}"
  class="super-attribute-select"><option value="">Choose an Option...</option>
  ${options.map((option) => `<option value="${option}">${option}</option>`)}</select>`;
const swatches = '<div class="swatch-opt" data-role="swatch-options"></div>';
const selects = select(93, 49, 50) + select(142, 166, 167);
const scripts = ["/jquery.js", "/theme.js"];

const pages = {
  "/swatches": page(form(swatches + element()), { scripts }),
  "/beside": page(`<form action="/search"><input name="q"></form><div>${form(swatches)}${element()}</div>`, {
    scripts,
  }),
  "/late": page(form(swatches + element()), { scripts, late: true }),
  "/selects": page(form(selects) + element(), { scripts }),
};

inThemes("magento", pages, ({ open, run, told, browser }) => {
  const click = async (option) => {
    await browser().until((id) => document.getElementById(id), { args: [`o${option}`] });
    await run((id) => void jQuery(`#${id}`).trigger("click"), `o${option}`);
  };
  const choose = (attribute, value) =>
    run(
      (id, text) => {
        const field = document.getElementById(id);
        field.value = text;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      `attribute${attribute}`,
      value,
    );

  for (const path of ["/swatches", "/beside"]) {
    test(`swatches (${path}): a product once all is chosen, and whether it can be bought`, async () => {
      await open(path);
      await click(49);
      assert.deepEqual(await told(), []);
      await click(167);
      assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
      await click(166);
      assert.deepEqual(await told(), [{ variant: "2001", available: true }]);
      await click(50);
      assert.deepEqual(await told(), [{ variant: "2003", available: true }]);
      await click(167); // there is no such product
      assert.deepEqual(await told(), [null]);
      await click(166);
      await told();
      await click(166); // off again
      assert.deepEqual(await told(), [null]);
    });
  }

  test("swatches of Magento 2.3, which does not say what can be bought", async () => {
    await open("/swatches?magento=2.3");
    await click(49);
    await click(167);
    assert.deepEqual(await told(), [{ variant: "2002" }]);
  });

  test("what was chosen before the adapter came is told", async () => {
    await open("/late", { late: true });
    await click(49);
    await click(167);
    await run("await window.start()");
    assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
  });

  test("selects", async () => {
    await open("/selects");
    await choose(93, "50");
    assert.deepEqual(await told(), []);
    await choose(142, "166");
    assert.deepEqual(await told(), [{ variant: "2003", available: true }]);
    await choose(93, "");
    assert.deepEqual(await told(), [null]);
  });

  test("out of the page, it listens to nothing", async () => {
    await open("/swatches");
    await run(() => document.querySelector("notify-me").remove());
    await click(49);
    await click(167);
    assert.deepEqual(await told(), []);
  });
});
