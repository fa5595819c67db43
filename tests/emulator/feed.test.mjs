// Feeds: sources, formats, and syncs.
import assert from "node:assert/strict";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ann, createEmulator, paths, post, start } from "./helpers.mjs";

const rows = (emulator) =>
  emulator
    .state()
    .catalog.map(({ externalId, title, inventoryQuantity, inventoryPolicy }) => [
      externalId,
      title,
      inventoryQuantity,
      inventoryPolicy,
    ]);

async function file(t, name, text) {
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** A server whose response a test can change. */
async function site(t, answer) {
  const state = { ...answer };
  const server = createServer((_, response) => response.writeHead(state.status ?? 200).end(state.text));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return Object.assign(state, { url: `http://127.0.0.1:${server.address().port}/feed?key=1` });
}

const product = (id, quantity, more = "") =>
  `<Product><id>${id}</id><title>T &amp; ${id.trim()}</title><inventory_quantity>${quantity}</inventory_quantity>${more}</Product>`;

const xml = {
  products: `<?xml version="1.0"?>\n<Products>\n${product(" 007 ", 0)}\n${product("B", "3", "<inventory_policy>1</inventory_policy>")}</Products>`,
  "in rss": `<rss version="2.0"><Products>${product("007", 0)}${product("B", 3, "<inventory_policy>1</inventory_policy>")}</Products></rss>`,
  merchant: `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><item><g:id>007</g:id><title>T &#38; 007</title><g:inventory_quantity>0</g:inventory_quantity></item>
    <item><g:id>B</g:id><title><![CDATA[T & B]]></title><g:inventory_quantity>3</g:inventory_quantity><g:inventory_policy>1</g:inventory_policy></item></channel></rss>`,
};

for (const [name, text] of Object.entries(xml)) {
  test(`an XML feed: ${name}`, async (t) => {
    const emulator = await start(t, { feed: await file(t, "feed.xml", text) });
    assert.deepEqual(rows(emulator), [
      ["007", "T & 007", 0, null],
      ["B", "T & B", 3, 1],
    ]);
    assert.equal(emulator.state().feed.inventoryAware, true);
  });
}

test("XML feeds with one product and without products", async (t) => {
  const one = await start(t, { feed: await file(t, "f.xml", `<Products>${product("A", 1)}</Products>`) });
  assert.equal(rows(one).length, 1);
  const none = await start(t, { feed: await file(t, "f.xml", "<Products></Products>") });
  assert.equal(rows(none).length, 0);
});

for (const [text, message] of [
  ["<Products><Product></Products>", /has a tag that does not close an open element, at byte 19$/],
  ["<html><body>hello</body></html>", /has no <Products>, <item> or <entry> elements$/],
  ["<Products><Product><title>x</title></Product></Products>", /row 0 \(counted from 0\) has no id$/],
]) {
  test(`rejects XML feed: ${text}`, async (t) => {
    const feed = await file(t, "feed.xml", text);
    await assert.rejects(createEmulator({ feed }), { code: "invalid_feed", message });
  });
}

test("a feed can be at a URL, which each sync reads again", async (t) => {
  const source = await site(t, { text: JSON.stringify([{ id: "A", inventory_quantity: 0 }]) });
  const emulator = await start(t, { feed: source.url });
  assert.deepEqual(rows(emulator), [["A", null, 0, null]]);
  source.text = xml.products;
  const report = await emulator.sync();
  assert.deepEqual([report.rows, report.appeared, report.vanished, report.changed], [2, 2, 1, 0]);
});

test("a failed sync keeps the catalog and shows the error until the next successful one", async (t) => {
  const source = await site(t, { text: '[{"id":"A","inventory_quantity":0}]' });
  const emulator = await start(t, { feed: source.url });
  for (const [status, text, message] of [
    [500, "", /^cannot read feed .*: status 500$/],
    [200, "[", /is not valid JSON, at byte 1$/],
    [200, "{}", /must be an array of rows$/],
  ]) {
    Object.assign(source, { status, text });
    await assert.rejects(emulator.sync(), { code: "invalid_feed", message });
    assert.match(emulator.state().feed.error, message);
    assert.equal(rows(emulator).length, 1);
  }
  await emulator.advance("7h");
  assert.match(emulator.state().feed.error, /array of rows/, "an automatic sync does not throw");
  Object.assign(source, { status: 200, text: '[{"id":"A","inventory_quantity":4}]' });
  await emulator.advance("6h");
  assert.deepEqual([emulator.state().feed.error, rows(emulator)], [null, [["A", null, 4, null]]]);
});

test("reports a URL without a server, and a download that breaks", async (t) => {
  await assert.rejects(createEmulator({ feed: "http://127.0.0.1:1/feed.json" }), {
    code: "invalid_feed",
    message: 'cannot read feed "http://127.0.0.1:1/feed.json": no answer',
  });
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("[", () => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  await assert.rejects(
    createEmulator({ feed: `http://127.0.0.1:${server.address().port}` }),
    /the connection broke$/,
  );
});

test("rejects a feed larger than 100 MB, from a file and from a URL", async (t) => {
  const path = await file(t, "feed.json", "[");
  await truncate(path, 100_000_001);
  await assert.rejects(createEmulator({ feed: path }), {
    code: "invalid_feed",
    message: /has more than 100 MB$/,
  });
  const piece = Buffer.alloc(1 << 20, " ");
  const server = createServer((_, response) => {
    const more = () => response.destroyed || response.write(piece, more);
    more();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const feed = `http://127.0.0.1:${server.address().port}/`;
  await assert.rejects(createEmulator({ feed }), { code: "invalid_feed", message: /has more than 100 MB$/ });
});

test("a sync reports what appeared, vanished, changed, and was restocked", async (t) => {
  const feed = ["A", "B", "C"].map((id) => ({ id, title: id, inventory_quantity: 0 }));
  const emulator = await start(t, { feed });
  const nothing = { rows: 3, appeared: 0, changed: 0, vanished: 0, restocked: 0 };
  assert.deepEqual(await emulator.sync(), { at: "2026-08-01T12:00:00.000Z", ...nothing });
  feed[0].inventory_quantity = 2;
  feed[1].title = "Renamed";
  feed[2].id = "D";
  const seen = await emulator.sync();
  assert.deepEqual([seen.appeared, seen.changed, seen.vanished, seen.restocked], [1, 2, 1, 1]);
  assert.deepEqual(emulator.state().feed.lastSync, seen);
  assert.deepEqual(
    rows(emulator).map(([id, title]) => `${id} ${title}`),
    ["A A", "B Renamed", "D C"],
  );
});

test("fields maps custom keys and their types", async (t) => {
  const feed = [{ sku: "A", name: "Shirt", stock: { nested: 1 }, left: "4", inventory_quantity: 9, rule: 1 }];
  const fields = {
    id: "sku",
    title: { key: "name" },
    quantity: { key: "left", type: "number" },
    policy: "rule",
  };
  assert.deepEqual(rows(await start(t, { feed, fields })), [["A", "Shirt", 4, 1]]);
});

for (const [fields, message] of [
  [
    { quantities: "x" },
    /^unknown option "fields.quantities"; expected one of id, title, link, quantity, policy$/,
  ],
  [{ quantity: "" }, /^fields.quantity must be a key/],
  [{ quantity: { key: "x", type: "text" } }, /^fields.quantity must be a key/],
  [{ id: { name: "x" } }, /^fields.id must be a key/],
  [[], /^fields must be an object$/],
]) {
  test(`rejects fields: ${JSON.stringify(fields)}`, async () => {
    await assert.rejects(createEmulator({ fields }), { code: "invalid_option", message });
  });
}

for (const [name, feed, reason] of [
  [
    "missing in all rows",
    [{ id: "A" }, { id: "B" }],
    '2 of 2 rows have no usable inventory_quantity ("A": missing)',
  ],
  [
    "one that is not a number",
    [
      { id: "A", inventory_quantity: 1 },
      { id: "B", inventory_quantity: "10+" },
    ],
    '1 of 2 rows have no usable inventory_quantity ("B": not a number)',
  ],
  [
    "nested",
    [{ id: "A", inventory_quantity: { warehouse: 3 } }],
    '1 of 1 rows have no usable inventory_quantity ("A": not a number)',
  ],
]) {
  test(`not inventory-aware, with the reason: ${name}`, async (t) => {
    const { inventoryAware, reason: found } = (await start(t, { feed })).state().feed;
    assert.deepEqual([inventoryAware, found], [false, reason]);
  });
}

test("with a quantity mapped as text, nobody is notified", async (t) => {
  const feed = [{ id: "SKU-1", inventory_quantity: 0 }];
  const fields = { quantity: { key: "inventory_quantity", type: "string" } };
  const emulator = await start(t, { feed, fields });
  assert.equal(emulator.state().feed.reason, "inventory_quantity is mapped as text; map it as a number");
  await post(emulator, paths.client, ann);
  feed[0].inventory_quantity = 9;
  await emulator.sync();
  assert.deepEqual(emulator.state().messages, []);
});

test("stock overrides the feed's quantity until the feed changes it", async (t) => {
  const feed = [{ id: "SKU-1", inventory_quantity: 0 }];
  const emulator = await start(t, { feed });
  const quantity = () => emulator.state().catalog[0].inventoryQuantity;
  emulator.stock("SKU-1", 7);
  assert.equal(quantity(), 0, "the change is seen at the next sync");
  await emulator.sync();
  assert.equal(quantity(), 7);
  feed[0].title = "Renamed";
  await emulator.sync();
  assert.equal(quantity(), 7);
  feed[0].inventory_quantity = 2;
  await emulator.sync();
  assert.equal(quantity(), 2);
  emulator.stock("$custom:::$default:::SKU-1", 5);
  emulator.stock("SKU-1", 2);
  feed[0].inventory_quantity = 3;
  await emulator.sync();
  assert.equal(quantity(), 3);
  assert.throws(() => emulator.stock("NONE", 1), { code: "unknown_variant" });
  assert.throws(() => emulator.stock("SKU-1", 1.5), { code: "invalid_option" });
});

test("reads rows whose keys are names of Object.prototype properties", async (t) => {
  const feed = [JSON.parse('{"id":"A","__proto__":{"inventory_quantity":5},"constructor":3}')];
  const emulator = await start(t, { feed, fields: { quantity: "constructor", title: "toString" } });
  assert.deepEqual(rows(emulator), [["A", null, 3, null]]);
});
