// One answer for one feed: what `checkFeed` and `filterFeed` read, the emulator syncs, though they share no code.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createEmulator } from "back-in-stock/emulator";
import { checkFeed, filterFeed } from "back-in-stock/feed";
import { feeds } from "../feeds/corpus.mjs";

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
      const message = new RegExp(`row ${expected.row} has .*counted from 0`);
      await assert.rejects(synced(feed, fields), { code: "invalid_feed", message });
      return;
    }
    const { items, inStock, outOfStock, unknown } = report;
    const quantities = expected.items ?? expected.rows.map(([, , quantity]) => quantity);
    assert.deepEqual({ items, inStock, outOfStock, unknown }, counts(quantities));
    assert.deepEqual(await synced(feed, fields), expected.rows);
    // Of rows with one id, the emulator keeps the last.
    const rows = new Map((await filtered(feed, fields)).map((row) => [String(row.id), row]));
    assert.deepEqual(
      Array.from(rows.values(), ({ id, title }) => [String(id), title]),
      expected.rows.map(([id, title]) => [id, title]),
    );
  });
}
