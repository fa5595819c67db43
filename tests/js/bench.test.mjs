// What the benchmarks read and how they judge; what they measure is no affair of a test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { CHARSETS, chunks, feed, HIDDEN } from "../../benches/feed.mjs";
import { isVisible, parse, same } from "../../benches/peers.mjs";
import { printer } from "../../benches/print.mjs";
import { judge, measured, median } from "../../benches/rounds.mjs";

const ROWS = 1000;
const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const sha = async (bytes) => Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");

for (const charset of CHARSETS) {
  test(`a feed in ${charset} is the same each time, of the size and with the share that are told`, async () => {
    const bytes = feed({ charset, rows: ROWS });
    assert.equal(await sha(bytes), await sha(feed({ charset, rows: ROWS })));
    const rows = parse(bytes);
    assert.equal(rows.length, ROWS);
    assert.equal(new Set(rows.map(({ id }) => id)).size, ROWS);
    for (const row of rows) assert.equal(Object.keys(row).length, 11);
    assert.ok(Math.abs(bytes.length / ROWS - 660) < 20, `${bytes.length / ROWS} bytes a row`);
    const hidden = rows.filter((row) => !isVisible(row)).length / ROWS;
    assert.ok(Math.abs(hidden - HIDDEN) < 0.03, `${hidden} are hidden`);
  });

  test(`the same rows in XML, in ${charset}`, () => {
    const rows = parse(feed({ charset, rows: ROWS }));
    const xml = text(feed({ charset, format: "xml", rows: ROWS }));
    assert.equal(XMLValidator.validate(xml), true);
    const { Products } = new XMLParser().parse(xml);
    const written = (row) => Object.values(row).map(String);
    assert.deepEqual(Products.Product.map(written), rows.map(written));
  });

  test(`texts in ${charset} are what they say, addresses and ids are ASCII`, () => {
    const rows = parse(feed({ charset, rows: ROWS }));
    const words = rows
      .map(({ title, description, categories }) => `${title}${description}${categories}`)
      .join("");
    const highest = Array.from(words).reduce((most, letter) => Math.max(most, letter.codePointAt(0)), 0);
    if (charset === "ascii") assert.ok(highest < 0x80);
    if (charset === "latin1") assert.ok(highest >= 0xc0 && highest <= 0xff);
    if (charset === "beyond") {
      for (const script of [
        /\p{Script=Greek}/u,
        /\p{Script=Cyrillic}/u,
        /\p{Script=Hiragana}/u,
        /\p{Emoji_Presentation}/u,
      ]) {
        assert.match(words, script);
      }
    }
    for (const { id, link, image_link } of rows) assert.match(`${id}${link}${image_link}`, /^[!-~]+$/);
  });

  test(`a feed in ${charset} ends with the row that reaches its bytes, in small pieces`, () => {
    for (const bytes of [1, 15_000, 200_000]) {
      for (const format of ["json", "xml"]) {
        const pieces = [...chunks({ charset, format, bytes })];
        for (const { length } of pieces) assert.ok(length < 200_000);
        const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
        assert.ok(length >= bytes && length < bytes + 1500, `${length} bytes for ${bytes}`);
      }
      assert.ok(parse(feed({ charset, bytes })).length >= 1);
    }
  });
}

test("rows that differ are told", () => {
  const rows = [{ id: "a" }, { id: "b" }];
  same(rows, structuredClone(rows));
  assert.throws(() => same(rows, rows.toReversed()), /row 0 is \{"id":"a"\}, the peer's is \{"id":"b"\}/);
  assert.throws(() => same(rows, rows.slice(1)), /2 rows, the peer has 1/);
  assert.throws(() => same([], []), /no rows/);
});

test("each contender runs once in each round, in orders that differ", async () => {
  const order = [];
  const samples = await measured(["a", "b", "c"], async (name) => order.push(name), 50);
  for (const name of ["a", "b", "c"]) assert.equal(samples[name].length, 50);
  const rounds = Array.from({ length: 50 }, (_, round) => order.slice(round * 3, round * 3 + 3));
  for (const round of rounds) assert.deepEqual(round.toSorted(), ["a", "b", "c"]);
  assert.ok(new Set(rounds.map(String)).size > 1);
});

test("medians and verdicts", () => {
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([1, 4, 2, 100]), 3);
  const reached = (ours, theirs, target) => judge(ours, theirs, target).reached;
  assert.deepEqual(judge(10, 50, undefined), { ratio: 5 });
  assert.deepEqual(judge(10, 50, { faster: 5 }), { ratio: 5, target: "≥ 5 × as fast", reached: true });
  assert.equal(reached(10, 49, { faster: 5 }), false);
  assert.deepEqual(judge(12, 10, { time: 1.2 }), { ratio: 1.2, target: "≤ 1.2 × the time", reached: true });
  assert.equal(reached(13, 10, { time: 1.2 }), false);
});

test("each row is printed when it is measured, after a header where the columns change", () => {
  const output = [];
  const print = printer((text) => output.push(text));
  const time = { what: "scanFeed", engine: "node", charset: "ascii", ours: 12.34, peer: 0.0456, ratio: 3 };
  print({ ...time, target: "≥ 5 × as fast", reached: false, beside: "JSON.parse" });
  assert.equal(output.length, 2);
  assert.match(output[0], /^what +engine +charset +ours +peer +ratio +target +peer is$/);
  assert.match(output[1], /^scanFeed +node +ascii +12\.3 ms +45\.6 µs +3 × +≥ 5 × as fast +✗ +JSON\.parse$/);
  print({
    ...time,
    what: "a title that is longer than its column and moves the rest of its line",
    beside: "",
  });
  assert.equal(output.length, 3);
  const most = 4 * 2 ** 20;
  print({ what: "filterFeed", engine: "node", memory: "of the module", bytes: most, most, reached: true });
  assert.deepEqual(
    output.slice(3, 5).map((line) => line.split(/ {2,}/)[0]),
    ["", "what"],
  );
  assert.match(output[5], /^filterFeed +node +of the module +4 MiB +≤ 4 MiB +✓$/);
});
