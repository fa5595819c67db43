// Starts `back-in-stock filter` as a program.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import { filterFeed } from "back-in-stock/feed";
import { file, finished, path, run, serve, serveEndless, start } from "./program.mjs";

/** What a parser and a printer would change: digits, white space, names twice, brackets and quotes in texts. */
const feed = String.raw`[
  {"id": 12345678901234567890, "inventory_quantity": 1.50, "title": "a ]}\"{[\\",
   "twice": 1, "twice": 2, "sizes": [ {"s":
     1e999}, "\u00e9" ] },
  {"id": "sold out", "inventory_quantity": 0, "inventory_policy": 1},
  {"id": "shown", "inventory_quantity": 0, "inventory_policy": 2}, {"id": "last", "inventory_quantity": 4}
]`;
const first = String.raw`{"id": 12345678901234567890, "inventory_quantity": 1.50, "title": "a ]}\"{[\\","twice": 1, "twice": 2, "sizes": [ {"s":1e999}, "\u00e9" ] }`;
const second = '{"id": "shown", "inventory_quantity": 0, "inventory_policy": 2}';
const third = '{"id": "last", "inventory_quantity": 4}';

async function written(t, input, ...args) {
  const { code, out, err } = await run(t, ["filter", "-", ...args], { input });
  assert.deepEqual([code, err], [0, ""]);
  return out;
}

test("writes the visible rows as lines, with unchanged values", async (t) => {
  assert.equal(await written(t, feed), `${first}\n${second}\n${third}\n`);
  assert.equal(await written(t, feed, "--as", "lines"), `${first}\n${second}\n${third}\n`);
  assert.equal(await written(t, "[]"), "");
});

test("--as json writes one array", async (t) => {
  assert.equal(await written(t, feed, "--as", "json"), `[\n${first},\n${second},\n${third}\n]\n`);
  assert.equal(await written(t, "[]", "--as", "json"), "[]\n");
});

test("--select writes only these keys, in this order", async (t) => {
  const out = await written(t, feed, "--select", "title,id", "--select", "sizes,id");
  assert.deepEqual(out.split("\n"), [
    String.raw`{"title": "a ]}\"{[\\","id": 12345678901234567890,"sizes": [ {"s":1e999}, "\u00e9" ]}`,
    '{"id": "shown"}',
    '{"id": "last"}',
    "",
  ]);
});

test("--limit, --out-of-stock, --threshold, --field and --rows", async (t) => {
  assert.equal(await written(t, feed, "--limit", "2"), `${first}\n${second}\n`);
  assert.equal(await written(t, feed, "--limit", "0", "--as", "json"), "[]\n");
  assert.equal(await written(t, feed, "--out-of-stock", "hide"), `${first}\n${third}\n`);
  assert.equal(await written(t, feed, "--out-of-stock", "hide", "--threshold", "2"), `${third}\n`);
  const more = ["--out-of-stock", "hide", "--field", "quantity=none", "--rows", "rows"];
  assert.equal(await written(t, `{"rows": ${feed}}`, ...more).then((out) => out.split("\n").length), 5);
});

test("a feed of many chunks, from a file and a server, gives the same rows as filterFeed", async (t) => {
  const rows = Array.from({ length: 5_000 }, (_, number) => ({
    id: `SKU-${number}`,
    title: "Größe 🧦".repeat(number % 40),
    inventory_quantity: number % 3,
    inventory_policy: 1,
  }));
  const text = JSON.stringify(rows, null, 1);
  const expected = [];
  for await (const item of filterFeed(text)) expected.push(item);
  assert.equal(expected.length, rows.filter((row) => row.inventory_quantity > 0).length);
  const url = await serve(t, (_request, response) => response.end(text));
  for (const place of [await file(t, text), url]) {
    for (const shape of ["lines", "json"]) {
      const { code, out, err } = await run(t, ["filter", place, "--as", shape]);
      assert.deepEqual([code, err], [0, ""]);
      const lines =
        shape === "json"
          ? JSON.parse(out)
          : out
              .trimEnd()
              .split("\n")
              .map((line) => JSON.parse(line));
      assert.deepEqual(lines, expected);
    }
  }
});

test("rows before an error are written, then one line and exit code 2", async (t) => {
  const text = '[{"id":"A"},{"id":"B"},{"id":]';
  const { code, out, err } = await run(t, ["filter", await file(t, text)]);
  assert.deepEqual([code, out], [2, '{"id":"A"}\n{"id":"B"}\n']);
  assert.match(
    err,
    /^back-in-stock: the feed is not valid JSON: a value is expected here, at byte 29: .*\n$/,
  );
});

for (const [args, message] of [
  [["--as", "csv"], /^--as must be lines or json or xml;/],
  [["--select", "id,,title"], /^--select must be keys separated by commas;/],
  [["--limit", "1.5"], /^--limit must be a whole number;/],
  [["--json"], /^unknown option --json; expected one of (--\S+ )+--as;/],
]) {
  test(`${args.join(" ")} is rejected before anything is fetched`, async (t) => {
    let requests = 0;
    const url = await serve(t, (_request, response) => response.end("[]", () => requests++));
    const { code, out, err } = await run(t, ["filter", url, ...args]);
    assert.deepEqual([code, out, requests], [2, "", 0]);
    assert.match(err.replace("back-in-stock: ", ""), message);
  });
}

for (const shape of ["lines", "json"]) {
  test(`a selected key that no row has gets a warning after the rows, as ${shape}`, async (t) => {
    const input = JSON.stringify([
      { id: "A", title: "Cup" },
      { id: "B", stock: 3 },
    ]);
    const selected = (keys) => run(t, ["filter", "-", "--as", shape, "--select", keys], { input });
    const { code, out, err } = await selected("id,titel,colour,stock");
    assert.deepEqual([code, out.replace(/\s/g, "").match(/"id"/g).length], [0, 2]);
    const lines = [
      'no row has the key "titel" of --select; did you mean "title"?',
      'no row has the key "colour" of --select',
    ];
    assert.equal(err, lines.map((line) => `back-in-stock: ${line}\n`).join(""));
    assert.equal((await selected("id,title,stock")).err, "");
  });
}

test("there are no warnings about keys if no row is written", async (t) => {
  assert.deepEqual(await run(t, ["filter", "-", "--select", "x"], { input: "[]" }), {
    code: 0,
    out: "",
    err: "",
  });
});

test("a limit stops reading an endless feed", { timeout: 20_000 }, async (t) => {
  const { url, left } = await serveEndless(t);
  const { code, out, err } = await run(t, ["filter", url, "--limit", "3", "--select", "id"]);
  assert.deepEqual([code, out, err], [0, '{"id":"SKU-1"}\n'.repeat(3), ""]);
  await left;
});

test("a reader that leaves stops it without an error", { timeout: 20_000 }, async (t) => {
  const { url, left } = await serveEndless(t);
  const child = start(t, process.execPath, [path, "filter", url]);
  child.stdout.once("data", () => child.stdout.destroy());
  const { code, err } = await finished(child);
  assert.deepEqual([code, err], [0, ""]);
  await left;
});

test("a slow reader slows the source down", { timeout: 20_000 }, async (t) => {
  const { url, sent } = await serveEndless(t);
  const child = start(t, process.execPath, [path, "filter", url]);
  await once(child.stdout, "readable");
  let before = -1;
  while (sent() > before) {
    before = sent();
    await after(500);
  }
  assert.ok(before < 64e6, `${before} bytes`);
});

test("Ctrl-C stops it", { timeout: 20_000 }, async (t) => {
  const { url, left } = await serveEndless(t);
  const child = start(t, process.execPath, [path, "filter", url]);
  child.stdout.once("data", () => child.kill("SIGINT"));
  assert.deepEqual((await finished(child)).code, "SIGINT");
  await left;
});

// Only where the device exists.
if (existsSync("/dev/full")) {
  test("a write error gives exit code 2", async (t) => {
    const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"];
    const child = start(t, process.execPath, [path, "filter", await file(t, feed)], { stdio });
    const { code, err } = await finished(child);
    assert.deepEqual([code, err], [2, "back-in-stock: cannot write: no space left\n"]);
  });
}

test("--help lists all options, and all commands without one", async (t) => {
  for (const command of ["check", "filter"]) {
    const { code, out, err } = await run(t, [command, "--help"]);
    assert.deepEqual([code, err], [0, ""]);
    const refused = await run(t, [command, "-", "--wrong"]);
    const [, list] = /expected one of (.*);/.exec(refused.err);
    for (const option of list.split(" ")) assert.ok(out.includes(`\n  ${option} `), option);
    assert.match((await run(t, ["--help"])).out, new RegExp(`\n {2}${command} +\\S`));
  }
});
