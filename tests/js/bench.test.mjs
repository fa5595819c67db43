// The inputs of the benchmarks, and how results are compared with targets. Measurements are not tested.
import assert from "node:assert/strict";
import { test } from "node:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { CHARSETS, chunks, feed, HIDDEN } from "../../benches/feed.mjs";
import { cold, prepare } from "../../benches/harness.mjs";
import { parseOptions } from "../../benches/options.mjs";
import { entryFile } from "../../benches/packages.mjs";
import { assertSameRows, isVisible, parse } from "../../benches/peers.mjs";
import { printer } from "../../benches/print.mjs";
import { compareVersions, compareWithTarget, exitCode, median, takeSamples } from "../../benches/rounds.mjs";
import { versionRows } from "../../benches/versions.mjs";

const ROWS = 1000;
const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const sha = async (bytes) => Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");

for (const charset of CHARSETS) {
  test(`a feed in ${charset} is reproducible, and has the stated size and share`, async () => {
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

  test(`texts in ${charset} use that script, addresses and ids are ASCII`, () => {
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

test("different rows are reported", () => {
  const rows = [{ id: "a" }, { id: "b" }];
  assertSameRows(rows, structuredClone(rows));
  assert.throws(
    () => assertSameRows(rows, rows.toReversed()),
    /row 0 is \{"id":"a"\}, the peer's is \{"id":"b"\}/,
  );
  assert.throws(() => assertSameRows(rows, rows.slice(1)), /2 rows, the peer has 1/);
  assert.throws(() => assertSameRows([], []), /no rows/);
});

test("each contender runs once in each round, in orders that differ", async () => {
  const order = [];
  const samples = await takeSamples(["a", "b", "c"], async (name) => order.push(name), 50);
  for (const name of ["a", "b", "c"]) assert.equal(samples[name].length, 50);
  const rounds = Array.from({ length: 50 }, (_, round) => order.slice(round * 3, round * 3 + 3));
  for (const round of rounds) assert.deepEqual(round.toSorted(), ["a", "b", "c"]);
  assert.ok(new Set(rounds.map(String)).size > 1);
});

test("medians and verdicts", () => {
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([1, 4, 2, 100]), 3);
  const reached = (ours, theirs, target) => compareWithTarget(ours, theirs, target).reached;
  assert.deepEqual(compareWithTarget(10, 50, undefined), { ratio: 5 });
  assert.deepEqual(compareWithTarget(10, 50, { faster: 5 }), {
    ratio: 5,
    target: "≥ 5 × as fast",
    reached: true,
  });
  assert.equal(reached(10, 49, { faster: 5 }), false);
  assert.deepEqual(compareWithTarget(12, 10, { time: 1.2 }), {
    ratio: 1.2,
    target: "≤ 1.2 × the time",
    reached: true,
  });
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

const repeated = (ms) => [ms, ms, ms];
const gateOf = (what) => versionRows({ quick: false }).find((row) => row.what === what).gate;

test("a limit is held up to its edge and missed beyond it", () => {
  const cases = [
    ["scanFeed 33 MB", { old: 85, new: 100 }, { old: 84, new: 100 }],
    ["checkFeed 28 MB of XML", { old: 85, new: 100 }, { old: 84, new: 100 }],
    ["filterBlock, 24 objects", { old: 1, new: 0.0099, peer: 0.0001 }, { old: 1, new: 0.01, peer: 1 }],
    ["filterBlock, 1,000 objects", { old: 1, new: 120, peer: 100 }, { old: 500, new: 121, peer: 100 }],
    ["filterBlock, 100,000 objects", { old: 1, new: 100, peer: 100 }, { old: 500, new: 101, peer: 100 }],
  ];
  for (const [what, held, missed] of cases) {
    const line = (figures) => {
      const samples = Object.entries(figures).map(([name, ms]) => [name, repeated(ms)]);
      return compareVersions(Object.fromEntries(samples), gateOf(what));
    };
    assert.equal(line(held).reached, true, what);
    assert.equal(line(missed).reached, false, what);
    assert.equal(exitCode({ gate: true }, [line(held), line(held)], []), 0, what);
    assert.equal(exitCode({ gate: true }, [line(held), line(missed)], []), 1, what);
    assert.equal(exitCode({ gate: false }, [line(missed)], []), 0, what);
  }
  const free = compareVersions({ old: repeated(1), new: repeated(1000) }, undefined);
  assert.equal(exitCode({ gate: true }, [free], []), 0);
  assert.equal(exitCode({ gate: false }, [], ["scanFeed"]), 1);
});

test("every feed and every size of a block has a limit, the start has none", () => {
  for (const quick of [true, false]) {
    const rows = versionRows({ quick });
    for (const { key, what, gate } of rows) assert.equal(Boolean(gate), key !== "start", what);
    for (const key of ["feeds", "blocks", "start"]) assert.ok(rows.some((row) => row.key === key));
  }
});

test("two versions are compared within each round", () => {
  // The machine gets slower all the time; the new version takes 1.5 times as long in each round.
  const samples = { old: [1, 10, 100], new: [1.5, 15, 150], peer: [2, 20, 200] };
  const line = compareVersions(samples, { speed: 0.85 });
  const { old, new: ours, peer, newToOld, newToPeer, oldToPeer } = line;
  assert.deepEqual({ old, ours, peer }, { old: 10, ours: 15, peer: 20 });
  assert.deepEqual({ newToOld, newToPeer, oldToPeer }, { newToOld: 1.5, newToPeer: 0.75, oldToPeer: 0.5 });
  // The medians alone say nothing here: both are 10.
  assert.equal(compareVersions({ old: [10, 1, 10], new: [5, 10, 20] }, undefined).newToOld, 2);
});

test("versions are printed in columns of their own", () => {
  const output = [];
  const print = printer((line) => output.push(line));
  const line = { what: "filterBlock", engine: "node", charset: "ascii" };
  print({ ...line, ...compareVersions({ old: [2], new: [3], peer: [1.5] }, { time: 1.2 }) });
  assert.match(
    output[0],
    /^what +engine +charset +old +new +new\/old +filter +old\/filter +new\/filter +limit$/,
  );
  assert.match(output[1], / 2 ms +3 ms +1\.5 × +1\.5 ms +1\.33 × +2 × +new ≤ 1\.2 × filter +✗$/);
});

/** A package of one made-up function for each entry. */
const made = (main, feeds = "") => ({
  main: `data:text/javascript,${encodeURIComponent(main)}`,
  feed: `data:text/javascript,${encodeURIComponent(feeds)}`,
  wasm: "",
});
const RIGHT =
  "export const filterBlock = (items) => items.filter((row) => !(row.inventory_quantity <= 0 && row.inventory_policy === 1))";
const WRONG = "export const filterBlock = (items) => items";

test("versions that give different rows are not compared", async () => {
  const options = { charset: "ascii", rows: 1000 };
  const two = (older, newer) =>
    prepare("block", options, { packages: { old: made(older), new: made(newer) }, peers: [] });
  assert.deepEqual(await two(RIGHT, `${RIGHT}; // the other`), ["old", "new"]);
  await assert.rejects(two(WRONG, RIGHT), /the peer has 1000/);
  await assert.rejects(
    prepare("block", options, { packages: { ours: made(WRONG) }, peers: ["filter"] }),
    /1000 rows, the peer has/,
  );
});

test("a cold work runs once, with the core's init even where the feed's has the same name", async () => {
  const main = `let ready = false;
    export const init = async (module) => { if (!(module instanceof WebAssembly.Module)) throw new Error("no module"); ready = true; };
    export const variantId = (id) => { if (!ready) throw new Error("not ready"); return id; };`;
  const packages = {
    old: { ...made(main, "export const init = () => {}"), wasm: "data:application/wasm;base64,AGFzbQEAAAA=" },
  };
  const found = await cold("start", { part: "instantiate" }, { packages, contender: "old" });
  assert.equal(found.summary, "SKU-1");
  assert.ok(found.ms >= 0);
});

test("an entry follows `exports` for an engine", () => {
  const leaf = {
    node: { types: "./node.d.ts", default: "./node.js" },
    development: "./dev.js",
    default: { types: "./web.d.ts", default: "./web.js" },
  };
  const manifest = { name: "p", version: "1.0.0", exports: { ".": leaf, "./feed": "./feed.js" } };
  assert.equal(entryFile(manifest, ".", ["node", "import"]), "./node.js");
  assert.equal(entryFile(manifest, ".", ["browser", "import"]), "./web.js");
  assert.equal(entryFile(manifest, "./feed", []), "./feed.js");
  assert.throws(() => entryFile(manifest, "./core.wasm", []), /p 1\.0\.0 has no entry "\.\/core\.wasm"/);
});

test("options that cannot be met are refused", () => {
  assert.throws(() => parseOptions(["--gate"]), /--gate needs --beside/);
  assert.throws(
    () => parseOptions(["--beside", "old.tgz", "--gate", "--only=start"]),
    /no limit is set for start/,
  );
  assert.throws(
    () => parseOptions(["--beside", "old.tgz", "--only=scan"]),
    /"scan" is unknown; choose from feeds, blocks, start/,
  );
  assert.throws(() => parseOptions(["--engine=gecko"]), /choose from node, chromium/);
  const { rows, rounds, sessions } = parseOptions([
    "--beside",
    "old.tgz",
    "--gate",
    "--quick",
    "--only=blocks,start",
  ]);
  assert.deepEqual(new Set(rows.map(({ key }) => key)), new Set(["blocks", "start"]));
  // Versions take turns to be first.
  assert.equal(sessions % 2, 0);
  assert.ok(rounds < parseOptions(["--beside", "old.tgz"]).rounds);
});
