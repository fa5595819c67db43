import assert from "node:assert/strict";
import { test } from "node:test";
import { filterBlock } from "back-in-stock";
import { chooseRow, groupProducts, productLevel, readFeed, stockLevel } from "../../www/catalog.mjs";
import { collectionPage } from "../../www/pages/collection.mjs";
import { html } from "../../www/pages/html.mjs";
import { productPage } from "../../www/pages/product.mjs";
import { recommend } from "../../www/pages/related.mjs";
import { assertWellFormed } from "./well-formed.mjs";

const products = groupProducts(readFeed());
const about = { companyId: "HARBOR", endpoint: "http://127.0.0.1:4312" };
const shop = { products: [...products.values()], ...about };
const product = (slug) => products.get(slug) ?? assert.fail(`no product ${slug}`);
const page = (slug, size = null) => productPage(product(slug), { ...shop, size });
const notifyMe = (text) => text.match(/<notify-me [^>]*>/)?.[0] ?? assert.fail("no <notify-me>");

/** A row like one of the feed, apart from what a test is about. */
const row = (fields) => ({ ...product("ocean-shirt").rows[0], ...fields });
const sizes = (...quantities) =>
  groupProducts(quantities.map((quantity, index) => row({ size: `${index}`, inventory_quantity: quantity })))
    .values()
    .next().value;

test("html escapes values, and leaves its own markup alone", () => {
  assert.equal(
    `${html`<p title="${`"'`}">${"<b> & </b>"}${html`<i>${[1, html`<br>`]}</i>`}${[null, undefined, false]}</p>`}`,
    `<p title="&quot;&#39;">&lt;b&gt; &amp; &lt;/b&gt;<i>1<br></i></p>`,
  );
});

test("a hostile feed stays text", () => {
  const hostile = `"><script>alert(1)</script>'&`;
  const fields = [
    "id",
    "title",
    "description",
    "product",
    "product_title",
    "size",
    "color",
    "material",
    "care",
  ];
  const rows = [
    row({ ...Object.fromEntries(fields.map((field) => [field, hostile])), inventory_quantity: 0 }),
  ];
  const [bad] = groupProducts(rows).values();
  const beside = { ...shop, products: [bad, ...shop.products] };
  for (const text of [
    collectionPage([bad], about),
    productPage(bad, { ...shop, size: hostile }),
    productPage(product("dry-bag"), { ...beside, size: null }),
  ]) {
    assertWellFormed(text);
    assert.ok(!text.includes("<script>"));
  }
});

test("a product is sold out when every size is, and low when what is left is little", () => {
  assert.deepEqual(
    [-1, 0, 1, 3, 4].map((inventory_quantity) => stockLevel(row({ inventory_quantity }))),
    ["out", "out", "low", "low", "in"],
  );
  assert.equal(productLevel(sizes(0, 0)), "out");
  assert.equal(productLevel(sizes(0, 3)), "low");
  assert.equal(productLevel(sizes(0, 3, 4)), "in");
});

test("the policy of a row has no say in whether it is sold", () => {
  for (const inventory_policy of [1, 2]) {
    assert.equal(stockLevel(row({ inventory_policy, inventory_quantity: 0 })), "out");
  }
});

test("the size is the requested one, else the first in stock, else the first", () => {
  assert.equal(chooseRow(sizes(0, 5, 5), "2").size, "2");
  assert.equal(chooseRow(sizes(0, 5, 5), "0").size, "0");
  assert.equal(chooseRow(sizes(0, 5, 5), "no such size").size, "1");
  assert.equal(chooseRow(sizes(0, 0), null).size, "0");
});

test("the collection shows every product, sold out or not, with its badge", () => {
  const text = collectionPage(products.values(), about);
  assertWellFormed(text);
  assert.equal(text.match(/<li class="card">/g)?.length, products.size);
  for (const { slug } of products.values()) assert.ok(text.includes(`href="/products/${slug}"`), slug);
  assert.deepEqual(text.match(/(?<=class="badge" data-level="\w+">)[^<]+/g), ["Low stock", "Sold out"]);
});

test("the card of a sold-out product offers a choice of sizes", () => {
  const [found, ...more] = collectionPage(products.values(), about).match(/<notify-me [^>]*>/g);
  assert.deepEqual(more, []);
  assert.match(found, /^<notify-me display="dialog" variant="[A-Z-]+\w*" product="[^"]+" quantity="0"/);
  assert.doesNotMatch(collectionPage([sizes(0, 3)], about), /<notify-me/);
  const several = collectionPage([sizes(0, 0)], about)
    .match(/variants="([^"]*)"/)?.[1]
    .replaceAll("&quot;", '"');
  assert.deepEqual(
    JSON.parse(several).map(({ inventory_quantity }) => inventory_quantity),
    [0, 0],
  );
});

test("a sold-out size disables the cart and shows the form for its variant", () => {
  const text = page("ocean-shirt", "M");
  assert.match(text, /<button [^>]*data-add disabled>Sold out<\/button>/);
  assert.match(text, /data-stock data-level="out">Sold out in M</);
  assert.equal(
    notifyMe(text),
    '<notify-me variant="OCEAN-SHIRT-M" product="Ocean Blue Shirt, M" quantity="0">',
  );
  assert.match(
    text,
    /<notify-me [^>]*>\s*<a href="mailto:[^"]+">Contact us and we&#39;ll let you know when it&#39;s back<\/a>/,
  );
  assert.match(text, /<html lang="en" data-company-id="HARBOR" data-endpoint="http:\/\/127\.0\.0\.1:4312">/);
});

test("a size in stock is reported with its quantity, which hides the button", () => {
  const text = page("ocean-shirt", "L");
  assert.match(text, /<button [^>]*data-add>Add to cart<\/button>/);
  assert.match(text, /data-stock data-level="low">Only 3 left in L</);
  assert.match(notifyMe(text), /variant="OCEAN-SHIRT-L".* quantity="3">$/);
});

test("price and picker follow the chosen size", () => {
  assert.match(page("dry-bag", "35 L"), /data-price>\$62</);
  assert.match(page("dry-bag", "35 L"), /value="35 L" checked/);
  assert.equal(page("dry-bag").match(/name="size" [^>]* checked/g)?.length, 1);
});

test("each size carries what the page needs to show it", () => {
  for (const { slug, rows } of products.values()) {
    const inputs = page(slug).match(/<input type="radio" name="size"[^>]*>/g) ?? [];
    assert.equal(inputs.length, rows.length);
    for (const [index, { id, inventory_quantity }] of rows.entries()) {
      assert.ok(inputs[index].includes(`data-variant="${id}"`), id);
      assert.ok(inputs[index].includes(`data-quantity="${inventory_quantity}"`), id);
    }
  }
});

test("recommendations are rows of other products, sold out ones too, each once and as the feed has it", () => {
  for (const one of products.values()) {
    for (const chosen of one.rows) {
      const rows = recommend([...products.values()], one, chosen);
      assert.equal(new Set(rows.map((row) => row.product)).size, 8);
      assert.ok(rows.every((row) => row.product !== one.slug));
      const cards = page(one.slug, chosen.size).match(/<li class="card" [^>]*>/g);
      assert.deepEqual(
        cards,
        rows.map(({ inventory_quantity: quantity, inventory_policy: policy }) => {
          const stated = policy ? ` data-inventory-policy="${policy}"` : "";
          return `<li class="card" data-inventory-quantity="${quantity}"${stated}>`;
        }),
      );
    }
  }
  const rows = recommend([...products.values()], product("ocean-shirt"), product("ocean-shirt").rows[2]);
  const gone = rows.filter((row) => stockLevel(row) === "out");
  assert.deepEqual(
    gone.map((row) => [row.id, row.inventory_policy]),
    [
      ["CABLE-SWEATER-M", 2],
      ["WOOL-BLANKET-THROW", 1],
    ],
  );
});

test("each mode of the block shows something else, on every product's page and for every size of the first", () => {
  const all = [...products.values()];
  const pages = all.map((one) => [one, chooseRow(one, null)]);
  const first = product("ocean-shirt");
  for (const [one, chosen] of [...pages, ...first.rows.map((row) => [first, row])]) {
    const rows = recommend(all, one, chosen);
    const shown = ["policy", "hide", "last"].map((outOfStock) =>
      filterBlock(rows, { outOfStock })
        .map(({ id }) => id)
        .join(),
    );
    assert.equal(new Set(shown).size, 3, chosen.id);
  }
});

test("with a relay, a sold-out size has a form for pages without JavaScript", () => {
  const withRelay = (size) =>
    productPage(product("ocean-shirt"), { ...shop, endpoint: "/bis", size }).includes('action="/bis/alert"');
  assert.deepEqual(["M", "L"].map(withRelay), [true, false]);
  assert.doesNotMatch(page("ocean-shirt", "M"), /<form[^>]*post/);
});
