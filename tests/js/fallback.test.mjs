// What the build makes of a module as plain JavaScript, and the memory that the wrapper gives it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import binaryen from "binaryen";
import esbuild from "esbuild";
import { fallbackOf } from "../../scripts/lib/fallback.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "back-in-stock-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** It grows, and uses what is newer than the first WebAssembly: sign extension, memory.fill and a saturating cast. */
const SOURCE = `(module
  (import "a" "a" (func $seen (param i32)))
  (memory $memory 1)
  (export "m" (memory $memory))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "get") (param i32) (result i32) (i32.extend8_s (i32.load8_u (local.get 0))))
  (func (export "cast") (param f64) (result i32) (i32.trunc_sat_f64_u (local.get 0)))
  (func (export "see") (param i32) (call $seen (local.get 0))))`;

/** The script of the fallback, with the wrapper's memory. */
async function fallback() {
  const wasm = join(folder, "tiny.wasm");
  const module = binaryen.parseText(SOURCE);
  writeFileSync(wasm, module.emitBinary());
  module.dispose();
  const text = await fallbackOf(wasm, async (program, ...args) => {
    execFileSync(process.execPath, [join(root, "node_modules/binaryen/bin", program), ...args]);
  });
  writeFileSync(join(folder, "tiny.js"), text);
  await esbuild.build({
    entryPoints: [join(root, "src/js/wasm/fallback.ts")],
    outfile: join(folder, "bundled.mjs"),
    alias: { "#fallback": join(folder, "tiny.js") },
    bundle: true,
    format: "esm",
  });
  return import(pathToFileURL(join(folder, "bundled.mjs")));
}

const { instantiate } = await fallback();

test("instances are apart, call their imports, and run newer instructions", () => {
  const seen = [];
  const one = instantiate({ a: { a: (number) => seen.push(number) } });
  const other = instantiate({ a: { a: () => assert.fail("the other's import") } });
  one.fill(8, 255, 2);
  assert.deepEqual([one.get(8), one.get(9), one.get(10), other.get(8)], [-1, -1, 0, 0]);
  assert.deepEqual([one.cast(-1), one.cast(2.5), one.cast(Number.NaN)], [0, 2, 0]);
  one.see(7);
  assert.deepEqual(seen, [7]);
});

test("a memory that grows keeps its content, and detaches the buffer that it replaces", () => {
  const { m: memory, fill, get, grow } = instantiate({ a: { a() {} } });
  fill(65_535, 42, 1);
  const before = new Uint8Array(memory.buffer);
  assert.equal(grow(2), 1);
  assert.equal(before.byteLength, 0);
  assert.equal(memory.buffer.byteLength, 3 * 65_536);
  assert.equal(get(65_535), 42);
  assert.equal(new Uint8Array(memory.buffer)[65_535], 42);
  fill(150_000, 7, 1);
  assert.equal(new Uint8Array(memory.buffer)[150_000], 7);
});

test("growing by 0 pages detaches the buffer, as in WebAssembly", () => {
  const { m: memory } = instantiate({ a: { a() {} } });
  const real = new WebAssembly.Memory({ initial: 1 });
  const views = [memory, real].map(({ buffer }) => new Uint8Array(buffer));
  for (const one of [memory, real]) one.grow(0);
  assert.deepEqual(
    views.map(({ byteLength }) => byteLength),
    [0, 0],
  );
});

test("members of Object.prototype do no harm", () => {
  const names = ["get", "set", "value", "grow", "buffer", "memory", "writable"];
  const polluted = () => assert.fail("polluted");
  for (const name of names) Object.prototype[name] = polluted;
  try {
    const { fill, get, grow } = instantiate({ a: { a() {} } });
    fill(3, 5, 1);
    grow(1);
    assert.equal(get(3), 5);
  } finally {
    for (const name of names) delete Object.prototype[name];
  }
});
