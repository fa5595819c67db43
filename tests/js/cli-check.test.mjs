// Starts `back-in-stock check` as a program.
import assert from "node:assert/strict";
import { once } from "node:events";
import { dirname } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { checkFeed } from "back-in-stock/feed";
import { file, finished, path, run, serve, start } from "./program.mjs";

const row = (id, more = {}) => ({
  id,
  title: "Shirt",
  link: "https://shop.example/p/shirt",
  description: "Soft",
  image_link: "https://shop.example/shirt.jpg",
  price: 19.9,
  inventory_quantity: 0,
  inventory_policy: 1,
  ...more,
});
const ready = JSON.stringify([row("A"), row("B", { inventory_quantity: 3 })]);
const wrong = JSON.stringify([
  row("A"),
  row(" B\u001b[31m\u200b", { price: "1 €" }),
  row("A"),
  { ...row("C"), link: "" },
]);

test("a ready feed prints its counts, with exit code 0", async (t) => {
  const place = await file(t, ready);
  const out = `${place}  JSON, ${ready.length} bytes

  rows          2
  in stock      1
  out of stock  1
  unknown       0
  shown         1
  hidden        1

Ready for back in stock: 0 errors, 0 warnings, 0 hints
`;
  assert.deepEqual(await run(t, ["check", place]), { code: 0, out, err: "" });
});

test("a feed with errors prints each problem, its fix and its rows, with exit code 1", async (t) => {
  const { code, out, err } = await run(t, ["check", "-"], { input: wrong });
  assert.deepEqual([code, err], [1, ""]);
  assert.equal(out.split("\n")[0], `standard input  JSON, ${Buffer.byteLength(wrong)} bytes`);
  const [, second, third, fourth] = [...wrong.matchAll(/\{/g)].map(({ index }) =>
    Buffer.byteLength(wrong.slice(0, index)),
  );
  const shown = String.raw`" B\u001b[31m\u{200b}"`;
  const problem = (head, message, examples) => {
    const at = out.indexOf(`\n${head}\n  ${message}`);
    assert.ok(at >= 0, `${head}: ${out}`);
    const lines = out.slice(at + 1).split("\n");
    assert.deepEqual(
      lines.slice(2, lines.indexOf("")).map((line) => line.trim().split(/ {2,}/)),
      examples,
    );
  };
  problem("error  id_duplicate  1 row", "give every row an id of its own", [
    ["row", "byte", "id", "found"],
    ["2", `${third}`, '"A"', '"A"'],
  ]);
  problem("error  link_missing  1 row", "fill in the link", [
    ["row", "byte", "id", "found"],
    ["3", `${fourth}`, '"C"', '""'],
  ]);
  problem("warning  price_unreadable  1 row", "write the price as a plain number", [
    ["row", "byte", "id", "found"],
    ["1", `${second}`, shown, '"1 €"'],
  ]);
  assert.match(out, /\nNot ready for back in stock: \d errors, 1 warning, 0 hints\n$/);
  assert.doesNotMatch(out.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
});

test("--json prints the report of checkFeed, from a file, standard input and a server, also compressed", async (t) => {
  const expected = await checkFeed(wrong);
  const url = await serve(t, ({ url, headers }, response) => {
    const gzip = url === "/gzip" && /gzip/.test(headers["accept-encoding"]);
    if (gzip) response.setHeader("content-encoding", "gzip");
    response.end(gzip ? gzipSync(wrong) : wrong);
  });
  for (const [feed, input] of [[await file(t, wrong)], ["-", wrong], [url], [`${url}/gzip`]]) {
    const { code, out, err } = await run(t, ["check", feed, "--json"], { input });
    assert.deepEqual([code, err], [1, ""], feed);
    assert.deepEqual(JSON.parse(out), expected);
  }
});

test("options map fields, find the rows, and define out of stock", async (t) => {
  const { inventory_quantity: _, ...unmapped } = row("A", { stock: 2, "a:b=c": 1 });
  const input = JSON.stringify({ data: { items: [unmapped] } });
  const rows = ["--rows", "data.items", "--json"];
  const report = async (...more) => {
    const { out, err } = await run(t, ["check", "-", ...rows, ...more], { input });
    assert.equal(err, "");
    return JSON.parse(out);
  };
  const codes = async (...more) => (await report(...more)).problems.map(({ code }) => code);
  assert.deepEqual(await codes("--format", "json"), ["quantity_missing"]);
  assert.ok(!(await codes("--field", "quantity=stock")).includes("quantity_missing"));
  assert.ok(!(await codes("--field", "quantity=a:b=c:number")).includes("quantity_missing"));
  assert.ok((await codes("--field", "quantity=stock:string")).includes("quantity_type"));
  assert.deepEqual(
    (await codes("--field=quantity=stock", "--field=title=none", "--field=link=none")).slice(0, 2),
    ["title_missing", "link_missing"],
  );
  assert.equal((await report("--field", "quantity=stock", "--threshold", "3")).hidden, 1);
  assert.equal((await report("--field", "quantity=stock", "--threshold", "2")).hidden, 0);
  const shown = ["--field", "quantity=stock", "--field", "policy=none", "--threshold", "3"];
  assert.equal((await report(...shown)).hidden, 0);
  assert.equal((await report(...shown, "--out-of-stock", "hide")).hidden, 1);
});

const unusable = [
  ["a missing file", ["/no/such.json"], "cannot read /no/such.json: no such file"],
  ["a folder", [dirname(path)], `cannot read ${dirname(path)}: it is a directory`],
  ["HTTP 404, without the query", ["URL/a/feed?key=hidden"], "cannot read URL/a/feed: HTTP 404"],
  [
    "a refused connection",
    ["http://127.0.0.1:2/feed"],
    "cannot read http://127.0.0.1:2/feed: connection refused",
  ],
  ["a broken connection", ["URL/breaks"], "cannot read URL/breaks: the connection broke"],
  ["no feed", ["-"], 'the feed is not valid JSON: a value is expected here, at byte 1: "[x\\n"', "[x\n"],
  ["an invalid URL", ["https://:80"], /^FEED is not a valid URL; see back-in-stock --help$/],
  ["no FEED", [], /^FEED is required: a file, a URL, or - for standard input; see back-in-stock --help$/],
  ["two feeds", ["a", "b"], "unexpected argument; see back-in-stock --help"],
  ["a field without a key", ["-", "--field", "quantity"], /^--field must be NAME=KEY, .*; see/],
  [
    "an unknown field",
    ["-", "--field", "sku=id"],
    /^unknown field "sku" in --field; expected one of quantity, policy, id, .*; see/,
  ],
  [
    "a misspelled field",
    ["-", "--field", "titel=x"],
    /^unknown field "titel" in --field; did you mean "title"\? See/,
  ],
  [
    "a misspelled option",
    ["-", "--treshold", "3"],
    /^unknown option --treshold; did you mean "--threshold"\? See/,
  ],
  ["an unknown format", ["URL", "--format", "csv"], /^--format must be json or ndjson or xml; see/],
  ["a threshold in words", ["-", "--threshold", "few"], /^--threshold must be a whole number; see/],
  [
    "an option of another command",
    ["-", "--limit", "3"],
    /^unknown option --limit; expected one of (--\S+ )+--json; see/,
  ],
  ["a value for a flag", ["-", "--json=2"], /^--json does not take a value; see/],
];

for (const [name, args, message, input] of unusable) {
  test(`${name}: one line and exit code 2`, async (t) => {
    const url = await serve(t, ({ url }, response) => {
      if (url !== "/breaks") return response.writeHead(404).end();
      response.writeHead(200, { "content-length": "1000" }).write("[");
      setTimeout(() => response.destroy(), 50);
    });
    const here = (text) => text.replace("URL", url);
    const { code, out, err } = await run(t, ["check", ...args.map(here)], { input });
    assert.deepEqual([code, out], [2, ""], err);
    const [, line] = /^back-in-stock: (.*)\n$/.exec(err) ?? assert.fail(err);
    if (typeof message === "string") assert.equal(line, here(message));
    else assert.match(line, message);
  });
}

test("keys similar to missing fields are suggested as working options", async (t) => {
  const input = `\ufeff${JSON.stringify([{ Id: "5001", "The Title": "-", Title: "Ring", Link: "https://shop.example/1", Description: "d", ImageLink: "https://shop.example/1.jpg", "Stock (all)": "x", InventoryQuantity: "0", price: "12.00 EUR" }])}`;
  const { code, out, err } = await run(t, ["check", "-"], { input });
  assert.deepEqual([code, err], [1, ""]);
  assert.match(out, /\n {2}in stock +0\n {2}out of stock +0\n {2}unknown +1\n/);
  assert.match(
    out,
    /\nerror {2}title_missing {2}1 row\n {2}map this field to the key that the rows have: "Title"\n/,
  );
  assert.match(out, /\nwarning {2}price_currency\n {2}write the prices as plain numbers/);
  const [, options] = /run the command again with:\n {2}(.*)\n/.exec(out) ?? assert.fail(out);
  assert.match(options, /^--field quantity=InventoryQuantity --field id=Id --field title=Title /);
  const mapped = await run(t, ["check", "-", ...options.split(" ")], { input });
  assert.equal(mapped.code, 0, mapped.out);
  assert.match(mapped.out, /\n {2}out of stock +1\n {2}unknown +0\n/);
});

test("rows that are elsewhere are suggested as an option, in one line", async (t) => {
  const rows = JSON.parse(ready);
  const check = (document, ...more) => run(t, ["check", "-", ...more], { input: JSON.stringify(document) });
  const elsewhere = await check({ data: { items: rows }, "the rest": [{}] });
  assert.deepEqual([elsewhere.code, elsewhere.out], [2, ""]);
  assert.match(
    elsewhere.err,
    /^back-in-stock: .*; rows may be at "data.items", "the rest": try --rows data\.items or --rows 'the rest'\n$/,
  );
  assert.equal((await check({ data: { items: rows } }, "--rows", "data.items")).code, 0);
  assert.match((await check(rows, "--rows", "data.items")).err, /: try no --rows\n$/);
});

test("a key with spaces and quotes is quoted for a shell", async (t) => {
  const input = JSON.stringify([row("A", { inventory_quantity: undefined, "It's: Stock": 3 })]);
  const { out } = await run(t, ["check", "-"], { input });
  assert.ok(out.includes(`  --field 'quantity=It'\\''s: Stock'\n`), out);
});

test("an incomplete feed prints the problems up to the error, with exit code 2", async (t) => {
  const input = `${wrong.slice(0, -1)},nothing]`;
  const { code, out, err } = await run(t, ["check", "-"], { input });
  assert.equal(code, 2);
  assert.match(
    err,
    /^back-in-stock: the feed is not valid JSON: a value is expected here, at byte \d+: .*\n$/,
  );
  assert.match(out, /\n {2}rows +4\n/);
  assert.match(out, /\nerror {2}id_duplicate {2}1 row\n/);
  assert.match(out, /\nNot read to its end; up to the error: \d+ errors, \d+ warnings?, 0 hints\n$/);
  const json = await run(t, ["check", "-", "--json"], { input });
  const { items, ready } = JSON.parse(json.out);
  assert.deepEqual([json.code, items, ready], [2, 4, false]);
});

test("a user name and a password in the URL are sent, and never printed", async (t) => {
  const seen = [];
  const url = await serve(t, ({ headers }, response) => {
    seen.push(headers.authorization);
    response.end("[");
  });
  const { err } = await run(t, ["check", url.replace("//", "//ann:s%C3%A9cret@")]);
  assert.deepEqual(seen, [`Basic ${Buffer.from("ann:sécret").toString("base64")}`]);
  assert.match(err, /ends in the middle/);
  assert.doesNotMatch(err, /ann|cret/);
});

test("FORCE_COLOR turns colors on and off", async (t) => {
  const place = await file(t, wrong);
  const coloured = await run(t, ["check", place], { env: { FORCE_COLOR: "1" } });
  assert.ok(coloured.out.includes("\x1b[1;31merror\x1b[0m  \x1b[1mid_duplicate\x1b[0m"), coloured.out);
  const not = await run(t, ["check", place], { env: { FORCE_COLOR: "0" } });
  assert.equal(coloured.out.replaceAll("\x1b", "^").replace(/\^\[[\d;]+m/g, ""), not.out);
});

// On other systems, `script`, which makes a terminal, has other options.
const linux = process.platform === "linux";
if (linux)
  test("a terminal shows colors, unless NO_COLOR is set, and a progress bar, which is removed", async (t) => {
    const place = await file(t, ready);
    const terminal = async (env) => {
      const args = ["-qec", `'${process.execPath}' '${path}' check '${place}'`, "/dev/null"];
      const { code, out } = await finished(start(t, "script", args, { env }));
      assert.equal(code, 0);
      return out.replaceAll("\x1b", "^");
    };
    const out = await terminal({});
    assert.match(out, /^\r\[=* *\] \d+% of \d+ bytes, \d rows?\^\[K\r\^\[K\^\[1m/);
    assert.match(out, /\^\[1;32mReady\^\[0m for back in stock/);
    const colourless = await terminal({ NO_COLOR: "1" });
    assert.match(colourless, /\^\[K/);
    assert.doesNotMatch(colourless, /\^\[[\d;]+m/);
    assert.doesNotMatch(await terminal({ TERM: "dumb" }), /\^/);
  });

test("a reader that leaves does not change the exit code", async (t) => {
  const child = start(t, process.execPath, [path, "check", "-"], {});
  child.stdout.destroy();
  child.stdin.end(wrong);
  const [code] = await once(child, "exit");
  assert.equal(code, 1);
});
