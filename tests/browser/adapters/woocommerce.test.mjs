import assert from "node:assert/strict";
import { test } from "node:test";
import { inThemes, page } from "./adapters.setup.mjs";

/** As `get_available_variations` has them; L is sold on backorder. */
const VARIATIONS = [
  {
    variation_id: 71,
    attributes: { attribute_size: "S" },
    is_in_stock: true,
    backorders_allowed: false,
    max_qty: 4,
  },
  {
    variation_id: 72,
    attributes: { attribute_size: "M" },
    is_in_stock: false,
    backorders_allowed: false,
    max_qty: "",
  },
  {
    variation_id: 73,
    attributes: { attribute_size: "L" },
    is_in_stock: true,
    backorders_allowed: true,
    max_qty: "",
  },
];
const S = { variant: "71", available: true };
const M = { variant: "72", available: false };
const L = { variant: "73", available: true, policy: "continue" };

const sizes = (names) => names.map((name) => `<option value="${name}">${name}</option>`).join("");
const select = `<select name="attribute_size" id="size">${sizes(["", "S", "M", "L", "XL"])}</select>`;
const hidden = (id, value = "") => `<input type="hidden" name="product_id" value="${id}">
  <input type="hidden" name="variation_id" class="variation_id" value="${value}">`;
const element = '<notify-me company-id="ABC123" follow="woocommerce"></notify-me>';
const classic = (list) => `<div class="product"><form class="variations_form cart" method="post"
  data-product_id="7" data-product_variations='${JSON.stringify(list)}'>
  <table class="variations"><tr><td>${select}</td></tr></table>
  <div class="single_variation_wrap"><div class="single_variation"></div>${hidden(7, "0")}</div></form>${element}</div>`;
/** Its fields are bound to a store; nothing fires an event. */
const blocks = (
  id,
) => `<div class="wp-block"><form class="wp-block-add-to-cart-with-options wc-block-add-to-cart-with-options">
  <div class="single_variation_wrap"><input type="hidden" name="product_id" value="${id}">
  <input type="hidden" name="variation_id" data-wp-bind--value="woocommerce/products::state.variationId"></div></form>${element}</div>`;

const scripts = ["/jquery.js", "/theme.js"];
const pages = {
  "/classic": page(classic(VARIATIONS), { scripts }),
  "/many": page(classic(false), { scripts }),
  "/late": page(classic(VARIATIONS), { scripts, late: true }),
  // As a plugin does that puts off all scripts but modules.
  "/deferred": page(
    `${classic(VARIATIONS)}<script>addEventListener("DOMContentLoaded", () => {
      for (const src of ${JSON.stringify(scripts)}) document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    });</script>`,
  ),
  "/blocks": page(blocks(7)),
  "/without": page(`<div class="product"><div id="holder"></div>${element}</div>`, {
    scripts: ["/jquery.js"],
  }),
  "/two": page(`<div>${blocks(7)}</div><div>${blocks(8).replace(element, "")}</div>${element}`),
};

const answer = async (request, response) => {
  if (!request.url.startsWith("/?wc-ajax=get_variation")) return false;
  let body = "";
  for await (const chunk of request) body += chunk;
  const size = new URLSearchParams(body).get("attribute_size");
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify(VARIATIONS.find(({ attributes }) => attributes.attribute_size === size) ?? false),
  );
  return true;
};

inThemes(
  "woocommerce",
  pages,
  ({ open, run, told, render, variant, problem }) => {
    const choose = (size) => run((value) => window.choose(value), size);

    for (const path of ["/classic", "/deferred"]) {
      test(`classic forms (${path}): a variation, another, a missing one, no selection`, async () => {
        await open(path);
        await run("await window.ready;");
        assert.equal((await told()).at(-1), null);
        await choose("M");
        assert.deepEqual((await told()).at(-1), M);
        await choose("L");
        assert.deepEqual((await told()).at(-1), L);
        await choose("XL");
        assert.equal((await told()).at(-1), null);
        await choose("S");
        assert.deepEqual((await told()).at(-1), S);
        await run("void jQuery('.variations_form').trigger('hide_variation')");
        assert.deepEqual(await told(), [null]);
      });
    }

    test("very many variations: nothing is chosen until the shop answered", async () => {
      await open("/many");
      await run("await window.ready;");
      await choose("S");
      await told();
      await choose("M");
      const all = await told();
      assert.equal(all[0], null);
      assert.deepEqual(all.at(-1), M);
      assert.ok(!all.slice(0, -1).some(Boolean), JSON.stringify(all));
    });

    test("a selection made before the adapter started is reported, with the data of the form's list", async () => {
      await open("/late", { late: true });
      await run("await window.ready;");
      await choose("M");
      await run("await quiet(); await window.start();");
      assert.deepEqual(await told(), [M]);
    });

    test("block themes: the hidden field changes silently, as a property, as an attribute, and by a new render", async () => {
      await open("/blocks");
      assert.deepEqual(await told(), []);
      const field = 'document.querySelector("[name=variation_id]")';
      await run(`${field}.value = 72`);
      assert.deepEqual(await told(), [{ variant: "72" }]);
      await run(`${field}.setAttribute("value", "71")`);
      assert.deepEqual(await told(), [{ variant: "71" }]);
      await run(`${field}.removeAttribute("value")`);
      assert.deepEqual(await told(), [null]);
      await run(
        `const copy = ${field}.cloneNode(); copy.value = "73"; ${field}.replaceWith(copy); ${field}.value = "72"`,
      );
      assert.deepEqual(await told(), [{ variant: "72" }]);
    });

    test("of two products, each element follows its own, and one between them neither", async () => {
      await open("/two");
      await run(() => {
        for (const field of document.querySelectorAll("[name=variation_id]")) field.value = "72";
      });
      assert.deepEqual(await told(), [{ variant: "72" }]);
    });

    const form = (id, product = 7) =>
      classic(VARIATIONS)
        .replace(/^.*?(<form.*<\/form>).*$/s, "$1")
        .replace('value="0"', `value="${id}"`)
        .replace('name="product_id" value="7"', `name="product_id" value="${product}"`);

    test("a variation form added after the element; without one, the adapter reports that", async () => {
      await open("/without");
      assert.match(await problem(), /^the page has no variation form/);
      await render("#holder", form(""));
      assert.equal(await problem(), undefined);
      assert.deepEqual(await told(), []);
      await run((found) => void jQuery("form").trigger("found_variation", [found]), VARIATIONS[1]);
      assert.deepEqual(await told(), [M]);
    });

    test("a form that is rendered again, and one that goes", async () => {
      await open("/without");
      await render("#holder", form("71"));
      assert.deepEqual(await told(), [S]);
      await render("#holder", form("72"));
      assert.deepEqual(await told(), [M]);
      await run("document.querySelector('[name=variation_id]').value = '73'");
      assert.deepEqual(await told(), [L]);
      await render("#holder", form("0"));
      assert.deepEqual(await told(), [null]);
      await render("#holder", form("72"));
      await told();
      await run("window.old = document.querySelector('form')");
      await render("#holder", "");
      assert.deepEqual(await told(), [null]);
      assert.equal(await variant(), "");
      await run((found) => void jQuery(old).trigger("found_variation", [found]), VARIATIONS[0]);
      assert.deepEqual(await told(), []);
    });

    test("a quick view of another product is not followed", async () => {
      await open("/without");
      await run(
        (html) => {
          const view = document.createElement("div");
          view.setAttribute("role", "dialog");
          view.innerHTML = html;
          document.body.append(view);
        },
        form("72", 9),
      );
      assert.deepEqual(await told(), []);
    });

    test("put back beside a form that was reset meanwhile, the element is about nothing", async () => {
      await open("/without");
      await render("#holder", form("71"));
      assert.deepEqual(await told(), [S]);
      await run(() => {
        const element = document.querySelector("notify-me");
        const place = element.parentElement;
        element.remove();
        document.querySelector("[name=variation_id]").value = "";
        place.append(element);
      });
      assert.deepEqual(await told(), [null]);
      assert.equal(await variant(), "");
    });

    test("out of the page, it listens to nothing, and nothing is left with jQuery", async () => {
      await open("/classic");
      await run("await window.ready;");
      await run(() => document.querySelector("notify-me").remove());
      await told();
      await choose("M");
      assert.deepEqual(await told(), []);
      const left = await run(() => Object.keys(jQuery._data(document.querySelector("form"), "events") ?? {}));
      assert.deepEqual(left, ["change"]); // the theme's
    });
  },
  answer,
);
