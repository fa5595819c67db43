// JSON lines, and files that are not feeds, through the public functions. `tests/feed_lines.rs` tries each mistake.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkFeed, filterFeed, init, scanFeed } from "back-in-stock/feed";
import { all, later, pieces, READERS } from "./feeds.mjs";

const ROWS = [
  { id: "a", title: "Tee", inventory_quantity: 0, inventory_policy: 1 },
  { id: "b", title: "Naïve “☃” 😀", inventory_quantity: 3, tags: ["x", { y: 1 }] },
  { id: "c" },
];
const SHOWN = ROWS.slice(1);
const TEXT = ROWS.map((row) => `${JSON.stringify(row)}\n`).join("");
const bytesOf = (text) => new TextEncoder().encode(text);
const codes = ({ problems }) => problems.map(({ code }) => code);

for (const format of ["auto", "ndjson"]) {
  describe(`format ${format}`, () => {
    const shapes = {
      "a line feed after each row": TEXT,
      "no line feed at the end": TEXT.trimEnd(),
      "lines of Windows": TEXT.replaceAll("\n", "\r\n"),
      "blank lines and white space around": ` \n\n${TEXT.replaceAll("\n", " \t\r\n \n\r\n  ")}`,
      "a byte-order mark": `\ufeff${TEXT}`,
    };
    for (const [name, text] of Object.entries(shapes)) {
      test(name, async () => {
        const bytes = bytesOf(text);
        for (const source of [text, bytes, new Blob([bytes]), pieces(bytes, 1), later(pieces(bytes, 13))])
          assert.deepEqual(await all(filterFeed(source, { format })), SHOWN);
        const texts = [];
        for await (const { start, end } of scanFeed(bytes, { format }))
          for (let row = 0; row < start.length; row++)
            texts.push(new TextDecoder().decode(bytes.subarray(start[row], end[row])));
        assert.deepEqual(
          texts,
          ROWS.map((row) => JSON.stringify(row)),
        );
        const report = await checkFeed(bytes, { format });
        assert.deepEqual([report.format, report.items, report.ready], ["ndjson", ROWS.length, false]);
        assert.equal(codes(report)[0], "json_lines");
      });
    }

    test("options: select, limit, fields", async () => {
      const some = { format, select: ["id"], fields: { quantity: "stock" } };
      const text = '{"id":1,"stock":0,"inventory_policy":1}\n{"id":2,"stock":1}\n{"id":3,"stock":1}\n{"id":4';
      assert.deepEqual(await all(filterFeed(text, { ...some, limit: 2 })), [{ id: 2 }, { id: 3 }]);
    });

    test("a broken line is refused at its byte, after the rows before it", async () => {
      const second = TEXT.indexOf("\n") + 1;
      const first = bytesOf(TEXT.slice(0, second)).length;
      const bad = {
        '{"id":"b"': first + 9,
        '{"id":tru}': first + 9,
        '{"id":\n"b"}': first + 6,
        '{"id":"b"} {"id":"c"}': first + 11,
        '{"id":"b"},': first + 10,
        "[1]": first,
        null: first,
        "id,title": first,
      };
      for (const [line, offset] of Object.entries(bad)) {
        for (const read of READERS) {
          await assert.rejects(all(read(TEXT.slice(0, second) + line, { format })), {
            code: "invalid_feed",
            offset,
          });
        }
      }
      const seen = [];
      await assert.rejects(async () => {
        for await (const { id } of filterFeed(`${TEXT}{"id":}`, { format })) seen.push(id);
      });
      assert.deepEqual(seen, ["b", "c"]);
    });
  });
}

test("a single object is not read as JSON Lines, unless the format is set", async () => {
  const wrapped = `${JSON.stringify({ products: ROWS })}\n`;
  const options = { rows: "products" };
  assert.deepEqual(await all(filterFeed(wrapped, options)), SHOWN);
  const one = `${JSON.stringify(ROWS[1])}\n`;
  assert.deepEqual(await all(filterFeed(one, { format: "ndjson" })), [ROWS[1]]);
  for (const text of [wrapped, one, JSON.stringify({ products: ROWS }, null, 2), `${wrapped.trim()}x`]) {
    for (const read of READERS)
      await assert.rejects(all(read(text)), { code: "invalid_feed", offset: 0, message: /no array of rows/ });
  }
  // An object on several lines is not a line, whatever follows it.
  await assert.rejects(all(filterFeed(`{\n"a":1}\n{"a":2}`)), { message: /no array of rows/ });
});

test("an array stays one where lines are wanted, and lines where an array is", async () => {
  const array = JSON.stringify(ROWS);
  for (const read of READERS) {
    await assert.rejects(all(read(array, { format: "ndjson" })), { code: "invalid_feed", offset: 0 });
    await assert.rejects(all(read(TEXT, { format: "json" })), { code: "invalid_feed", offset: 0 });
  }
  assert.equal((await checkFeed(array)).format, "json");
  assert.throws(() => filterFeed(TEXT, { format: "ndjson", rows: "data" }), {
    code: "invalid_option",
    field: "rows",
  });
});

test("rows are the same with the module", async () => {
  await init();
  assert.deepEqual(await all(filterFeed(TEXT)), SHOWN);
});

test("the error for another type of file names that type and the formats that Klaviyo accepts", async () => {
  const takes = ": Klaviyo takes a JSON array of objects, or XML, at byte ";
  const files = {
    "": "is empty",
    " \r\n": "is empty",
    "\ufeff": "is empty",
    "<!DOCTYPE html><html><head><title>503</title></head><body>Down&nbsp;for<br></body></html>":
      "is a web page (HTML)",
    '<html lang="en"><body><p>Log in</p></body></html>': "is a web page (HTML)",
    "sku\tname\tstock\nA1\tCap\t3\n": "is tab-separated text (TSV)",
    '\ufeffsku,name,stock\r\nA1,"Cap, blue",3\r\n': "is comma-separated text (CSV)",
    "true_id;name\nA1;Cap\n": "is comma-separated text (CSV)",
    "PK\x03\x04\x14\0\0\0": "is a zip archive",
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR": "is binary data",
  };
  for (const [text, what] of Object.entries(files)) {
    const bytes = bytesOf(text);
    for (const source of [text, bytes, pieces(bytes, 1)]) {
      for (const format of ["auto", "json"]) {
        for (const read of READERS) {
          await assert.rejects(all(read(source, { format })), (error) => {
            assert.equal(error.code, "invalid_feed");
            assert.ok(error.message.startsWith(`the feed ${what}${takes}`), `${format}: ${error.message}`);
            return true;
          });
        }
      }
    }
  }
});

test("the type of a file is detected before its end", async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(bytesOf("sku,name,stock\nA1,Cap,3\n")),
  });
  await assert.rejects(all(scanFeed(endless)), { message: /\(CSV\)/ });
});
