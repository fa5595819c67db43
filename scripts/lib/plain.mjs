// A module as plain JavaScript, for pages where WebAssembly is forbidden.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/**
 * Tells wasm-bindgen that there are no reference types: the standard library was compiled with them, and says so for the
 * whole module.
 */
export function withoutReferences(bytes) {
  const text = replaced(bytes.toString("latin1"), "+\x0freference-types", "-\x0freference-types");
  return Buffer.from(text, "latin1");
}

/** The optimiser's passes against what the precompiled standard library has newer than the first WebAssembly. */
export const LOWERING = ["--signext-lowering", "--llvm-memory-copy-fill-lowering"];

/**
 * The script that `wasm2js` makes of a module: its `fresh` gives the exports of a new instance. An instruction that is
 * newer than the first WebAssembly fails the build.
 */
export async function scriptOf(name, wasm) {
  const path = wasm.replace(/wasm$/, "js");
  // Emscripten's shape, since the other one has a single instance.
  const options = ["--mvp-features", "--enable-mutable-globals", "-Oz", "--emscripten", "-o", path];
  await run(process.execPath, [join(root, "node_modules/binaryen/bin/wasm2js"), wasm, ...options], {
    label: `writing ${name}.wasm as JavaScript`,
  });
  // Properties that others gave to every object would count in descriptors.
  const script = replaced(
    readFileSync(path, "utf8"),
    /Object\.create\(Object\.prototype, {[^}]*"grow"[\s\S]*?return buffer;\s*}\s*}\s*}\)/,
    "{ get buffer() { return buffer; } }",
  );
  return `${script}\nexport const fresh = () => instantiate({});\n`;
}

/** What is not found here has changed its shape, and would be wrong in silence. */
function replaced(text, from, to) {
  const done = text.replace(from, to);
  if (done === text) throw new Error(`not found: ${from}`);
  return done;
}
