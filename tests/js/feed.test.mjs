// Feeds through the public functions: sources, borders of chunks, stopping, errors.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { BackInStockError, checkFeed, filterFeed, init, scanFeed } from "back-in-stock/feed";

const ROWS = [
  { id: "a", title: "Tee", inventory_quantity: 0, inventory_policy: 1 },
  { id: "b", title: "Cap", inventory_quantity: 3, inventory_policy: 1 },
  { id: "ç", title: "Naïve “☃” 😀", $inventory_quantity: "0", $inventory_policy: "deny" },
  { id: "d", title: 'A "quoted" \\ one', inventory_quantity: 0, inventory_policy: 2, categories: ["x", "y"] },
  { id: "e", title: "Unknown" },
];
const SHOWN = ["b", "d", "e"];
const TEXT = JSON.stringify(ROWS);
const BYTES = new TextEncoder().encode(TEXT);

const all = async (iterable) => {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
};
const ids = async (source, options) => (await all(filterFeed(source, options))).map(({ id }) => id);
const pieces = (bytes, size) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
async function* later(chunks) {
  for (const chunk of chunks) {
    await new Promise(setImmediate);
    yield chunk;
  }
}
const refused = (code, more = {}) => ({ name: "BackInStockError", code, ...more });

/** Each test runs where small feeds are parsed by the engine, and again when the module is there. */
for (const who of ["engine", "module"]) {
  describe(`read by the ${who}`, () => {
    before(() => who === "module" && init());

    describe("sources", () => {
      const sources = {
        text: () => TEXT,
        bytes: () => BYTES,
        "an ArrayBuffer": () => BYTES.slice().buffer,
        "a view of bytes": () => new DataView(BYTES.slice().buffer),
        "a Blob": () => new Blob([BYTES]),
        "a Response": () => new Response(BYTES),
        "a stream": () => new Blob([BYTES]).stream(),
        "a stream of Node": () => Readable.from(pieces(BYTES, 7)),
        "an asynchronous iterable": () => later(pieces(BYTES, 11)),
        "an iterable": () => pieces(BYTES, 5),
      };
      for (const [name, make] of Object.entries(sources)) {
        test(name, async () => {
          assert.deepEqual(await ids(make()), SHOWN);
          const batches = await all(scanFeed(make()));
          assert.equal(
            batches.reduce((sum, { length }) => sum + length, 0),
            ROWS.length,
          );
        });
      }
    });

    test("rows equal the result of JSON.parse", async () => {
      assert.deepEqual(
        await all(filterFeed(TEXT)),
        ROWS.filter(({ id }) => SHOWN.includes(id)),
      );
    });

    test("every border of chunks, and chunks of one byte", async () => {
      for (let at = 0; at <= BYTES.length; at++) {
        assert.deepEqual(await ids([BYTES.subarray(0, at), BYTES.subarray(at)]), SHOWN, `cut at ${at}`);
      }
      assert.deepEqual(await ids(pieces(BYTES, 1)), SHOWN);
    });

    test("options: outOfStock, threshold, limit, fields, select, rows", async () => {
      assert.deepEqual(await ids(TEXT, { outOfStock: "hide" }), ["b", "e"]);
      assert.deepEqual(await ids(TEXT, { threshold: 4 }), ["d", "e"]);
      assert.deepEqual(await ids(TEXT, { limit: 2 }), ["b", "d"]);
      assert.deepEqual(await ids(TEXT, { limit: 0 }), []);
      const own = JSON.stringify([
        { id: 1, stock: 0, rule: 1 },
        { id: 2, stock: 1, rule: 1 },
      ]);
      assert.deepEqual(
        await ids(own, { fields: { quantity: "stock", policy: { key: "rule", type: "number" } } }),
        [2],
      );
      assert.deepEqual(await all(filterFeed(TEXT, { select: ["title", "id", "id", "none"] })), [
        { title: "Cap", id: "b" },
        { title: 'A "quoted" \\ one', id: "d" },
        { title: "Unknown", id: "e" },
      ]);
      assert.deepEqual(
        await ids(`{"meta":{"n":[1]},"data":{"items":${TEXT}},"x":null}`, { rows: "data.items" }),
        SHOWN,
      );
    });

    test("numbers are read exactly, whatever their length", async () => {
      const halfway = "9007199254740993";
      const texts = [
        "3.50",
        "0.1",
        "123456789012345678",
        "1e2",
        "-2.5e-3",
        "5e-324",
        "1.7976931348623155e308",
      ];
      texts.push(halfway, `${halfway}.${"0".repeat(800)}1`, `0.${"0".repeat(400)}7e400`, "999999999999999");
      for (const text of texts) {
        const value = Number(text);
        const next = new Float64Array([value]);
        new BigInt64Array(next.buffer)[0] += value < 0 ? -1n : 1n;
        for (const quantity of [text, `"${text}"`]) {
          const feed = `[{"inventory_quantity":${quantity}}]`;
          const shown = async (threshold) =>
            (await all(filterFeed(feed, { threshold, outOfStock: "hide" }))).length;
          assert.deepEqual([await shown(value), await shown(next[0])], [1, 0], quantity);
        }
      }
    });

    test("an empty feed has no rows", async () => {
      assert.deepEqual(await all(filterFeed("[]")), []);
      assert.deepEqual(await all(scanFeed(" [ ] ")), []);
    });

    test("a byte-order mark is skipped", async () => {
      assert.deepEqual(await ids(`\ufeff${TEXT}`), SHOWN);
    });

    test("errors have an offset, and earlier rows are delivered", async () => {
      const good = TEXT.slice(0, -1);
      const bad = {
        '{"a":1}': ["invalid_feed", 0],
        "[1]": ["invalid_feed", 1],
        "[null]": ["invalid_feed", 1],
        '[{"a":1},]': ["invalid_feed", 9],
        '[{"a":01}]': ["invalid_feed", 7],
        '[{"a":1}': ["invalid_feed", 8],
        "[] []": ["invalid_feed", 3],
        "": ["invalid_feed", 0],
        [`[{"a":${"[".repeat(511)}${"]".repeat(511)}}]`]: ["feed_too_deep", 516],
        [`${good},{"id":}]`]: ["invalid_feed", BYTES.length + 6],
      };
      for (const [text, [code, offset]] of Object.entries(bad)) {
        const seen = [];
        await assert.rejects(
          async () => {
            for await (const { id } of filterFeed(text)) seen.push(id);
          },
          (error) => {
            assert.ok(error instanceof BackInStockError);
            assert.deepEqual([error.code, error.offset], [code, offset], text);
            assert.equal(typeof error.excerpt, "string");
            assert.match(error.message, new RegExp(`at byte ${offset}: "`));
            return true;
          },
        );
        if (text.startsWith(good)) assert.deepEqual(seen, SHOWN);
      }
      // The deepest that is read.
      assert.equal((await all(filterFeed(`[{"a":${"[".repeat(510)}${"]".repeat(510)}}]`))).length, 1);
    });

    test("invalid UTF-8 is rejected at its offset", async () => {
      const bytes = Uint8Array.from([...new TextEncoder().encode('[{"a":"'), 0xc3, 0x28, 0x22, 0x7d, 0x5d]);
      await assert.rejects(all(filterFeed(bytes)), refused("invalid_feed", { offset: 7 }));
      await assert.rejects(
        all(filterFeed(Uint8Array.of(0xff, 0xfe, 0x5b, 0, 0x5d, 0))),
        refused("unsupported_encoding"),
      );
      await assert.rejects(all(filterFeed('[{"a":"\ud800"}]')), refused("source_failed"));
    });

    test("progress is reported", async () => {
      const seen = [];
      await all(filterFeed(BYTES, { onProgress: (progress) => seen.push(progress) }));
      assert.deepEqual(seen.at(-1), { bytes: BYTES.length, rows: ROWS.length, total: BYTES.length });
    });
  });
}

describe("places", () => {
  test("are the rows' bytes in the source", async () => {
    const batches = await all(scanFeed(later(pieces(BYTES, 13))));
    let index = 0;
    for (const batch of batches) {
      assert.equal(batch.index, index);
      for (let row = 0; row < batch.length; row++, index++) {
        const text = new TextDecoder().decode(BYTES.subarray(batch.start[row], batch.end[row]));
        assert.deepEqual(JSON.parse(text), ROWS[index]);
        assert.equal(batch.visible[row], Number(SHOWN.includes(ROWS[index].id)));
        assert.equal(batch.inStock[row], Number(["b", "e"].includes(ROWS[index].id)));
      }
    }
    assert.equal(index, ROWS.length);
  });
});

describe("stopping", () => {
  const endless = () => {
    const source = { pulled: 0, stopped: 0 };
    source.stream = new ReadableStream({
      pull(controller) {
        source.pulled++;
        controller.enqueue(new TextEncoder().encode(source.pulled === 1 ? "[{}" : ",{}"));
      },
      cancel() {
        source.stopped++;
      },
    });
    return source;
  };

  test("a caller that has enough stops the source", async () => {
    for (const read of [filterFeed, scanFeed]) {
      const source = endless();
      for await (const _ of read(source.stream)) break;
      await new Promise(setImmediate);
      assert.equal(source.stopped, 1);
      assert.ok(source.pulled < 10);
    }
  });

  test("a limit stops the source, and the rest is not read", async () => {
    const source = endless();
    assert.equal((await all(filterFeed(source.stream, { limit: 3 }))).length, 3);
    await new Promise(setImmediate);
    assert.equal(source.stopped, 1);
    assert.equal((await all(filterFeed('[{"a":1}, garbage', { limit: 1 }))).length, 1);
  });

  test("a signal ends a wait, before and between chunks", async () => {
    const never = () => new ReadableStream({ pull: () => new Promise(() => {}) });
    for (const read of [filterFeed, scanFeed]) {
      await assert.rejects(all(read(never(), { signal: AbortSignal.abort() })), refused("aborted"));
      const controller = new AbortController();
      setTimeout(() => controller.abort("enough"), 20);
      await assert.rejects(all(read(never(), { signal: controller.signal })), refused("aborted"));
    }
  });

  test("concurrent calls of next() get rows in order, and then the end", async () => {
    const rows = filterFeed(later(pieces(BYTES, 9)));
    const asked = await Promise.all(Array.from({ length: 5 }, () => rows.next()));
    assert.deepEqual(
      asked.map(({ done, value }) => (done ? undefined : value.id)),
      [...SHOWN, undefined, undefined],
    );
    assert.deepEqual(await rows.return(), { done: true, value: undefined });
    assert.equal((await rows.next()).done, true);
  });
});

describe("sources that fail", () => {
  let server;
  let origin;
  before(async () => {
    server = createServer((request, response) => {
      if (request.url === "/404") return response.writeHead(404).end("no");
      response.writeHead(200, { "content-length": BYTES.length });
      response.write(BYTES.subarray(0, 120));
      setTimeout(() => response.destroy(), 50);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => server.close());

  test("a failed HTTP response is not a feed", async () => {
    const response = await fetch(`${origin}/404`);
    assert.throws(() => scanFeed(0), refused("invalid_option"));
    await assert.rejects(all(filterFeed(response)), refused("source_failed"));
  });

  test("a source that fails: earlier rows are delivered", async () => {
    const seen = [];
    await assert.rejects(
      async () => {
        for await (const row of scanFeed(await fetch(origin))) seen.push(row.length);
      },
      (error) => error.code === "source_failed" && error.cause !== undefined,
    );
    assert.ok(seen.reduce((sum, length) => sum + length, 0) >= 1);
  });

  test("a source that throws, returns other values than bytes, or is locked", async () => {
    await assert.rejects(
      all(
        filterFeed(
          (async function* () {
            yield BYTES.subarray(0, 9);
            throw new Error("lost");
          })(),
        ),
      ),
      refused("source_failed"),
    );
    await assert.rejects(all(filterFeed(["text"])), refused("source_failed"));
    // A source that cannot be stopped must not cause an error.
    const stubborn = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: BYTES }),
        return() {
          throw new Error("no");
        },
      }),
    };
    assert.deepEqual(await ids(stubborn, { limit: 1 }), ["b"]);
    const gone = BYTES.slice();
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    const unopened = {
      [Symbol.asyncIterator]() {
        throw new Error("no");
      },
    };
    for (const source of [gone, [gone], new Proxy(BYTES, {}), unopened]) {
      for (const read of [filterFeed, scanFeed])
        await assert.rejects(all(read(source)), refused("source_failed"));
      await assert.rejects(checkFeed(source), refused("source_failed"));
    }
    await assert.rejects(checkFeed(42), refused("invalid_option", { field: "source" }));
    const stream = new Blob([BYTES]).stream();
    stream.getReader();
    await assert.rejects(all(filterFeed(stream)), refused("source_failed"));
  });
});

test("a source without a first character is not read for ever", async () => {
  for (const byte of [0x20, 0xff]) {
    const piece = new Uint8Array(1 << 20).fill(byte);
    for (const read of [(source) => all(filterFeed(source)), (source) => all(scanFeed(source)), checkFeed]) {
      let pieces = 0;
      const endless = {
        *[Symbol.iterator]() {
          for (;;) {
            if (++pieces > 100) return;
            yield piece;
          }
        },
      };
      await assert.rejects(read(endless), (error) => /^(row_too_large|invalid_feed)$/.test(error.code));
      assert.ok(pieces < 30, `${pieces} MB of ${byte}`);
    }
  }
});

test("bytes of a class with methods of its own are bytes", async () => {
  class Odd extends Uint8Array {
    subarray() {
      return new Uint8Array();
    }
  }
  assert.deepEqual(await ids([new Odd(BYTES)], { format: "json" }), await ids([BYTES], { format: "json" }));
});

describe("options that are refused where they are given", () => {
  const bad = {
    format: ["csv", 1],
    outOfStock: ["last", true],
    threshold: ["3", Number.NaN, Number.POSITIVE_INFINITY],
    limit: [-1, 1.5, "3"],
    select: ["id", [1], [""].concat(["a\0b"])],
    rows: [1, "a\0b"],
    signal: [{}, "abc", 5],
    onProgress: ["yes"],
  };
  for (const [field, values] of Object.entries(bad)) {
    test(field, () => {
      for (const value of values) {
        for (const read of [filterFeed, scanFeed]) {
          assert.throws(
            () => read("[]", { [field]: value }),
            refused("invalid_option", { field }),
            `${value}`,
          );
        }
      }
    });
  }
  test("valid and invalid field names", () => {
    assert.throws(
      () => filterFeed("[]", { fields: { quantity: 1 } }),
      refused("invalid_option", { field: "quantity" }),
    );
    assert.throws(
      () => filterFeed("[]", { fields: { policy: { key: "p", type: "date" } } }),
      refused("invalid_option", { field: "policy" }),
    );
    assert.throws(
      () => filterFeed("[]", { fields: { colour: "c" } }),
      refused("unknown_option", { field: "colour" }),
    );
    assert.throws(
      () => filterFeed("[]", { fields: "quantity" }),
      refused("invalid_option", { field: "fields" }),
    );
    assert.doesNotThrow(() => filterFeed("[]", { fields: null }));
    assert.throws(() => filterFeed("[]", { limits: 1 }), refused("unknown_option", { field: "limits" }));
    assert.throws(() => scanFeed(42), refused("invalid_option", { field: "source" }));
    assert.throws(() => filterFeed(undefined), refused("invalid_option", { field: "source" }));
  });
});
