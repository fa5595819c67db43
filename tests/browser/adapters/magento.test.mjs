import assert from "node:assert/strict";
import { test } from "node:test";
import { inThemes, page } from "./adapters.setup.mjs";

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

/** A Hyvä theme: the options are bound by Alpine, and belong to the form by its id. */
const radios = (attribute, ...options) =>
  options
    .map(
      (
        value,
      ) => `<input type="radio" name="super_attribute[${attribute}]" form="product_addtocart_form" value="${value}"
    id="o${value}" data-attribute="${attribute}" :checked="chosen('${attribute}', '${value}')" @change="pick">`,
    )
    .join("");
const hyva = `<form action="/checkout/cart/add" method="post" id="product_addtocart_form">
  <input type="hidden" name="product" value="2000"></form>
  <div x-data="options">${radios(93, 49, 50)}
    <select name="super_attribute[142]" form="product_addtocart_form" data-attribute="142" id="attribute142" @change="pick">
      <option value="">Choose</option><option value="166">S</option><option value="167">M</option></select></div>`;
const hyvaScripts = ["/hyva.js", "/alpine.js"];

const pages = {
  "/hyva": page(hyva + element(), { scripts: hyvaScripts }),
  "/hyva-late": page(hyva + element(), { scripts: hyvaScripts, late: true }),
  "/hyva-events": page(`<div id="holder"></div><notify-me follow="magento" rows="2001 2002"></notify-me>`),
  "/named": page(
    `<div id="holder"></div><notify-me follow="magento" variant="2000" for="product_addtocart_form"></notify-me>`,
  ),
  "/without": page(`<div><div id="holder"></div>${element()}</div>`, { scripts: ["/jquery.js"] }),
  "/widgetless": page(form(selects) + element(1999), { scripts: ["/jquery.js"] }),

  "/swatches": page(form(swatches + element()), { scripts }),
  "/beside": page(`<form action="/search"><input name="q"></form><div>${form(swatches)}${element()}</div>`, {
    scripts,
  }),
  "/late": page(form(swatches + element()), { scripts, late: true }),
  "/selects": page(form(selects) + element(), { scripts }),
};

inThemes("magento", pages, ({ open, run, told, browser, render, variant, problem }) => {
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
      await click(167); // a combination without a product
      assert.deepEqual(await told(), [null]);
      await click(166);
      await told();
      await click(166); // off again
      assert.deepEqual(await told(), [null]);
    });
  }

  test("swatches of Magento 2.3, which does not state availability", async () => {
    await open("/swatches?magento=2.3");
    await click(49);
    await click(167);
    assert.deepEqual(await told(), [{ variant: "2002" }]);
  });

  test("a selection made before the adapter started is reported", async () => {
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

  const CONFIG = {
    index: { 2001: { 93: "49", 142: "166" }, 2002: { 93: "49", 142: "167" } },
    salable: { 93: { 49: ["2001"] }, 142: { 166: ["2001"] } },
  };
  /** Magento's widget starts on the form: it knows the product, and fills the selects. */
  const startWidget = () =>
    run((config) => {
      jQuery("form").data("mage-configurable", { options: { spConfig: config } });
      document.querySelector("select").append(new Option("Grey", "51"));
    }, CONFIG);
  const chosen = (first, second) =>
    form(
      (select(93, 49, 50) + select(142, 166, 167))
        .replace(`value="${first}"`, `value="${first}" selected`)
        .replace(`value="${second}"`, `value="${second}" selected`),
    );

  test("a form that is added later; without one, the adapter reports that", async () => {
    await open("/without");
    assert.match(await problem(), /^the page has no form with options/);
    await render("#holder", form(selects));
    assert.match(await problem(), /^neither Magento's widgets nor Hyvä's event/);
    await startWidget();
    assert.equal(await problem(), undefined);
    assert.deepEqual(await told(), []);
    await choose(93, "49");
    await choose(142, "167");
    assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
  });

  test("a form that is rendered again: nothing is selected until its widget reports the product", async () => {
    await open("/without");
    await render("#holder", chosen(49, 166));
    await startWidget();
    assert.deepEqual(await told(), [{ variant: "2001", available: true }]);
    await render("#holder", chosen(49, 167));
    assert.deepEqual(await told(), [null]);
    await startWidget();
    assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
    await render("#holder", "");
    assert.deepEqual(await told(), [null]);
    assert.equal(await variant(), "");
  });

  test("options that are chosen before Magento's widget is there", async () => {
    await open("/widgetless");
    await choose(93, "49");
    await choose(142, "167");
    assert.deepEqual(await told(), [null]);
    await startWidget();
    assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
  });

  test("Hyvä: a product once one candidate is left, and whether it can be bought", async () => {
    await open("/hyva");
    await browser().until(() => Boolean(window.Alpine?.$data(document.querySelector("select")).optionConfig));
    assert.equal(await problem(), undefined);
    await run("document.querySelector('#o49').click()");
    assert.deepEqual(await told(), []);
    await choose(142, "167");
    assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
    await choose(142, "166");
    assert.deepEqual(await told(), [{ variant: "2001", available: true }]);
    await choose(142, "");
    assert.deepEqual(await told(), [null]);
    await run("document.querySelector('#o50').click()");
    assert.deepEqual(await told(), [{ variant: "2003" }]); // the only one in this colour
    await choose(142, "167"); // a combination without a product
    assert.deepEqual(await told(), [null]);
  });

  test("Hyvä: a selection made before the adapter started", async () => {
    await open("/hyva-late?defaults=1", { late: true });
    await browser().until(() => document.querySelector("#o49").checked);
    await run("document.querySelector('select').value = '167'");
    await run("await window.start()");
    assert.deepEqual(await told(), [{ variant: "2002", available: false }]);
  });

  test("Hyvä: by its event alone, for this product's rows, or for the product of the form", async () => {
    await open("/hyva-events");
    const fire = (productId, ...candidates) =>
      run((detail) => void dispatchEvent(new CustomEvent("configurable-selection-changed", { detail })), {
        productId,
        candidates,
      });
    assert.match(await problem(), /^the page has no form with options/);
    await fire("3000", "3001");
    assert.deepEqual(await told(), []);
    await fire("2000", "2001", "2002");
    assert.deepEqual(await told(), []);
    await fire("2000", "2002");
    assert.deepEqual(await told(), [{ variant: "2002" }]);
    assert.equal(await problem(), undefined);
    await render("#holder", form(select(93, 49)));
    await fire("3000", "2001");
    assert.deepEqual(await told(), []);
    await fire(2000, 2001);
    assert.deepEqual(await told(), [{ variant: "2001" }]);
    await run("void dispatchEvent(new CustomEvent('configurable-selection-changed'))");
    assert.deepEqual(await told(), []);
  });

  test("put back beside a product without options, the element is about the same one", async () => {
    await open("/named");
    for (let times = 0; times < 2; times++) await render("#holder", form(""));
    assert.equal(await variant(), "2000");
    await run(() => {
      const element = document.querySelector("notify-me");
      const place = element.parentElement;
      element.remove();
      place.append(element);
    });
    assert.equal(await variant(), "2000");
    await render("#holder", "");
    assert.equal(await variant(), "");
  });

  test("out of the page, it listens to nothing", async () => {
    await open("/swatches");
    await run(() => document.querySelector("notify-me").remove());
    await click(49);
    await click(167);
    assert.deepEqual(await told(), []);
  });
});
