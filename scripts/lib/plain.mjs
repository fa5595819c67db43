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
 * What `wasm2js` makes of a module: `instantiate(imports)` gives the exports of a new instance. An instruction that is
 * newer than the first WebAssembly fails the build.
 */
export async function scriptOf(name, wasm) {
  const path = wasm.replace(/wasm$/, "js");
  // Emscripten's shape, since the other one has a single instance.
  const options = ["--mvp-features", "--enable-mutable-globals", "-Oz", "--emscripten", "-o", path];
  await run(process.execPath, [join(root, "node_modules/binaryen/bin/wasm2js"), wasm, ...options], {
    label: `writing ${name}.wasm as JavaScript`,
  });
  return readFileSync(path, "utf8");
}

/** Glue and module in one script, of which `fresh` puts a new instance behind `core`, and gives it. */
export function inScript(glue, script) {
  // Nothing detaches a buffer that was outgrown: a view of it still has its bytes, and they are old.
  const views = replaced(
    glue,
    /(cached\w+Memory0) === null \|\| \1\.byteLength === 0/g,
    (_, view) => `${view}?.buffer !== wasm.${memoryOf(glue)}.buffer`,
  );
  // Properties that others gave to every object would count in descriptors.
  const memory = replaced(
    script,
    /Object\.create\(Object\.prototype, {[^}]*"grow"[\s\S]*?return buffer;\s*}\s*}\s*}\)/,
    "{ get buffer() { return buffer; } }",
  );
  return `${views}\n${memory}\nexport const fresh = () => attach(instantiate(imports));\n`;
}

const memoryOf = (glue) => /wasm\.(\w+)\.buffer/.exec(glue)[1];

/** What is not found here has changed its shape, and would be wrong in silence. */
function replaced(text, from, to) {
  const done = text.replace(from, to);
  if (done === text) throw new Error(`not found: ${from}`);
  return done;
}
