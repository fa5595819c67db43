// The scanners: both modules as the package ships them, and the native crate.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The kinds of syntax errors by their messages, as the crate has them. */
const KINDS = new Map(
  Array.from(
    readFileSync(join(root, "src/feed/syntax_error.rs"), "utf8").matchAll(
      /Self::(\w+) => \{?\s*(not_a_feed!\()?"([^"]+)"/g,
    ),
    ([, kind, isOther, message]) => [
      isOther ? `is ${message}: Klaviyo takes a JSON array of objects, or XML` : message,
      kind,
    ],
  ).filter(([message]) => message.includes(" ")),
);
const STATES = ["More", "End", "Enough"];

/** The names that all readers look for. */
const QUANTITY = ["$inventory_quantity", "inventory_quantity"];
const POLICY = ["$inventory_policy", "inventory_policy"];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What may be asked: a threshold (not a number: none), a limit, a path, a selection, and a layout: 1 is lines, 2 either. */
export const ASKS = [
  {},
  { select: ["id", "$inventory_quantity", "é", "__proto__"] },
  { threshold: 2.5 },
  { path: ["rows"] },
  { hide: true, path: ["rows"] },
  { layout: 1 },
  { layout: 2, select: ["id", "inventory_policy"] },
].map(({ threshold = Number.NaN, hide = false, path = [], select = [], layout = 0 }) => {
  const names = [...new Set([...QUANTITY, ...POLICY, ...select])];
  const lists = [QUANTITY, POLICY, select, []];
  const text = Uint8Array.from([
    select.length ? 2 : 1,
    Number(hide),
    layout,
    ...lists.flatMap((list) => [list.length, ...list.map((name) => names.indexOf(name))]),
    names.length,
    ...encoder.encode([...names, ...path].join("\0")),
  ]);
  return { threshold, hide, limit: Number.POSITIVE_INFINITY, path, select, layout, names, text };
});

/**
 * A module: `read(bytes, ask, sizes)` reads in chunks of these sizes, and what is left as the last one. It gives how it
 * ended, the offset if it is a fault, the rows as `[start, end, visible, in stock]`, and the JSON texts it wrote.
 */
export function moduleOf(name) {
  const module = new WebAssembly.Module(readFileSync(join(root, "dist", `${name}.wasm`)));
  let [exports, memory, bytes, floats] = [];
  // Views are made again only when the memory has grown.
  const refresh = () => {
    if (bytes?.buffer === memory.buffer) return;
    bytes = new Uint8Array(memory.buffer);
    floats = new Float64Array(memory.buffer);
  };
  const renew = () => {
    exports = new WebAssembly.Instance(module).exports;
    memory = exports.memory;
  };
  const put = (at, source) => {
    refresh();
    bytes.set(source, at >>> 0);
  };
  const take = (rows, texts) => {
    const { see } = exports;
    const length = see(0);
    if (length === 0) return;
    refresh();
    const [start, end, visible, inStock] = [see(1) / 8, see(2) / 8, see(3), see(4)];
    for (let row = 0; row < length; row++)
      rows.push([floats[start + row], floats[end + row], bytes[visible + row], bytes[inStock + row]]);
    const text = see(6);
    if (text) texts.push(decoder.decode(bytes.subarray(see(5), see(5) + text)));
  };
  let reads = 0;
  return (source, ask, sizes = []) => {
    // An instance is meant for one feed: its allocator is the slower the more of them it has seen.
    if (reads++ % 1000 === 0) renew();
    const at = exports.text(ask.text.length);
    put(at, ask.text);
    exports.open(at, ask.text.length, ask.threshold, ask.limit);
    const rows = [];
    const texts = [];
    for (let at = 0, chunk = 0; ; chunk++) {
      const last = chunk >= sizes.length;
      const end = last ? source.length : Math.min(at + sizes[chunk], source.length);
      put(exports.room(end - at), at === 0 && last ? source : source.subarray(at, end));
      const ended = exports.scan(end - at, last);
      at = end;
      take(rows, texts);
      if (ended === 0 && !last) continue;
      if (ended < 3) return { state: STATES[ended], at: -1, rows, texts };
      const message = decoder.decode(bytes.slice(exports.see(12), exports.see(12) + exports.see(13)));
      return { state: KINDS.get(message), at: exports.see(7), rows, texts };
    }
  };
}

/** The native crate on many documents at once: each with the number of its ask and a size of chunks (0: one piece). */
export function readNatively(cases) {
  const folder = mkdtempSync(join(tmpdir(), "back-in-stock-"));
  try {
    const file = join(folder, "documents");
    const parts = cases.flatMap(({ source, ask, size }) => {
      const head = Buffer.alloc(6);
      head.writeUInt8(ask, 0);
      head.writeUInt8(size, 1);
      head.writeUInt32LE(source.length, 2);
      return [head, source];
    });
    writeFileSync(file, Buffer.concat(parts));
    const args = ["run", "--quiet", "--locked", "--example", "read_feeds", "--", file];
    const output = execFileSync("cargo", args, { cwd: root, maxBuffer: 1 << 28, encoding: "utf8" });
    return output
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [state, at, rows] = line.split(" ");
        return {
          state,
          at: Number(at),
          rows: rows ? rows.split(";").map((row) => row.split(",").map(Number)) : [],
        };
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
