// Is this feed ready for back in stock? `tests/feed_check.rs` tries each problem; this is what the package makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BackInStockError, checkFeed } from "back-in-stock/feed";

const row = (number, more = {}) => ({
  id: `SKU-${number}`,
  title: "Shirt",
  link: "https://shop.example/p/shirt",
  description: "Soft",
  image_link: "https://shop.example/shirt.jpg",
  price: 19.9,
  inventory_quantity: 0,
  inventory_policy: 1,
  ...more,
});
const codes = ({ problems }) => problems.map(({ code, count }) => [code, count]);

test("a feed that is ready, from every kind of source", async () => {
  const text = JSON.stringify([row(0), row(1, { inventory_policy: 2 }), row(2, { inventory_quantity: 3 })]);
  const expected = {
    format: "json",
    bytes: text.length,
    items: 3,
    visible: 2,
    hidden: 1,
    inStock: 1,
    outOfStock: 2,
    unknown: 0,
    ready: true,
    problems: [],
  };
  const bytes = new TextEncoder().encode(text);
  const single = (async function* () {
    for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1);
  })();
  for (const source of [text, bytes, new Blob([bytes]), new Response(bytes), single]) {
    assert.deepEqual(await checkFeed(source), expected);
  }
});

test("a problem has a code, a severity, a count, a message and examples", async () => {
  const text = JSON.stringify([row(0), row("größe 🧦", { price: "19,90 €", link: "" }), row(0)]);
  const report = await checkFeed(text);
  assert.equal(report.ready, false);
  assert.deepEqual(codes(report), [
    ["id_duplicate", 1],
    ["link_missing", 1],
    ["price_unreadable", 1],
  ]);
  assert.deepEqual(report.problems[1].examples, [
    { row: 1, offset: JSON.stringify([row(0)]).length, id: "SKU-größe 🧦", found: "" },
  ]);
  const [{ severity, message }, , price] = report.problems;
  assert.deepEqual([severity, price.severity, price.examples[0].found], ["error", "warning", "19,90 €"]);
  assert.match(message, /id of its own/);
});

test("warnings and hints leave a feed ready", async () => {
  const report = await checkFeed(JSON.stringify([row(0, { inventory_quantity: "5" })]));
  assert.deepEqual(codes(report), [
    ["quantity_text", 1],
    ["sold_out_absent", 1],
  ]);
  assert.deepEqual(
    [report.ready, report.problems.map(({ severity }) => severity)],
    [true, ["warning", "hint"]],
  );
});

test("fields are mapped by key, and inventory also by type", async () => {
  const { id, inventory_quantity, ...rest } = row(0);
  const text = JSON.stringify({ data: { rows: [{ sku: id, stock: inventory_quantity, ...rest }] } });
  const fields = { id: "sku", quantity: { key: "stock", type: "number" } };
  const report = await checkFeed(text, { rows: "data.rows", fields });
  assert.deepEqual([codes(report), report.hidden], [[], 1]);

  const asText = { ...fields, quantity: { key: "stock", type: "string" } };
  const wrong = await checkFeed(text, { rows: "data.rows", fields: asText });
  assert.deepEqual(
    [codes(wrong), wrong.ready, wrong.problems[0].examples],
    [[["quantity_type", 1]], false, []],
  );
  const policy = { ...fields, policy: { key: "inventory_policy", type: "string" } };
  assert.deepEqual(codes(await checkFeed(text, { rows: "data.rows", fields: policy })), [["policy_type", 1]]);

  // Without the mapping, both fields are missing, and the report suggests keys to map.
  const missing = await checkFeed(text, { rows: "data.rows" });
  assert.deepEqual(codes(missing).slice(0, 2), [
    ["id_missing", 1],
    ["quantity_missing", 1],
  ]);
  assert.deepEqual(missing.suggestedFields, { quantity: "stock", id: "sku" });
  assert.match(missing.problems[0].message, /^map this field to the key that the rows have: "sku"$/);
  assert.deepEqual([missing.inStock, missing.unknown, missing.items], [0, 1, 1]);
  const mapped = await checkFeed(text, { rows: "data.rows", fields: missing.suggestedFields });
  assert.deepEqual([codes(mapped), mapped.suggestedFields], [[], undefined]);
});

test("suggestions are of the first hundred rows, and stop where a later row has the field", async () => {
  const renamed = ({ inventory_quantity: quantity, ...rest }) => ({ ...rest, stock: quantity });
  const rows = Array.from({ length: 300 }, (_, number) => renamed(row(number)));
  assert.deepEqual((await checkFeed(JSON.stringify(rows))).suggestedFields, { quantity: "stock" });
  const text = JSON.stringify([...rows, row(300)]);
  assert.equal((await checkFeed(text)).suggestedFields, undefined);
});

test("the whole feed is checked despite a limit, and visibility follows the options", async () => {
  const text = JSON.stringify([0, 1, 2].map((number) => row(number, { inventory_quantity: number })));
  assert.equal((await checkFeed(text, { limit: 1, select: ["id"] })).items, 3);
  const report = await checkFeed(text, { threshold: 2 });
  assert.deepEqual([report.hidden, report.inStock, report.outOfStock], [2, 1, 2]);
  // With a threshold, low stock does not count as sold out.
  const stocked = await checkFeed(JSON.stringify([row(0, { inventory_quantity: 1 })]), { threshold: 2 });
  assert.deepEqual([codes(stocked), stocked.hidden], [[["sold_out_absent", 1]], 1]);
});

test("a feed that is cut off rejects with a partial report", async () => {
  const text = `${JSON.stringify([row(0, { title: "" }), row(1)]).slice(0, -1)},{"id":tru}]`;
  const at = text.indexOf("tru}") + 3;
  const check = (report) => {
    assert.deepEqual([codes(report), report.items, report.ready], [[["title_missing", 1]], 2, false]);
    return true;
  };
  await assert.rejects(checkFeed(text), (error) => {
    assert.ok(error instanceof BackInStockError);
    assert.deepEqual([error.code, error.offset], ["invalid_feed", at]);
    assert.match(error.excerpt, /tru/);
    return check(error.report);
  });
  const stalls = async function* () {
    yield new TextEncoder().encode(text.slice(0, at - 3));
    throw new Error("gone");
  };
  await assert.rejects(checkFeed(stalls()), ({ code, report }) => code === "source_failed" && check(report));
});

test("rows that are elsewhere: where arrays of objects are, from every piece of the feed", async () => {
  const rows = JSON.stringify([row(0), row(1)]);
  const far = JSON.stringify({ text: "x".repeat(200_000) }).slice(0, -1);
  const cases = [
    [`{"meta":{"n":[1]},"data":{"items":${rows}},"more":[{}]}`, undefined, ["data.items", "more"]],
    [`${far},"products":${rows}}`, undefined, ["products"]],
    [`${far},"products":${rows}}`, "product", ["products"]],
    [rows, "items", [""]],
    ['{"a":1}', undefined, undefined],
    ['{"a":[{}]}', "a.b", ["a"]],
    ["[[]]", undefined, undefined],
  ];
  for (const [text, path, candidates] of cases) {
    const bytes = new TextEncoder().encode(text);
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += 7001) yield bytes.slice(at, at + 7001);
    };
    for (const source of [text, bytes, chunks()]) {
      await assert.rejects(checkFeed(source, { rows: path }), (error) => {
        assert.deepEqual([error.code, error.candidates, error.report.items], ["invalid_feed", candidates, 0]);
        const names = candidates?.map((name) => JSON.stringify(name)).join(", ");
        assert.ok(!candidates || error.message.endsWith(`; rows may be at ${names}`), error.message);
        return !("candidates" in error.report);
      });
    }
  }
  const items = await checkFeed(cases[0][0], { rows: "data.items" });
  assert.equal(items.items, 2);
});

test("looking for rows elsewhere takes no more memory for a long feed, and ends with the source", async () => {
  let sent = 0;
  async function* endless() {
    yield new TextEncoder().encode('{"a":0');
    const piece = new TextEncoder().encode(`,"k":${JSON.stringify("v".repeat(60_000))}`);
    while (sent++ < 500) yield piece;
    throw new Error("gone");
  }
  const memory = await memoryOf(() =>
    assert.rejects(checkFeed(endless()), (error) => error.code === "invalid_feed" && !error.candidates),
  );
  assert.equal(sent, 501);
  assert.ok(memory < 2e6, `${memory} bytes of memory for 30 MB`);
});

test("options are checked", async () => {
  const cases = [
    [{ selct: [] }, "unknown_option", "selct"],
    [{ fields: { sku: "id" } }, "unknown_option", "sku"],
    [{ fields: { id: 5 } }, "invalid_option", "id"],
    [{ fields: { quantity: { key: "q", type: "text" } } }, "invalid_option", "quantity"],
  ];
  for (const [options, code, field] of cases) {
    await assert.rejects(checkFeed("[]", options), { code, field });
  }
  await assert.rejects(checkFeed("[]", { signal: AbortSignal.abort() }), { code: "aborted" });
});

/** The memory of the newest instance of a module. */
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const instance = await instantiate.apply(WebAssembly, args);
  // Node has a module of its own, whose imports have another name.
  if (args[1]?.a) memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
  return instance;
};

/** The bytes of memory that the module has after some work, which are those of the work if they are more than before. */
async function memoryOf(work) {
  await work();
  return memory.buffer.byteLength;
}

test("a million rows: every duplicate is found, in less than 64 MB", async () => {
  const total = 1_000_000;
  const repeated = total - 500_000;
  async function* rows() {
    const encoder = new TextEncoder();
    for (let first = 0; first < total; first += 5000) {
      const some = Array.from({ length: 5000 }, (_, index) => {
        const number = first + index;
        // Two of them have the id of an earlier one.
        const id = number === repeated || number === total - 1 ? number - 400_000 : number;
        return `{"id":"SKU-${id}","inventory_quantity":${number % 3}}`;
      });
      yield encoder.encode(`${first ? "," : "["}${some}`);
    }
    yield encoder.encode("]");
  }
  let report;
  const memory = await memoryOf(async () => {
    report = await checkFeed(rows());
  });
  const duplicates = report.problems.find(({ code }) => code === "id_duplicate");
  assert.deepEqual(
    [report.items, duplicates.count, duplicates.examples.map(({ row }) => row)],
    [total, 2, [repeated, total - 1]],
  );
  assert.ok(memory < 64e6, `${memory} bytes`);
  console.log(`  ${(memory / 1e6).toFixed(1)} MB of memory for a million rows`);
});

test("names that vary take no memory, in any syntax", async () => {
  const json = (row) => JSON.stringify(row);
  const xml = (row) =>
    `<Product>${Object.keys(row)
      .map((name) => name.replace(/\W/g, "_"))
      .map((name) => `<${name}>1</${name}>`)
      .join("")}</Product>`;
  const texts = {
    json: ["[", ",", "]", json],
    ndjson: ["", "\n", "\n", json],
    xml: ["<Products>", "\n", "</Products>", xml],
  };
  for (const [format, [before, between, after, write]] of Object.entries(texts)) {
    async function* rows() {
      const encoder = new TextEncoder();
      for (let number = 0; number < 20_000; number += 1000) {
        const some = Array.from({ length: 1000 }, (_, index) => {
          // In JSON they are written with escapes, which the module reads.
          const names = Array.from({ length: 20 }, (_, name) => `a \t"${number + index}" ${name}`);
          return write({ id: 1, ...Object.fromEntries(names.map((name) => [name, 1])) });
        });
        yield encoder.encode((number ? between : before) + some.join(between));
      }
      yield encoder.encode(after);
    }
    let report;
    const memory = await memoryOf(async () => {
      report = await checkFeed(rows(), { format });
    });
    assert.deepEqual([report.items, report.format], [20_000, format]);
    assert.ok(memory < 4e6, `${format}: ${memory} bytes`);
  }
});
