// Feeds that are read at once share an instance of their module, and do not meet in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkFeed, init, scanFeed } from "back-in-stock/feed";
import { trapping } from "./modules.mjs";

/** The memory of each instance that was made, in order. */
const memories = [];
before(async () => {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    // Node has a module of its own, whose imports have another name.
    if (args[1]?.a)
      memories.push(Object.values(made.exports).find((one) => one instanceof WebAssembly.Memory));
    return made;
  };
  await init();
});

const feed = (rows, padding = "") =>
  JSON.stringify(
    Array.from({ length: rows }, (_, id) => ({
      id,
      inventory_quantity: id % 3,
      inventory_policy: 1,
      padding,
    })),
  );

/** The text in chunks of this many bytes. */
function* chunks(text, size) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function shown(batches) {
  let count = 0;
  for await (const { visible } of batches) count += visible.reduce((sum, one) => sum + one, 0);
  return count;
}

test("feeds with different options, one row of each at a time", async () => {
  const text = feed(300);
  const open = [
    {},
    { outOfStock: "hide" },
    { threshold: 2 },
    { limit: 50 },
    { fields: { policy: "none" } },
  ].map((options, index) => scanFeed(chunks(text, 40 + index), options));
  const seen = open.map(() => 0);
  for (const left = new Set(open.keys()); left.size > 0; ) {
    for (const index of left) {
      const { done, value } = await open[index].next();
      if (done) left.delete(index);
      else seen[index] += value.visible.reduce((sum, one) => sum + one, 0);
    }
  }
  assert.deepEqual(seen, [200, 200, 100, 50, 300]);
  assert.equal(memories.length, 1);
});

test("one that is wrong takes no other with it", async () => {
  const right = scanFeed(chunks(feed(100), 64));
  await right.next();
  await assert.rejects(shown(scanFeed(`${feed(10).slice(0, -1)},7]`)), { code: "invalid_feed" });
  await assert.rejects(checkFeed("<Products><Product>"), { code: "invalid_feed" });
  assert.ok((await shown(right)) > 60);
});

test("a feed that is read gives its memory back", async () => {
  const open = scanFeed(chunks(feed(100), 64));
  await open.next();
  const memory = memories.at(-1);
  const text = feed(50, "x".repeat(20_000));
  const sizes = [];
  for (let round = 0; round < 60; round++) {
    assert.equal(await shown(scanFeed(chunks(text, 50_000))), 33);
    sizes.push(memory.buffer.byteLength);
  }
  assert.equal(memories.at(-1), memory);
  assert.equal(sizes.at(-1), sizes[2], `${sizes}`);
  // A reader that stops early returns it, too.
  for (let round = 0; round < 60; round++) {
    for await (const _ of scanFeed(chunks(text, 50_000))) break;
  }
  assert.equal(memory.buffer.byteLength, sizes[2]);
  await open.return();
});

test("an instance with a small memory reads the next feed, one with a large memory does not", async () => {
  await shown(scanFeed(feed(10)));
  const made = memories.length;
  await shown(scanFeed(feed(10)));
  assert.equal(memories.length, made);
  await shown(scanFeed(chunks(feed(1, "x".repeat(6_000_000)), 1 << 20)));
  assert.equal(memories.length, made);
  await shown(scanFeed(feed(10)));
  assert.equal(memories.length, made + 1);
});

test("a module that stops is an error, and does not read the next feed", async () => {
  const path = fileURLToPath(new URL("../../dist/feed-scalar.wasm", import.meta.url));
  const open = scanFeed(chunks(feed(100), 64));
  await open.next();
  await init(trapping(path, "feedreader_push", "feed"));
  // The instance that is there reads on.
  assert.ok((await shown(open)) > 60);
  for (let round = 0; round < 2; round++)
    await assert.rejects(shown(scanFeed(feed(10))), { name: "BackInStockError", code: "load_failed" });
  await init(readFileSync(path));
  assert.equal(await shown(scanFeed(feed(9))), 6);
});
