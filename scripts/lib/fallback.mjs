// A module as plain JavaScript, for pages that forbid WebAssembly.
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

/** The optimizer's passes that replace what the precompiled standard library uses beyond the first WebAssembly. */
const LOWERING = [
  "--signext-lowering",
  "--llvm-memory-copy-fill-lowering",
  "--llvm-nontrapping-fptoint-lowering",
];
const FIRST = ["--mvp-features", "--enable-mutable-globals"];

/**
 * The script for the fallback: its `instantiate` is like `WebAssembly.instantiate`, and gets the memory as an import, for
 * which `memoryName` is the name that the glue expects among the exports. It is made of the module that ships, so the same
 * glue serves both.
 *
 * @param {string} wasm the path of the module
 * @param {(program: string, from: string, ...args: string[]) => Promise<unknown>} run runs one of binaryen's programs
 */
export async function fallbackOf(wasm, run) {
  const path = (ending) => wasm.replace(/wasm$/, `fallback.${ending}`);
  const { bytes, pages, memoryName } = withImportedMemory(readFileSync(wasm));
  writeFileSync(path("wasm"), bytes);
  const newer = ["--enable-sign-ext", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"];
  await run("wasm-opt", path("wasm"), ...FIRST, ...newer, ...LOWERING, "-o", path("wasm"));
  // Emscripten's shape is a function that makes instances. An instruction that is newer than the first WebAssembly fails.
  await run("wasm2js", path("wasm"), ...FIRST, "-Oz", "--emscripten", "-o", path("js"));
  const script = readFileSync(path("js"), "utf8");
  return `${script}
export { instantiate };
export const memoryName = ${JSON.stringify(memoryName)};
export const pages = ${pages};
`;
}

/**
 * The module with its memory as the import `env.memory` instead of an export: wasm2js then reports to that object when it
 * replaces the buffer, and needs no property descriptor, which a polluted `Object.prototype` would spoil.
 */
function withImportedMemory(bytes) {
  const module = binaryen.readBinary(bytes);
  const exported = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  const { name: memoryName, value } = exported.find(({ kind }) => kind === binaryen.ExternalMemory);
  const { initial: pages } = module.getMemoryInfo(value);
  module.removeExport(memoryName);
  module.addMemoryImport(value, "env", "memory");
  const changed = module.emitBinary();
  module.dispose();
  return { bytes: changed, pages, memoryName };
}
