// Feeds that are compressed by gzip: found by their first bytes, from every kind of source, and unpacked.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { BackInStockError, checkFeed, filterFeed, scanFeed } from "back-in-stock/feed";
import { all, copiesOf, later, pieces, READERS } from "./feeds.mjs";

const ROWS = Array.from({ length: 2000 }, (_, number) => ({
  id: `SKU-${number}`,
  title: `Mütze ${(number * 7919) % 1000}`,
  inventory_quantity: number % 3,
  inventory_policy: 1,
}));
const SHOWN = ROWS.filter((row) => row.inventory_quantity > 0);
const TEXT = JSON.stringify(ROWS);
const PLAIN = new TextEncoder().encode(TEXT);
const PACKED = new Uint8Array(gzipSync(PLAIN));
const LINES = `${ROWS.map((row) => JSON.stringify(row)).join("\r\n")}\n`;
const XML = `<Products>${ROWS.map(
  (row) => `<Product>${Object.entries(row).map(([name, value]) => `<${name}>${value}</${name}>`)}</Product>`,
).join("\n")}</Products>`;

const codes = ({ problems }) => problems.map(({ code }) => code);
const rowsOf = async (source, options) => {
  const rows = [];
  for await (const { start, end } of scanFeed(source, options))
    for (let row = 0; row < start.length; row++) rows.push([start[row], end[row]]);
  return rows;
};

describe("every kind of source", () => {
  const sources = {
    bytes: () => PACKED,
    "an ArrayBuffer": () => PACKED.slice().buffer,
    "a Blob": () => new Blob([PACKED]),
    "a Response": () => new Response(PACKED),
    "a stream": () => new Blob([PACKED]).stream(),
    "an asynchronous iterable": () => later(pieces(PACKED, 101)),
    "a buffer that is used again": () => copiesOf(pieces(PACKED, 64)),
    "empty pieces between": () =>
      pieces(PACKED, 999).flatMap((piece) => [new Uint8Array(), piece, new Uint8Array()]),
  };
  for (const [name, make] of Object.entries(sources)) {
    test(name, async () => {
      assert.deepEqual(await all(filterFeed(make())), SHOWN);
      assert.equal((await checkFeed(make())).items, ROWS.length);
    });
  }
});

test("pieces of one byte", async () => {
  const bytes = gzipSync(JSON.stringify(ROWS.slice(0, 20)));
  for (const read of READERS) assert.ok((await all(read(pieces(bytes, 1)))).length > 0);
  assert.deepEqual(await all(filterFeed(pieces(bytes, 1))), SHOWN.slice(0, 13));
});

test("offsets refer to the decompressed bytes", async () => {
  const places = await rowsOf(PACKED);
  assert.deepEqual(places, await rowsOf(PLAIN));
  const [start, end] = places.at(-1);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(PLAIN.subarray(start, end))), ROWS.at(-1));
});

test("every syntax, and XML in another encoding", async () => {
  assert.deepEqual(await all(filterFeed(gzipSync(LINES))), SHOWN);
  assert.equal((await all(filterFeed(gzipSync(XML)))).length, SHOWN.length);
  const latin = Buffer.from(
    `<?xml version="1.0" encoding="windows-1252"?><Products><Product><id>Mütze</id></Product></Products>`,
    "latin1",
  );
  assert.deepEqual(await all(filterFeed(gzipSync(latin))), [{ id: "Mütze" }]);
});

test("the report has the decompressed size, and states that Klaviyo does not decompress", async () => {
  const [plain, report] = [await checkFeed(PLAIN), await checkFeed(PACKED)];
  assert.deepEqual([report.format, report.bytes], ["json", PLAIN.length]);
  assert.deepEqual(
    codes(report).filter((code) => code !== "gzip"),
    codes(plain),
  );
  const gzip = report.problems.find(({ code }) => code === "gzip");
  assert.deepEqual([gzip.severity, gzip.count, gzip.examples, report.ready], ["error", 1, [], false]);
  const lines = await checkFeed(gzipSync(LINES));
  assert.deepEqual([lines.format, codes(lines).slice(0, 2)], ["ndjson", ["json_lines", "gzip"]]);
});

test("progress counts decompressed bytes, whose total is unknown", async () => {
  const seen = [];
  await all(scanFeed(PACKED, { onProgress: (progress) => seen.push(progress) }));
  assert.deepEqual(seen.at(-1), { bytes: PLAIN.length, rows: ROWS.length });
});

test("data that is truncated, damaged or compressed twice is rejected, after the earlier rows", async () => {
  const damaged = PACKED.slice();
  damaged.fill(0x55, PACKED.length >> 1);
  const checksum = PACKED.slice();
  checksum[PACKED.length - 6] ^= 1;
  const bad = {
    "after the magic bytes": PACKED.subarray(0, 2),
    "in the header": PACKED.subarray(0, 7),
    "in the middle": PACKED.subarray(0, PACKED.length >> 1),
    "in the checksum": PACKED.subarray(0, -5),
    damaged,
    "wrong checksum": checksum,
    twice: gzipSync(PACKED),
  };
  for (const [name, bytes] of Object.entries(bad)) {
    for (const source of [bytes, pieces(bytes, 50)]) {
      for (const read of READERS) {
        await assert.rejects(all(read(source)), (error) => {
          assert.ok(error instanceof BackInStockError, `${name}: ${error.stack}`);
          assert.equal(error.code, "invalid_feed", name);
          assert.match(error.message, /^the feed's gzip data is .+, at byte \d+$/);
          assert.ok(Number.isInteger(error.offset));
          return true;
        });
      }
    }
  }
  const seen = [];
  await assert.rejects(async () => {
    for await (const row of filterFeed(bad["in the middle"])) seen.push(row);
  });
  assert.ok(seen.length > 100);
  assert.deepEqual(seen, SHOWN.slice(0, seen.length));
});

test("failures of the source and aborts are reported as such", async () => {
  const breaks = async function* () {
    yield PACKED.subarray(0, 4000);
    throw new Error("lost");
  };
  await assert.rejects(all(filterFeed(breaks())), { code: "source_failed" });
  const stalls = () =>
    new ReadableStream({
      start: (controller) => controller.enqueue(PACKED.slice(0, 4000)),
      pull: () => new Promise(() => {}),
    });
  for (const read of READERS) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(all(read(stalls(), { signal: controller.signal })), { code: "aborted" });
  }
});

test("a limit, and leaving, stop the source", async () => {
  const packed = new Uint8Array(
    gzipSync(JSON.stringify([...SHOWN, { noise: randomBytes(1e6).toString("hex") }])),
  );
  for (const end of ["limit", "break"]) {
    const source = { stopped: 0, at: 0 };
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(packed.slice(source.at, source.at + 1000));
        source.at += 1000;
      },
      cancel() {
        source.stopped++;
      },
    });
    const rows = [];
    for await (const row of filterFeed(stream, end === "limit" ? { limit: 3 } : {})) {
      rows.push(row);
      if (end === "break" && rows.length === 3) break;
    }
    await new Promise(setImmediate);
    assert.deepEqual([rows, source.stopped], [SHOWN.slice(0, 3), 1]);
    assert.ok(source.at < packed.length / 2, `${source.at} bytes`);
  }
});

test("a bomb is refused in flat memory", async () => {
  // 300 MB of blanks in 300 KB.
  const bomb = gzipSync(Buffer.alloc(300 << 20, 32));
  let highest = 0;
  const used = () => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  const before = used();
  const onProgress = () => {
    highest = Math.max(highest, used() - before);
  };
  for (const read of READERS) {
    await assert.rejects(all(read(bomb, { onProgress })), { code: "row_too_large" });
  }
  assert.ok(highest < 100e6, `${highest / 1e6} MB`);
});

test("a missing DecompressionStream is reported", async () => {
  const { DecompressionStream } = globalThis;
  try {
    delete globalThis.DecompressionStream;
    for (const read of READERS) {
      await assert.rejects(all(read(PACKED)), {
        code: "unsupported_encoding",
        message: "the feed is compressed with gzip, which this platform cannot decompress",
      });
    }
    assert.deepEqual(await all(filterFeed(PLAIN)), SHOWN);
  } finally {
    globalThis.DecompressionStream = DecompressionStream;
  }
});
