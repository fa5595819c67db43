// The scanners: both modules as the package ships them, and the native crate.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

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
/** The names that all readers look for. */
const QUANTITY = ["$inventory_quantity", "inventory_quantity"];
const POLICY = ["$inventory_policy", "inventory_policy"];

const decoder = new TextDecoder();

/** Options to combine. */
export const ASKS = [
  {},
  { select: ["id", "$inventory_quantity", "é", "__proto__"] },
  { threshold: 2.5 },
  { path: ["rows"] },
  { hide: true, path: ["rows"] },
  { layout: "ndjson" },
  { layout: "auto", select: ["id", "inventory_policy"] },
].map((ask) => ({ hide: false, path: [], select: [], layout: "json", ...ask }));

/** The script that binds a module, with the module, as the build made them. */
async function boundModule(name) {
  const at = join(root, "target/wasm", name);
  const { outputFiles } = await build({
    entryPoints: [join(at, `${name}.js`)],
    bundle: true,
    format: "esm",
    write: false,
    alias: { "#feed-imports": join(root, "tests/js/differential/wasm-imports.mjs") },
  });
  // Two modules have the same script; each gets one of its own.
  const script = `${outputFiles[0].text}\n// ${name}`;
  const binding = await import(`data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);
  const module = new WebAssembly.Module(readFileSync(join(root, "dist", `${name}.wasm`)));
  binding.bind(new WebAssembly.Instance(module, binding.imports).exports);
  return binding;
}

/**
 * A module: `read(bytes, ask, sizes)` reads in chunks of these sizes, and what is left as the last one. It gives how it
 * ended, the offset if it is an error, the rows as `[start, end, visible, in stock]`, and the JSON texts it wrote.
 */
export async function moduleOf(name) {
  const { FeedReader } = await boundModule(name);
  const opened = ({ threshold, hide, limit, path, select, layout }) => {
    const reader = new FeedReader(hide, threshold, limit, layout);
    for (const name of path) reader.name("path", name);
    for (const name of QUANTITY) reader.name("quantity", name);
    for (const name of POLICY) reader.name("policy", name);
    reader.writeRows(select.length === 0);
    for (const name of select) reader.name("select", name);
    return reader;
  };
  const take = (reader, rows, texts) => {
    if (reader.rows === 0) return;
    const { start, end, visible, inStock, json } = reader;
    for (let row = 0; row < start.length; row++)
      rows.push([start[row], end[row], visible[row], inStock[row]]);
    if (json.length > 0) texts.push(decoder.decode(json));
  };
  const read = (reader, source, { limit }, sizes) => {
    const rows = [];
    const texts = [];
    for (let at = 0, chunk = 0; ; chunk++) {
      const last = chunk >= sizes.length;
      const end = last ? source.length : Math.min(at + sizes[chunk], source.length);
      const ended = reader.push(at === 0 && last ? source : source.subarray(at, end), last);
      at = end;
      take(reader, rows, texts);
      if (!ended && !last) continue;
      const { error } = reader;
      if (error) return { state: KINDS.get(error.message), at: error.offset, rows, texts };
      const isEnough = rows.filter(([, , visible]) => visible).length >= (limit ?? Number.POSITIVE_INFINITY);
      return { state: isEnough ? "Enough" : ended ? "End" : "More", at: -1, rows, texts };
    }
  };
  return (source, ask, sizes = []) => {
    const reader = opened(ask);
    try {
      return read(reader, source, ask, sizes);
    } finally {
      reader.free();
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
