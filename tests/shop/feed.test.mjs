import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { groupProducts, readFeed } from "../../www/catalog.mjs";

const rows = readFeed();
const products = [...groupProducts(rows).values()];
const soldOut = rows.filter((row) => row.inventory_quantity === 0);

test("the fields that a feed must have are there and not blank", () => {
  for (const row of rows) {
    for (const field of ["id", "title", "link", "description", "image_link"]) {
      assert.equal(typeof row[field], "string", `${row.id}: ${field}`);
      assert.notEqual(row[field].trim(), "", `${row.id}: ${field}`);
      assert.equal(row[field], row[field].trim(), `${row.id}: ${field}`);
    }
    assert.ok(row.price > 0, row.id);
  }
});

test("ids are unique, and so are the sizes of a product", () => {
  assert.equal(new Set(rows.map((row) => row.id)).size, rows.length);
  for (const { slug, rows: sizes } of products) {
    assert.equal(new Set(sizes.map((row) => row.size)).size, sizes.length, slug);
  }
});

test("rows are flat apart from their categories", () => {
  for (const { categories, ...fields } of rows) {
    assert.ok(Array.isArray(categories) && categories.length > 0, fields.id);
    assert.ok(
      categories.every((category) => typeof category === "string"),
      fields.id,
    );
    for (const [name, value] of Object.entries(fields))
      assert.notEqual(typeof value, "object", `${fields.id}: ${name}`);
  }
});

test("quantities are counts, and a policy is 1, 2 or missing", () => {
  for (const row of rows) {
    assert.ok(Number.isSafeInteger(row.inventory_quantity) && row.inventory_quantity >= 0, row.id);
    assert.ok([1, 2, undefined].includes(row.inventory_policy), row.id);
  }
});

test("the feed holds every case that the shop is there to show", () => {
  assert.equal(products.length, 12);
  assert.ok(soldOut.some((row) => row.inventory_policy === 1));
  assert.ok(soldOut.some((row) => row.inventory_policy === 2));
  assert.ok(rows.some((row) => row.inventory_policy === undefined));
  assert.ok(products.some(({ rows: [row], rows: sizes }) => sizes.length === 1 && row.size === "One size"));
  const gone = products.filter(({ rows: sizes }) => sizes.every((row) => soldOut.includes(row)));
  assert.deepEqual(
    gone.map(({ slug }) => slug),
    ["wool-blanket"],
  );
});

test("a link leads to the page and the size of its row", () => {
  for (const row of rows) {
    const link = new URL(row.link);
    assert.equal(link.pathname, `/products/${row.product}`);
    assert.equal(link.searchParams.get("size"), row.size);
  }
});

test("the rows of a product share its words and its picture, which exists and loads nothing else", () => {
  for (const { slug, rows: sizes } of products) {
    for (const field of ["product_title", "description", "image_link", "color", "material", "care"]) {
      assert.equal(new Set(sizes.map((row) => row[field])).size, 1, `${slug}: ${field}`);
    }
    const { pathname } = new URL(sizes[0].image_link);
    const picture = readFileSync(new URL(`../../www${pathname}`, import.meta.url), "utf8");
    assert.match(
      picture,
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 800 1000" width="800" height="1000">/,
    );
    assert.doesNotMatch(picture, /<script|<style|<image|<foreignObject|\son\w+=|href="[^#]|url\([^#]/);
  }
});
