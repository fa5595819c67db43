// Starts the commands with XML feeds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { file, run, serve } from "./program.mjs";

const item = (id, quantity, policy, more = "") =>
  `<item a=">"><g:id>${id}</g:id><title>Größe ${more}</title><g:inventory_quantity>${quantity}</g:inventory_quantity>` +
  `<g:inventory_policy>${policy}</g:inventory_policy></item>`;
const head =
  '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<rss xmlns:g="http://base.google.com/ns/1.0"><channel>\n ';
const between = "\n <!-- <item> of another day -->";
const tail = "\n</channel>\n<!-- the end --></rss>\n";
const shown = item("B", 0, 2, "<![CDATA[a < b]]>");
const feed = `${head}${item("A", 0, 1)}${between}${shown}${between}${item("C", 4, 1)}${tail}`;

const written = async (t, input, ...args) => {
  const { code, out, err } = await run(t, ["filter", "-", ...args], { input });
  assert.deepEqual([code, err], [0, ""]);
  return out;
};

test("check prints the same report", async (t) => {
  const { code, out, err } = await run(t, ["check", await file(t, feed)]);
  assert.deepEqual([code, err], [1, ""]);
  assert.match(
    out,
    / {2}XML, \d+ bytes\n\n {2}rows +3\n {2}in stock +1\n {2}out of stock +2\n {2}unknown +0\n {2}shown +2\n/,
  );
  assert.match(out, new RegExp(`byte +id\n +0 +${Buffer.byteLength(head)} +"A"\n`));
});

test("filter writes rows as JSON", async (t) => {
  const expected = [
    { id: "B", title: "Größe a < b", inventory_quantity: "0", inventory_policy: "2" },
    { id: "C", title: "Größe", inventory_quantity: "4", inventory_policy: "1" },
  ];
  const lines = (await written(t, feed)).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    expected,
  );
  assert.deepEqual(JSON.parse(await written(t, feed, "--as", "json")), expected);
  assert.equal(await written(t, feed, "--select", "id", "--limit", "1"), '{"id":"B"}\n');
});

test("filter --as xml writes the document without the hidden rows, byte for byte", async (t) => {
  const expected = `${head}${between}${shown}${between}${item("C", 4, 1)}${tail}`;
  assert.equal(await written(t, feed, "--as", "xml"), expected);
  assert.equal(
    await written(t, feed, "--as", "xml", "--limit", "1"),
    `${head}${between}${shown}${between}${tail}`,
  );
  assert.equal(await written(t, feed, "--as", "xml", "--limit", "0"), `${head}${between}${between}${tail}`);
  assert.equal(await written(t, "<Products/>", "--as", "xml"), "<Products/>");
});

test("filter --as xml handles rows across many chunks, and chunks of a few bytes", async (t) => {
  const rows = Array.from({ length: 6_000 }, (_, row) => [
    item(`SKU-${row}`, row % 3, 1, "🧦".repeat(row % 50)),
    row % 3,
  ]);
  const text = `${head}${rows.map(([row]) => row).join(between)}${tail}`;
  const left = rows.map(([row, quantity]) => (quantity > 0 ? row : "")).join(between);
  const { code, out, err } = await run(t, ["filter", await file(t, text), "--as", "xml"]);
  assert.deepEqual([code, err], [0, ""]);
  assert.ok(out === `${head}${left}${tail}`);
  const bytes = Buffer.from(feed);
  const url = await serve(t, async (_request, response) => {
    for (let at = 0; at < bytes.length; at += 7) {
      response.write(bytes.subarray(at, at + 7));
      await new Promise(setImmediate);
    }
    response.end();
  });
  assert.equal((await run(t, ["filter", url, "--as", "xml"])).out, await written(t, feed, "--as", "xml"));
});

test("filter --as xml writes what comes before an error", async (t) => {
  const { code, out, err } = await run(t, ["filter", "-", "--as", "xml"], { input: `${head}${shown}</rss>` });
  assert.deepEqual([code, out], [2, head + shown]);
  assert.match(err, /^back-in-stock: the feed is not well-formed XML.*\n$/);
});

test("other encodings can be written as JSON, but not as XML", async (t) => {
  const latin1 = Buffer.from(feed.slice(1).replace("utf-8", "iso-8859-1"), "latin1");
  assert.match(await written(t, latin1), /^\{"id":"B","title":"Größe a < b"/);
  const { code, out, err } = await run(t, ["filter", "-", "--as", "xml"], { input: latin1 });
  assert.deepEqual([code, out], [2, ""]);
  assert.match(err, /^back-in-stock: the feed is not in UTF-8.*\n$/);
});

test("--as xml rejects options that do not fit", async (t) => {
  for (const [args, message] of [
    [["--select", "id"], /--select requires --as lines or json;/],
    [["--format", "json"], /--as xml requires an XML feed;/],
    [[], /^back-in-stock: the feed is not well-formed XML, at byte 0: /],
  ]) {
    const { code, out, err } = await run(t, ["filter", "-", "--as", "xml", ...args], { input: "[]" });
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, message);
  }
});
