import assert from "node:assert/strict";
import { test } from "node:test";
import { inThemes, page } from "./adapters.setup.mjs";

/** Liquid's JSON of a variant; size XL does not exist. */
const VARIANTS = {
  "shirt-S": { id: 40001, title: "S", available: true, inventory_management: "shopify" },
  "shirt-M": { id: 40002, title: "M", available: false, inventory_management: "shopify" },
  "tee-S": { id: 50001, title: "S", available: false, inventory_management: "shopify" },
};
const S = { variant: "40001", available: true };
const M = { variant: "40002", available: false };

const form = (product, id) => `<form method="post" action="/cart/add" data-type="add-to-cart-form">
  <input type="hidden" name="form_type" value="product"><input type="hidden" name="id" value="${id}">
  <input type="hidden" name="product-id" value="${product}"></form>`;
const radio = (value, more = "") => `<input type="radio" name="Size" value="${value}" id="${value}" ${more}>`;
const element = (id, more = "") =>
  `<notify-me company-id="ABC123" follow="shopify" variant="${id}" ${more}></notify-me>`;

const dawn = (key, sizes = "") => {
  const variant = VARIANTS[key];
  return `<product-info data-section="template--1__main">
    <variant-selects>${radio("S", "checked")}${radio("M")}${radio("XL")}${sizes}
      <script type="application/json" data-selected-variant>${variant ? JSON.stringify(variant) : ""}</script>
    </variant-selects>${form(key, variant?.id ?? "")}${form(key, variant?.id ?? "")}
    ${element(variant?.id ?? "", `id="${key}"`)}</product-info>`;
};
const section = (id, body) => `<div id="shopify-section-${id}" class="shopify-section">${body}</div>`;
const picker = (product, more = "") =>
  `<variant-picker data-product-id="${product}">${more || `${radio("S", 'data-variant-id="40001" checked')}${radio("M", 'data-variant-id="40002"')}${radio("XL", 'data-variant-id=""')}`}</variant-picker>`;

const pages = {
  "/products/shirt": page(
    `${section("template--1__main", dawn("shirt-S", radio("S", 'data-product="tee" class="swatch"')))}
     ${section("other", `<div class="card-wrapper">${form("tee", "50001")}${element("50001", 'id="card"')}</div>`)}`,
    { scripts: ["/theme.js"] },
  ),
  "/products/late": page(section("template--1__main", dawn("shirt-S")), {
    scripts: ["/theme.js"],
    late: true,
  }),
  "/products/horizon": page(
    `${section("main", `${picker("1")}${form("1", "40001")}${element("40001", 'id="main"')}`)}
     ${section("list", `<product-card>${picker("2", radio("M", 'data-variant-id="40002" class="card"'))}${form("2", "40001")}${element("40001", 'id="card"')}</product-card>`)}`,
    { scripts: ["/theme.js"] },
  ),
  "/products/vintage": page(
    `<form action="/en/cart/add" method="post"><select name="id"><option value="40001">S<option value="40002">M</select>
     ${element("40001")}</form>`,
  ),
  "/products/radios": page(
    `<form action="/cart/add" method="post" id="product">
     <input type="radio" name="id" value="40001" checked><input type="radio" name="id" value="40002"></form>
     <form action="/cart/add" method="post"><input type="hidden" name="id" value="60001">
     <input type="hidden" name="product-id" value="6"></form>
     ${element("40001", 'id="near"')}${element("40001", 'id="far" for="product"')}`,
  ),
  "/products/address": page(element("40001")),
  "/products/beside": page(`<div id="holder">${form("1", "40001")}</div>${element("40001")}`),
  "/products/without": page(
    `<div id="holder"></div>${element("40001")}<div id="other"></div><dialog id="view"></dialog>`,
  ),
  "/products/wrappers": page(
    section(
      "main",
      `<div class="grid__item media">${element("100", 'id="main"')}</div>
       <div class="grid__item info"><div id="holder">${form("1", "100")}</div></div>`,
    ),
  ),
  "/products/columns": page(
    `<div class="column">${form("1", "100")}</div><div class="column">${element("100")}</div>`,
  ),
  "/products/recommended": page(
    `${section("main", `<div>${element("100")}</div>`)}${section("list", '<div id="list"></div>')}`,
  ),
  "/products/rows": page(
    `<div class="item">${element("100", 'rows="100 101"')}</div><div id="holder"></div><div id="list"></div>`,
  ),
  "/collections/grid": page(
    section(
      "grid",
      `<div><div class="grid__item sold-out">${element("100", 'id="div"')}</div>
       <div class="grid__item">${form("9", "999")}</div></div>
       <ul><li>${element("100", 'id="li"')}</li><li class="in-stock">${form("9", "999")}</li></ul>`,
    ),
  ),
  "/products/featured": page(
    `${section("main", `${form("1", "111")}${element("111", 'id="main" rows="111 112"')}`)}
     ${section("featured", `${form("2", "222")}${element("222", 'id="featured"')}`)}`,
  ),
  "/products/named": page(`<div id="holder"></div>${element("40001", 'for="product"')}${form("2", "50001")}`),
  ...Object.fromEntries(
    ["shirt-S", "shirt-M", "shirt-XL", "tee-S"].map((key) => [`/section/${key}.html`, dawn(key)]),
  ),
};

/** Delays responses on request. */
const slowly = async ({ url }) => {
  if (url.endsWith("slow=1")) await new Promise((resolve) => setTimeout(resolve, 300));
};

inThemes(
  "shopify",
  pages,
  ({ open, run, told, browser, render, variant, problem }) => {
    const click = (selector) => run((css) => document.querySelector(css).click(), selector);
    /** The last selection reported to an element; all its fields if `whole`. */
    const last = async (at) => (await told()).filter((choice) => !choice || choice.at === at).at(-1);

    test("Dawn: a size, a missing size, and back; other products' elements are not notified", async () => {
      await open("/products/shirt");
      assert.deepEqual(await told(), []);
      await click("#M");
      const all = await told();
      assert.deepEqual(all.at(-1), { ...M, at: "shirt-S" });
      assert.ok(
        all.every(({ at, variant }) => at === "shirt-S" && variant === "40002"),
        JSON.stringify(all),
      );
      await click("#XL");
      assert.deepEqual(await told(), [null]);
      await click("#S");
      assert.deepEqual(await last("shirt-S"), { ...S, at: "shirt-S" });
    });

    test("Dawn: another product replaces everything, and the element that left hears no more", async () => {
      await open("/products/shirt");
      await click(".swatch");
      await told();
      assert.deepEqual(
        await run(() => [...document.querySelectorAll("product-info notify-me")].map(({ id }) => id)),
        ["tee-S"],
      );
      await click("#M");
      const all = await told();
      assert.deepEqual([...new Set(all.map(({ at }) => at))], ["tee-S"]);
      assert.deepEqual(all.at(-1), { ...M, at: "tee-S" });
      assert.equal(await run("return subscribers['variant-change'].length"), 2); // with the card's
    });

    test("Dawn: a selection made before the adapter started is reported", async () => {
      await open("/products/late", { late: true });
      await click("#M");
      await run("await quiet(); await window.start();");
      assert.deepEqual(await told(), [{ variant: "40002", at: "shirt-S" }]);
    });

    test("Horizon: reported at once, then in full; the silently set field changes nothing", async () => {
      await open("/products/horizon");
      await click("#M");
      assert.deepEqual(await told(), [
        { variant: "40002", at: "main" },
        { ...M, at: "main" },
      ]);
      await click("#XL");
      assert.deepEqual(await told(), [null, null]);
    });

    test("Horizon: a selection replaced during its fetch is not reported later", async () => {
      await open("/products/horizon");
      await run("document.querySelector('#M').dataset.slow = 1");
      await click("#M");
      await click("#S");
      await new Promise((resolve) => setTimeout(resolve, 400));
      assert.deepEqual(await told(), [
        { variant: "40002", at: "main" },
        { variant: "40001", at: "main" },
        { ...S, at: "main" },
      ]);
    });

    test("Horizon: a card is distinguished from the product next to it", async () => {
      await open("/products/horizon");
      await click(".card");
      assert.deepEqual(await told(), [
        { variant: "40002", at: "card" },
        { ...M, at: "card" },
      ]);
    });

    test("Horizon: morphed and moved, each selection is reported once", async () => {
      await open("/products/horizon");
      await run(() => {
        const element = document.querySelector("#main");
        element.setAttribute("variant", "40001"); // as a morph sets what the server rendered
        element.parentElement.append(element);
      });
      await click("#M");
      assert.deepEqual((await told()).length, 2);
    });

    test("the standard event without Horizon's own fields: by its promise, with a global id, the latest alone", async () => {
      await open("/products/horizon");
      await run(async () => {
        const fire = (id, availableForSale, ms) => {
          const event = new Event("shopify:product:select", { bubbles: true });
          const variant = { id: `gid://shopify/ProductVariant/${id}`, availableForSale };
          const promise = new Promise((resolve) => setTimeout(resolve, ms, { variant }));
          document.querySelector("variant-picker").dispatchEvent(Object.assign(event, { promise }));
          return promise;
        };
        await Promise.all([fire(40001, true, 100), fire(40002, false, 10)]);
      });
      assert.deepEqual(await told(), [{ ...M, at: "main" }]);
    });

    test("variant:change, on the document and in the section, with stock and without", async () => {
      await open("/products/horizon");
      const fire = (selector, variant) =>
        run(
          (css, detail) => {
            const target = css ? document.querySelector(css) : document;
            target.dispatchEvent(new CustomEvent("variant:change", { bubbles: true, detail }));
          },
          selector,
          { variant },
        );
      const stock = { inventory_management: "shopify", inventory_quantity: -2, inventory_policy: "continue" };
      await fire("#shopify-section-main form", { id: 40002, available: true, ...stock });
      assert.deepEqual(await told(), [
        { variant: "40002", available: true, quantity: -2, policy: "continue", at: "main" },
      ]);
      const unmanaged = { inventory_management: null, inventory_quantity: 0 };
      await fire(null, { id: 40001, available: true, ...unmanaged });
      assert.deepEqual(await told(), [{ variant: "40001", available: true, quantity: null, at: "main" }]);
      await fire("#shopify-section-list", { id: 40003, available: false });
      assert.deepEqual(await told(), []);
      await fire("#shopify-section-list product-card", { id: 40002, available: false });
      assert.deepEqual(await told(), [{ ...M, at: "card" }]);
      await fire(null, null);
      assert.deepEqual(await told(), [null]);
    });

    test("a select of the product form", async () => {
      await open("/products/vintage");
      await run(() => {
        const select = document.querySelector("select");
        select.value = "40002";
        select.dispatchEvent(new Event("change", { bubbles: true }));
      });
      assert.deepEqual(await told(), [{ variant: "40002" }]);
    });

    test("if two products' forms are equally near, only a named form is followed", async () => {
      await open("/products/radios");
      await click("[value='40002']");
      assert.deepEqual(await told(), [{ variant: "40002", at: "far" }]);
    });

    test("a form that is rendered again beside the element: its variant is the choice, and it is followed", async () => {
      await open("/products/beside");
      assert.deepEqual(await told(), []);
      await render("#holder", form("1", "40002"));
      assert.deepEqual(await told(), [{ variant: "40002" }]);
      await run("document.querySelector('[name=id]').value = '40001'");
      assert.deepEqual(await told(), [{ variant: "40001" }]);
      await render("#holder", form("1", "40001"));
      assert.deepEqual(await told(), []);
      await render("#holder", form("1", ""));
      assert.deepEqual(await told(), [null]);
    });

    test("a form that was replaced is not heard any more", async () => {
      await open("/products/beside");
      await run("window.old = document.querySelector('form')");
      await render("#holder", form("1", "40002"));
      await told();
      await run("old.elements.namedItem('id').value = '40003'");
      assert.deepEqual(await told(), []);
    });

    test("removing a form clears its selection; later events of the page are used", async () => {
      await open("/products/beside");
      await render("#holder", "<p>Loading</p>");
      assert.deepEqual(await told(), [null]);
      assert.equal(await variant(), "");
      await run("history.pushState({}, '', '?variant=40003')");
      assert.deepEqual(await told(), [{ variant: "40003" }]);
      await render("#holder", form("1", "40002"));
      assert.deepEqual(await told(), [{ variant: "40002" }]);
    });

    test("a form that is moved, or gets more fields, is the same one", async () => {
      await open("/products/beside");
      await run(() => {
        const form = document.querySelector("form");
        document.querySelector("main").append(form);
        form.append(document.createElement("input"));
      });
      assert.deepEqual(await told(), []);
      await run("document.querySelector('[name=id]').value = '40002'");
      assert.deepEqual(await told(), [{ variant: "40002" }]);
    });

    test("a form that is added later; without one, the adapter reports that", async () => {
      await open("/products/without");
      assert.match(await problem(), /^the page has no product form .*, and neither theme events/);
      await render("#holder", form("1", "40001"));
      assert.equal(await problem(), undefined);
      assert.deepEqual(await told(), []);
      await run("document.querySelector('[name=id]').value = '40002'");
      assert.deepEqual(await told(), [{ variant: "40002" }]);
      await render("#other", form("2", "50001"));
      assert.deepEqual(await told(), [null]);
      assert.match(await problem(), /^forms of several products are equally near/);
      await render("#other", "");
      assert.deepEqual(await told(), [{ variant: "40002" }]);
    });

    test("a quick view, and cards of other products, are not this product's form", async () => {
      await open("/products/without");
      await render("#view", form("2", "50001"));
      await render("#other", `<product-card>${form("3", "60001")}</product-card>`);
      assert.deepEqual(await told(), []);
      await run("for (const field of document.querySelectorAll('[name=id]')) field.value = '70001'");
      assert.deepEqual(await told(), []);
    });

    test("an element that comes with a quick view follows the form in it", async () => {
      await open("/products/beside");
      await run(
        (html) => {
          const view = document.createElement("dialog");
          view.innerHTML = html;
          document.body.append(view);
        },
        `<div id="inner"></div>${element("50001", 'id="quick"')}`,
      );
      await render("#inner", form("2", "50002"));
      assert.deepEqual(await told(), [{ variant: "50002", at: "quick" }]);
      await render("#inner", form("2", "50003"));
      assert.deepEqual(await told(), [{ variant: "50003", at: "quick" }]);
    });

    const setId = (id, css = "form") =>
      run(
        (one, value) => {
          document.querySelector(one).elements.namedItem("id").value = value;
        },
        css,
        id,
      );

    test("a form in another section is another product's, also one that comes later", async () => {
      await open("/products/recommended");
      await render("#list", form("9", "999"));
      assert.deepEqual(await told(), []);
      assert.match(await problem(), /^the page has no product form/);
    });

    test("items of a list do not lend each other their form", async () => {
      await open("/collections/grid");
      for (const css of [".grid__item form", "li form"]) await setId("998", css);
      assert.deepEqual(await told(), []);
      assert.equal(await variant("#div"), "100");
      assert.equal(await variant("#li"), "100");
    });

    test("the only form of a section, or of a page, is followed in another wrapper", async () => {
      await open("/products/wrappers");
      await setId("101");
      assert.deepEqual(await told(), [{ variant: "101", at: "main" }]);
      await render("#holder", form("1", "102"));
      assert.deepEqual(await told(), [{ variant: "102", at: "main" }]);
      await open("/products/columns");
      await setId("101");
      assert.deepEqual(await told(), [{ variant: "101" }]);
    });

    test("a form that begins with a variant without a row is another product's", async () => {
      await open("/products/rows");
      await render("#list", form("9", "999"));
      assert.deepEqual(await told(), []);
      await render("#holder", form("1", "101"));
      assert.deepEqual(await told(), [{ variant: "101" }]);
      await setId("102", "#holder form");
      assert.deepEqual(await told(), [{ variant: "102" }]);
      await render("#list", "<form></form>");
      await setId("100", "#holder form");
      assert.deepEqual(await told(), [{ variant: "100" }]);
    });

    test("the address counts for an element with a form only if it names one of its rows", async () => {
      await open("/products/featured");
      await run("history.replaceState({}, '', '?variant=112')");
      assert.deepEqual(await told(), [{ variant: "112", at: "main" }]);
      assert.equal(await variant("#featured"), "222");
      await setId("223", "#shopify-section-featured form");
      assert.deepEqual(await told(), [{ variant: "223", at: "featured" }]);
    });

    test("an answer that is on its way does not undo a later choice in a form or the address", async () => {
      await open("/products/beside");
      /** An event that is answered when `answer` is called. */
      const select = () =>
        run(() => {
          const event = new Event("shopify:product:select", { bubbles: true });
          const promise = new Promise((resolve) => {
            window.answer = (id) => resolve({ variant: { id, available: true } });
          });
          document.querySelector("main").dispatchEvent(Object.assign(event, { promise }));
        });
      const answer = (id) => run((value) => window.answer(value), id);
      await select();
      await render("#holder", form("1", "50"));
      assert.deepEqual(await told(), [{ variant: "50" }]);
      await answer(2);
      assert.deepEqual(await told(), []);
      await select();
      await setId("51");
      await answer(2);
      assert.deepEqual(await told(), [{ variant: "51" }]);
      // The form rendered again for the variant that was chosen before.
      await select();
      await render("#holder", form("1", "51"));
      await answer(2);
      assert.deepEqual(await told(), []);
      // What the answer knows of the variant that the form is about counts.
      await select();
      await setId("2");
      await answer(2);
      assert.deepEqual(await told(), [{ variant: "2" }, { variant: "2", available: true }]);
      await select();
      await render("#holder", "");
      await answer(2);
      assert.deepEqual(await told(), [null]);
      await select();
      await run("history.pushState({}, '', '?variant=52')");
      await answer(2);
      assert.deepEqual(await told(), [{ variant: "52" }]);
    });

    test("the form that is named is followed when it comes, and no other one instead", async () => {
      await open("/products/named");
      assert.match(await problem(), /^for="product": the page has no form with this id, and neither/);
      await run("document.querySelector('[name=id]').value = '50002'");
      assert.deepEqual(await told(), []);
      await render("#holder", form("1", "40002").replace("<form", '<form id="product"'));
      assert.deepEqual(await told(), [{ variant: "40002" }]);
    });

    test("in a shadow tree, with the form there and outside of it", async () => {
      await open("/products/beside");
      await run(
        (html) => {
          const root = document.createElement("div").attachShadow({ mode: "open" });
          root.innerHTML = html;
          document.querySelector("main").append(root.host);
          window.inside = root;
        },
        `<div></div>${element("40001", 'id="inner"')}`,
      );
      const inner = async () => (await told()).filter(({ at }) => at === "inner");
      await render("#holder", form("1", "40002"));
      assert.deepEqual(await inner(), [{ variant: "40002", at: "inner" }]);
      await run(
        (html) => {
          window.inside.querySelector("div").innerHTML = html;
        },
        form("1", "40003"),
      );
      assert.deepEqual(await inner(), [{ variant: "40003", at: "inner" }]);
    });

    test("the Storefront API's names in an event: backorder, and stock that is not tracked", async () => {
      await open("/products/horizon");
      const select = (variant) =>
        run(async (one) => {
          const event = new Event("shopify:product:select", { bubbles: true });
          const promise = Promise.resolve({ variant: one });
          document.querySelector("variant-picker").dispatchEvent(Object.assign(event, { promise }));
          await promise;
        }, variant);
      const id = "gid://shopify/ProductVariant/40002";
      await select({ id, availableForSale: true, quantityAvailable: -1, currentlyNotInStock: true });
      assert.deepEqual(await told(), [
        { variant: "40002", available: true, quantity: -1, policy: "continue", at: "main" },
      ]);
      await select({ id, availableForSale: true, quantityAvailable: 0, currentlyNotInStock: false });
      assert.deepEqual(await told(), [{ variant: "40002", available: true, quantity: null, at: "main" }]);
    });

    test("the address: pushed, replaced, and gone back in", async () => {
      await open("/products/address");
      await run("history.pushState({}, '', '?variant=40002')");
      assert.deepEqual(await told(), [{ variant: "40002" }]);
      await run("history.replaceState({}, '', '?variant=40003#x')");
      assert.deepEqual(await told(), [{ variant: "40003" }]);
      await run("history.pushState({}, '', '?variant=40004')");
      await told();
      await run("history.back()");
      await browser().until(() => window.told.length > 0);
      assert.deepEqual(await told(), [{ variant: "40003" }]);
      await open("/products/address?variant=40002");
      assert.deepEqual(await told(), [{ variant: "40002" }]);
    });

    test("outside of the page, it ignores all events, including pending ones", async () => {
      await open("/products/horizon");
      await run("document.querySelector('#S').dataset.slow = 1");
      await click("#M");
      await click("#S");
      await run(() => {
        for (const element of document.querySelectorAll("notify-me")) element.remove();
        window.told.length = 0;
      });
      assert.deepEqual(await told(), []);
      await click("#M");
      await run("history.pushState({}, '', '?variant=40003')");
      assert.deepEqual(await told(), []);
    });
  },
  slowly,
);
