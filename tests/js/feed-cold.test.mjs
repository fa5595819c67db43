// Feeds where no module is loaded yet, and the same where it is: nothing that a caller sees may differ.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Worker } from "node:worker_threads";

const entry = import.meta.resolve("back-in-stock/feed");

/** Runs a function in a thread of its own, where nothing is loaded, or just the module; what it returns. */
function apart(isWarm, work) {
  const script = `
    const { parentPort } = require("node:worker_threads");
    (async () => {
      const feed = await import(${JSON.stringify(entry)});
      if (${isWarm}) await feed.init();
      const row = (id, more) => ({ id, inventory_quantity: 1, ...more });
      const bytes = (rows) => new TextEncoder().encode(JSON.stringify(rows));
      const rows = [row("a"), row("b", { inventory_quantity: 0, inventory_policy: 1 }), row("c")];
      parentPort.postMessage(await (${work})({ ...feed, rows, row, bytes }));
    })().catch((error) => parentPort.postMessage({ failed: error.stack }));`;
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { eval: true });
    const timer = setTimeout(() => resolve("hangs"), 10_000);
    thread.on("error", reject).on("message", resolve);
    thread.on("exit", () => resolve("ended without an answer"));
    const end = () => {
      clearTimeout(timer);
      thread.terminate();
    };
    thread.once("message", end);
  });
}

for (const isWarm of [false, true]) {
  describe(isWarm ? "with the module" : "without a module", () => {
    test("rows do not wait for later chunks", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, scanFeed, rows, bytes }) => {
        const seen = [];
        for (const read of [filterFeed, scanFeed]) {
          let more;
          const stream = new ReadableStream({
            start(controller) {
              controller.enqueue(bytes(rows).subarray(0, -1));
              more = controller;
            },
          });
          const iterator = read(stream)[Symbol.asyncIterator]();
          seen.push((await iterator.next()).done);
          more.enqueue(bytes(rows).subarray(-1));
          more.close();
          while (!(await iterator.next()).done);
        }
        return seen;
      });
      assert.deepEqual(seen, [false, false]);
    });

    test("a source that breaks off takes no row with it", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, rows, bytes }) => {
        const seen = [];
        async function* source() {
          yield bytes(rows).subarray(0, -1);
          throw new Error("lost");
        }
        try {
          for await (const { id } of filterFeed(source())) seen.push(id);
        } catch (error) {
          seen.push(error.code);
        }
        return seen;
      });
      assert.deepEqual(seen, ["a", "c", "source_failed"]);
    });

    test("the first of two names takes precedence, and inherited members are ignored", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, bytes }) => {
        const shown = async (rows, options) => {
          const ids = [];
          for await (const row of filterFeed(bytes(rows), options)) ids.push(Object.values(row).join());
          return ids;
        };
        const hides = { inventory_policy: 1 };
        const held = { constructor: 0, ...hides };
        return [
          await shown([
            { id: "a", $inventory_quantity: null, inventory_quantity: 0, ...hides },
            { id: "b", $inventory_quantity: 0, inventory_quantity: 5, ...hides },
            { id: "c", $inventory_quantity: 5, inventory_quantity: 0, ...hides },
          ]),
          await shown(
            [
              { id: "d", ...hides },
              { id: "e", ...held },
            ],
            { fields: { quantity: "constructor" } },
          ),
          await shown([{ id: "f" }, { id: "g", toString: 1 }], { select: ["toString", "id"] }),
        ];
      });
      assert.deepEqual(seen, [["a,,0,1", "c,5,0,1"], ["d,1"], ["f", "1,g"]]);
    });

    test("invalid UTF-8 is rejected, a replacement character is not, in one chunk or two", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, row, bytes }) => {
        const seen = [];
        const right = bytes([row("a\ufffdb"), row("c")]);
        const wrong = bytes([row("a"), row("?")]).map((byte) => (byte === 63 ? 0xff : byte));
        for (const feed of [right, wrong]) {
          for (const pieces of [feed, [feed.subarray(0, 11), feed.subarray(11)]]) {
            try {
              for await (const { id } of filterFeed(pieces)) seen.push(id);
            } catch ({ code, offset }) {
              seen.push(`${code} at ${offset === feed.indexOf(0xff)}`);
            }
          }
        }
        return seen;
      });
      const refused = ["a", "invalid_feed at true"];
      assert.deepEqual(seen, ["a\ufffdb", "c", "a\ufffdb", "c", ...refused, ...refused]);
    });

    test("lists in lists, with spaces anywhere, are rows until they are too deep", async () => {
      const seen = await apart(isWarm, async ({ filterFeed }) => {
        const seen = [];
        for (const depth of [1, 2, 510, 511]) {
          for (const [open, close] of ["[]", ["[ ", " ]"], ["[1, ", "]"], ["[1,", ",1]"]]) {
            const text = `[{"a":${open.repeat(depth)}1${close.repeat(depth)}},{"a": []},{"a":":["}]`;
            let rows = 0;
            try {
              for await (const _ of filterFeed(text)) rows++;
              seen.push(rows);
            } catch ({ code }) {
              seen.push(code);
            }
          }
        }
        return seen;
      });
      assert.deepEqual(seen, [...Array(12).fill(3), ...Array(4).fill("feed_too_deep")]);
    });

    test("a feed that is stopped before its first row stays at its end", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, rows, bytes }) => {
        const feed = filterFeed(bytes(rows));
        return [await feed.return(), await feed.next(), await feed.next(), await feed.return()];
      });
      assert.deepEqual(seen, Array(4).fill({ done: true, value: undefined }));
    });

    test("a source may use its buffer again", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, scanFeed, checkFeed, bytes }) => {
        const rows = Array.from({ length: 4 }, (_, number) => ({ id: `S${number}`, inventory_quantity: 1 }));
        const text = bytes(rows);
        const size = Math.ceil(text.length / 4);
        async function* source() {
          const buffer = new Uint8Array(size);
          for (let at = 0; at < text.length; at += size) {
            await new Promise(setImmediate);
            buffer.fill(0x58);
            const piece = text.subarray(at, at + size);
            buffer.set(piece);
            yield buffer.subarray(0, piece.length);
          }
        }
        const ids = [];
        for await (const { id } of filterFeed(source())) ids.push(id);
        let scanned = 0;
        for await (const { length } of scanFeed(source())) scanned += length;
        return [ids, scanned, (await checkFeed(source())).items];
      });
      assert.deepEqual(seen, [["S0", "S1", "S2", "S3"], 4, 4]);
    });

    test("a signal ends the reading of one large buffer, and timers have their turn", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, checkFeed }) => {
        const row = `{"id":"a","title":"${"x".repeat(200)}","inventory_quantity":1},`;
        const bytes = new TextEncoder().encode(`[${row.repeat(200_000)}{}]`);
        const found = [];
        for (const read of [
          checkFeed,
          async (...args) => {
            for await (const _ of filterFeed(...args));
          },
        ]) {
          const controller = new AbortController();
          let reached = 0;
          setTimeout(() => controller.abort(), 1);
          const onProgress = ({ bytes }) => {
            reached = bytes;
          };
          const code = await read(bytes, { signal: controller.signal, onProgress }).then(
            () => "no error",
            ({ code }) => code,
          );
          found.push([code, reached < bytes.length]);
        }
        return found;
      });
      assert.deepEqual(seen, [
        ["aborted", true],
        ["aborted", true],
      ]);
    });

    test("a source that never waits does not keep a signal from firing", async () => {
      const seen = await apart(isWarm, async ({ filterFeed, scanFeed, checkFeed }) => {
        const piece = (text) => new TextEncoder().encode(text);
        const sources = {
          *empty() {
            for (;;) yield new Uint8Array();
          },
          async *later() {
            yield piece("[{}");
            for (;;) yield new Uint8Array();
          },
          *rows() {
            yield piece("[{}");
            for (;;) yield piece(",{}");
          },
          *gzip() {
            yield Uint8Array.of(0x1f);
            for (;;) yield new Uint8Array();
          },
        };
        const readers = {
          async filterFeed(...args) {
            for await (const _ of filterFeed(...args));
          },
          async scanFeed(...args) {
            for await (const _ of scanFeed(...args));
          },
          checkFeed,
        };
        const others = [];
        for (const [name, source] of Object.entries(sources)) {
          for (const [reader, read] of Object.entries(readers)) {
            const controller = new AbortController();
            setTimeout(() => controller.abort(), 10);
            const code = await read(source(), { signal: controller.signal }).then(
              () => "no error",
              ({ code }) => code,
            );
            if (code !== "aborted") others.push(`${reader} of ${name}: ${code}`);
          }
        }
        return others;
      });
      assert.deepEqual(seen, []);
    });

    for (const count of [3, 20_000]) {
      test(`a signal ends ${count} rows that are in memory`, async () => {
        const seen = await apart(
          isWarm,
          `async ({ filterFeed, row, bytes }) => {
            const controller = new AbortController();
            let seen = 0;
            try {
              const rows = bytes(Array(${count}).fill(row("a")));
              for await (const _ of filterFeed(rows, { signal: controller.signal })) if (++seen === 2) controller.abort();
            } catch (error) {
              return [seen, error.code];
            }
            return [seen, "ended"];
          }`,
        );
        assert.deepEqual(seen, [2, "aborted"]);
      });
    }
  });
}

test("a feed that is not small is not held in memory while the module is loaded", async () => {
  const seen = await apart(false, async ({ filterFeed, bytes, row }) => {
    // The module comes when it is let go.
    const { compile } = WebAssembly;
    let go;
    const gate = new Promise((resolve) => {
      go = resolve;
    });
    WebAssembly.compile = async (...args) => {
      await gate;
      return compile.apply(WebAssembly, args);
    };
    const piece = new Uint8Array([...bytes(Array(1000).fill(row("a"))).slice(1, -1), 0x2c]);
    const count = Math.ceil(8e6 / piece.length);
    let pulled = 0;
    async function* source() {
      yield new TextEncoder().encode("[");
      for (; pulled < count; pulled++) yield piece;
      yield bytes([row("z")]).slice(1);
    }
    const rows = filterFeed(source());
    const first = rows.next();
    for (let before = -1, turns = 0; turns < 20; turns++) {
      if (pulled !== before) turns = 0;
      before = pulled;
      await new Promise(setImmediate);
    }
    const held = pulled * piece.length;
    go();
    let read = (await first).done ? 0 : 1;
    for await (const _ of rows) read++;
    return [held > 1e6 && held < 2e6 ? "little" : `${held} bytes`, read - count * 1000];
  });
  assert.deepEqual(seen, ["little", 1]);
});
