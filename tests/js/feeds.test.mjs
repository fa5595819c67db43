// One answer for one feed: what `checkFeed` and `filterFeed` read, the emulator syncs, though they share no code.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createEmulator } from "back-in-stock/emulator";
import { checkFeed, filterFeed } from "back-in-stock/feed";
import { feeds } from "../feeds/corpus.mjs";
import { random } from "../random.mjs";

const folder = await mkdtemp(join(tmpdir(), "back-in-stock-feeds-"));
test.after(() => rm(folder, { recursive: true }));
let count = 0;

/** The catalog after a sync of the feed. */
async function synced(feed, fields) {
  const path = join(folder, `feed-${count++}`);
  await writeFile(path, feed);
  const emulator = await createEmulator({ feed: path, ...(fields && { fields }) });
  const { catalog } = emulator.state();
  await emulator.close();
  return catalog.map(({ externalId, title, inventoryQuantity }) => [externalId, title, inventoryQuantity]);
}

async function filtered(feed, fields) {
  const rows = [];
  for await (const row of filterFeed(feed, { fields })) rows.push(row);
  return rows;
}

const counts = (quantities) => ({
  items: quantities.length,
  inStock: quantities.filter((quantity) => quantity > 0).length,
  outOfStock: quantities.filter((quantity) => quantity !== null && quantity <= 0).length,
  unknown: quantities.filter((quantity) => quantity === null).length,
});

/** What both say, with the byte if the mistake has one. */
const says = ({ refused, at }) => new RegExp(`(?:${refused}).*${at === undefined ? "" : `at byte ${at}\\b`}`);

for (const { name, feed, fields, ...expected } of feeds) {
  test(name, async () => {
    if (expected.refused !== undefined) {
      const message = says(expected);
      await assert.rejects(checkFeed(feed), { name: "BackInStockError", message });
      await assert.rejects(filtered(feed), { name: "BackInStockError", message });
      await assert.rejects(synced(feed), { name: "EmulatorError", code: "invalid_feed", message });
      return;
    }
    const report = await checkFeed(feed, { fields });
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      expected.codes,
    );
    assert.deepEqual(report.suggestedFields, expected.suggestedFields);
    for (const [code, found] of Object.entries(expected.found ?? {})) {
      assert.equal(report.problems.find((problem) => problem.code === code).examples[0].found, found);
    }
    if (expected.fails) {
      const { examples } = report.problems.find(({ code }) => code === expected.fails);
      assert.deepEqual(
        examples.map(({ row }) => row),
        [expected.row],
      );
      const message = new RegExp(`row ${expected.row} \\(counted from 0\\) has`);
      await assert.rejects(synced(feed, fields), { code: "invalid_feed", message });
      return;
    }
    const { items, inStock, outOfStock, unknown } = report;
    const quantities = expected.items ?? expected.rows.map(([, , quantity]) => quantity);
    assert.deepEqual({ items, inStock, outOfStock, unknown }, counts(quantities));
    if (expected.notSynced) {
      const message = new RegExp(`${expected.notSynced}.*Klaviyo`);
      await assert.rejects(synced(feed, fields), { code: "invalid_feed", message });
    } else assert.deepEqual(await synced(feed, fields), expected.rows);
    // Of rows with one id, the emulator keeps the last.
    const rows = new Map((await filtered(feed, fields)).map((row) => [String(row.id), row]));
    assert.deepEqual(
      Array.from(rows.values(), ({ id, title }) => [String(id), title]),
      expected.rows.map(([id, title]) => [id, title]),
    );
  });
}

/** What a slip of the keyboard or of a program may leave in a feed. */
const pieces = [
  ..."<>&;\"'/= \n\r,[]{}:0-.eé",
  ...[
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "<a>",
    "</a>",
    "&amp;",
    "&#65;",
    "&#0;",
    "<?x ?>",
    "<?xml version='1.0'?>",
  ],
  ...["\\", "\\u00", "1e5", "null", "tru", "\u0001", "g:", "xmlns:g=''", "\ufeff", "\u0085", "\ufffe"],
].map((text) => new TextEncoder().encode(text));

/** A feed with up to three bytes missing and a piece too many, once or twice. */
function mutated(feed, below) {
  let bytes = feed;
  for (let times = below(2); times >= 0; times--) {
    const at = below(bytes.length + 1);
    const piece = below(4) === 0 ? [] : pieces[below(pieces.length)];
    bytes = Uint8Array.from([
      ...bytes.subarray(0, at),
      ...piece,
      ...bytes.subarray(at + below(4) * below(2)),
    ]);
  }
  return bytes;
}

// FEEDS_SEED=2 FEEDS=20000 node --test tests/js/feeds.test.mjs
test("both readers reject the same mutated feeds, and return the same rows", async (t) => {
  const next = random(Number(process.env.FEEDS_SEED ?? 1));
  const below = (count) => Math.floor(next() * count);
  const small = feeds.filter(({ feed }) => feed.length < 3000);
  const path = join(folder, "mutated");
  await writeFile(path, "[]");
  const emulator = await createEmulator({ feed: path });
  t.after(() => emulator.close());
  const outcomes = { read: 0, "without ids": 0, refused: 0 };
  for (let count = Number(process.env.FEEDS ?? 600); count > 0; count--) {
    const bytes = mutated(small[below(small.length)].feed, below);
    await writeFile(path, bytes);
    const report = await checkFeed(bytes).catch(({ name }) => assert.equal(name, "BackInStockError"));
    const has = (...codes) => report.problems.some(({ code }) => codes.includes(code));
    const isTaken = report && !has("json_lines", "gzip");
    const expected = !isTaken ? "refused" : has("id_missing", "id_number") ? "without ids" : "read";
    const found = await emulator.sync().then(
      () => "read",
      ({ message }) => (/row \d+ \(counted from 0\) has/.test(message) ? "without ids" : "refused"),
    );
    assert.equal(found, expected, Buffer.from(bytes).toString("latin1"));
    outcomes[found]++;
    if (found !== "read" || has("id_duplicate")) continue;
    const { items, inStock, outOfStock, unknown } = report;
    const quantities = emulator.state().catalog.map(({ inventoryQuantity }) => inventoryQuantity);
    assert.deepEqual({ items, inStock, outOfStock, unknown }, counts(quantities));
  }
  for (const [outcome, count] of Object.entries(outcomes)) assert.ok(count > 20, `${outcome}: ${count}`);
});
