import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { eventually, Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";
import { render, renderInDawn, snippet } from "./snippets/render.mjs";

const HOSTILE = `"Ann's" <b>Tee</b> & Co </script><img src="/x"> {{x}} &lt; &quot;`;
const shirt = (...children) => ({ id: 7, name: HOSTILE, children });
const S = { id: 71, name: "S", stock: 3 };
const M = { id: 72, name: `M "wide" <i>`, stock: 0 };
const L = { id: 73, name: "L, on backorder", stock: 0, backorders: true };
const U = { id: 74, name: "not counted" };
const named = (one) => ({ ...one, name: `${HOSTILE}, ${one.name}` });

/** The content of a theme's page, and how a shopper selects a variant there. */
const themes = {
  shopify: {
    form: `<form action="/cart/add"><select name="id">${[71, 72, 73, 74].map((id) => `<option>${id}</option>`)}</select></form>`,
    choose: (id) => {
      const select = document.querySelector("select");
      select.value = id;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
    variant: "$shopify:::$default:::72",
    title: `${HOSTILE}, ${M.name}`,
  },
  bigcommerce: {
    form: `<form data-cart-item-add><input type="hidden" name="product_id" value="7">
      <div data-product-option-change><input name="attribute[1]"></div></form>`,
    choose: (id, { stock, backorders }) => {
      const option = document.querySelector("[data-product-option-change] input");
      option.dispatchEvent(new Event("change", { bubbles: true }));
      const instock = stock === undefined || stock > 0 || Boolean(backorders);
      const data = { v3_variant_id: id, instock, purchasable: true, available_to_sell: stock || null };
      document.dispatchEvent(new CustomEvent("onProductOptionsChanged", { detail: { data } }));
    },
    variant: "$bigcommerce:::$default:::72",
    title: HOSTILE,
  },
  woocommerce: {
    form: `<form class="wc-block-add-to-cart-with-options"><input type="hidden" name="variation_id"></form>`,
    choose: (id) => {
      document.querySelector("[name=variation_id]").value = id;
    },
    variant: "$custom:::$default:::72",
    title: `${HOSTILE}, ${M.name}`,
    children: named,
  },
};

/** What the snippets put before an id; Magento's is of the store that is shown. */
const scopes = {
  shopify: "$shopify:::$default",
  bigcommerce: "$bigcommerce:::$default",
  woocommerce: "$custom:::$default",
  magento: "$magento_two:::2-3",
};

test("the documentation has the ids that the snippets use", () => {
  const text = readFileSync(new URL("../../docs/platforms.md", import.meta.url), "utf8");
  for (const scope of Object.values(scopes)) {
    const [integration] = scope.split(":::");
    assert.ok(text.includes(`\`${integration}:::`), scope);
  }
});

test("the documentation shows the snippets as they are", () => {
  const text = readFileSync(new URL("../../docs/platforms.md", import.meta.url), "utf8");
  const shown = [...text.matchAll(/^```(liquid|handlebars|php|html|xml)\n([\s\S]*?)^```$/gm)].map(
    ([, , code]) => code,
  );
  const names = [
    "shopify.liquid",
    "dawn.liquid",
    "bigcommerce.handlebars",
    "woocommerce.php",
    "magento.phtml",
    "magento-layout.xml",
    "magento-config.xml",
    "plain.html",
  ];
  assert.deepEqual(shown, names.map(snippet));
});

test("magento: the layout adds the template, and the configuration leaves the scripts alone", () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
  const { page } = parser.parse(snippet("magento-layout.xml"));
  const { block } = page.body.referenceContainer;
  const [module, path] = block.template.split("::");
  assert.ok(snippet("magento.phtml").includes(` ${module}/templates/${path} `), block.template);
  assert.ok(snippet("magento.phtml").includes(`@var \\${block.class} $block`), block.class);
  const { config } = parser.parse(snippet("magento-config.xml"));
  for (const pattern of Object.values(config.default.dev.js.minify_exclude))
    assert.match("js/notify-me/notify-me.js", new RegExp(pattern));
});

for (const platform of ["woocommerce", "magento"])
  test(`${platform}: the rows have no disabled variant`, () => {
    const html = render[platform](shirt(S, M, { ...M, id: 75, disabled: true }));
    const ids = Array.from(html.matchAll(/&quot;variant&quot;:&quot;(\d+)&quot;/g), ([, id]) => id);
    assert.deepEqual(ids, ["71", "72"]);
  });

inPages("snippets", (shop) => {
  const { open, run, until } = shop;
  shop.complaints = [/variant_not_found/];
  /** A page of a theme; requests go to the emulator. */
  const page = (html, form = "") => {
    const here = html.replaceAll("/notify-me/", "/dist/browser/");
    const tag = `<notify-me endpoint="${shop.emulator.url}"`;
    return open(form + here.replace("<notify-me", () => tag), { head: "" });
  };
  const shows = () => run(() => Boolean(window.state().button));
  const settles = (wanted) =>
    until((value) => Boolean(window.state().button) === value, {
      args: [wanted],
      message: `shown: ${wanted}`,
    });
  /** Waits until the page has loaded its scripts: Firefox reports those of a page that is left before. */
  const scriptsLoaded = () => run('await document.querySelector("notify-me").explain()');
  /** What of the page came out of a title. */
  const strangers = () => run(() => document.querySelectorAll("main b, main i, main img").length);

  for (const [platform, { form, choose, variant, title, children = (one) => one }] of Object.entries(
    themes,
  )) {
    test(`${platform}: of four variants, it is shown for the sold-out one, with its name and id`, async () => {
      await page(render[platform](shirt(...[S, M, L, U].map(children))), form);
      for (const one of [S, M, L, U, M]) {
        // A choice that the theme reports before the adapter is loaded is lost, so it is made again.
        await eventually(
          async () => {
            await run(choose, one.id, one);
            return (await shows()) === (one === M);
          },
          { message: `${one.name} is chosen` },
        );
      }
      assert.equal(await strangers(), 0);
      const told = await run(async () => {
        const element = document.querySelector("notify-me");
        element.display = "dialog";
        await element.show();
        const { variant } = await element.explain();
        return { variant, heading: window.state().heading };
      });
      assert.deepEqual(told, { variant, heading: `Notify me when ${title} is back` });
      await shop.type("[type=email]", "ann@example.com", Key.ENTER);
      // The emulator's catalog has another feed.
      await until(() => window.events.some((one) => one.includes("variant_not_found")));
      const { data } = shop.sent().at(-1).body;
      assert.equal(data.relationships.variant.data.id, variant);
    });
  }

  for (const platform of Object.keys(render)) {
    test(`${platform}: a product without variants`, async () => {
      const product = (stock) => ({ id: 7, name: HOSTILE, stock });
      await page(render[platform](product(3)));
      assert.equal(await shows(), false);
      await scriptsLoaded();
      await page(render[platform](product(0)));
      await settles(true);
      assert.equal(await strangers(), 0);
      const { problems, variant } = await run(() => document.querySelector("notify-me").explain());
      assert.equal(variant, `${scopes[platform]}:::7`);
      assert.deepEqual(problems, []);
    });
  }

  test("magento: the form lists sold-out variants, since the theme does not let shoppers select them", async () => {
    await page(render.magento(shirt(...[S, L].map(named))));
    assert.equal(await shows(), false);
    await scriptsLoaded();
    await page(render.magento(shirt(...[S, M, L].map(named), { ...named(M), id: 75, name: "N" })));
    await settles(true);
    const listed = await run(async () => {
      await document.querySelector("notify-me").show();
      return [...document.querySelector("notify-me").shadowRoot.querySelectorAll("form label")]
        .map((label) => label.textContent.trim())
        .filter((text) => !text.includes("Email"));
    });
    assert.deepEqual(listed, [`${HOSTILE}, ${M.name}`, "N"]);
    assert.equal(await strangers(), 0);
  });

  test("dawn: the snippet is below the buy buttons of the product section", async () => {
    await page(renderInDawn(shirt(S, M)));
    assert.equal(await shows(), false);
    await eventually(
      async () => {
        await run(themes.shopify.choose, M.id);
        return shows();
      },
      { message: "M is chosen" },
    );
    assert.equal(await run(() => document.querySelector("#buy-buttons + notify-me")?.localName), "notify-me");
    await scriptsLoaded();
  });

  test("plain HTML: a size that is sold out", async () => {
    await page(snippet("plain.html"));
    assert.equal(await shows(), false);
    await run(() => {
      const select = document.querySelector("select");
      select.value = "SHIRT-M";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await settles(true);
  });
});
