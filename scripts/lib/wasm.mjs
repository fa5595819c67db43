// From the Rust crate to a small module and the script that binds it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import binaryen from "binaryen";
import { root, run } from "./run.mjs";

const work = join(root, "target/wasm");

/** WebAssembly 2.0 as every browser since 2022 has it; anything newer would shut some of them out. */
const FEATURES = [
  "BulkMemory",
  "BulkMemoryOpt",
  "MutableGlobals",
  "NontrappingFPToInt",
  "SignExt",
  "ReferenceTypes",
  "Multivalue",
];
const FLAGS = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-reference-types",
  "--enable-multivalue",
];

/**
 * Where a panic ends. On this target it can only end in a trap, and nobody could read its message: without these, the
 * module does not carry the formatting of texts that are never seen. Closures never cross the boundary here either;
 * wasm-bindgen keeps their callers all the same.
 */
const DEAD =
  /core(\[\w+\])?::panicking::|std(\[\w+\])?::panicking::|slice_error_fail|::slice::index::slice_.*fail|unwrap_failed|expect_failed|panic_|alloc::raw_vec::(handle_error|capacity_overflow)|handle_alloc_error|rust_begin_unwind|__rust_start_panic|rust_panic|wasm_bindgen::convert::closures::_::invoke/;

/** Builds `name.wasm` and the text of its glue. */
export async function buildWasm(name) {
  const env = {
    // Paths of the machine that built it have no place in what ships.
    RUSTFLAGS: `--remap-path-prefix=${process.env.CARGO_HOME ?? join(homedir(), ".cargo")}=cargo --remap-path-prefix=${root}=.`,
  };
  await run("cargo", ["build", "--release", "--locked", "--lib", "--target", "wasm32-unknown-unknown"], {
    label: "compiling the core",
    env,
  });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const built = join(root, "target/wasm32-unknown-unknown/release/back_in_stock.wasm");
  await run(
    join(root, "target/tools/bin/wasm-bindgen"),
    ["--target", "bundler", "--out-dir", work, "--out-name", name, built],
    {
      label: "binding it",
    },
  );
  const bound = join(work, `${name}_bg.wasm`);
  writeFileSync(bound, withoutDead(readFileSync(bound)));
  const small = join(work, `${name}.wasm`);
  const optimise = (from, ...passes) =>
    run(
      process.execPath,
      [join(root, "node_modules/binaryen/bin/wasm-opt"), from, ...FLAGS, ...passes, "-o", small],
      {
        label: "optimising it",
      },
    );
  await optimise(bound, "-Oz", "--low-memory-unused", "--converge");
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  const { stdout: names } = await optimise(small, ...strip, "--minify-imports-and-exports-and-modules");
  return {
    wasm: small,
    glue: bindGlue(readFileSync(join(work, `${name}_bg.js`), "utf8"), JSON.parse(names)),
  };
}

function withoutDead(bytes) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(bytes);
  module.setFeatures(FEATURES.reduce((all, feature) => all | binaryen.Features[feature], 0));
  const dead = [];
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (!info.base && DEAD.test(info.name)) dead.push(info);
  }
  for (const { name, params, results } of dead) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
  const emitted = module.emitBinary();
  module.dispose();
  return emitted;
}

/** wasm-bindgen's script with the optimiser's short names, and an instance that can be replaced. */
function bindGlue(script, { imports, exports }) {
  const short = new Map(exports);
  const bound = script
    // For engines older than the ones supported here, and for pages that pass two gigabytes of text.
    .replace(/if \(!\('encodeInto' in cachedTextEncoder\)\) {[\s\S]*?\n}\n/, "")
    .replace(
      /const MAX_SAFARI_DECODE_BYTES[\s\S]*?return cachedTextDecoder\.decode\(bytes\);/,
      "function decodeText(bytes) {\n    return cachedTextDecoder.decode(bytes);",
    )
    .replace(/\bwasm\.(\w+)/g, (_, name) => `wasm.${short.get(name) ?? name}`)
    .replace(/export function __wbg_set_wasm[^}]*}/, "");
  const own = exports
    .map(([name]) => name)
    .filter((name) => script.includes(`export function ${name}(`) && !name.startsWith("__"));
  const views = Array.from(script.matchAll(/^let (cached\w+Memory0) = null;$/gm), ([, view]) => view);
  const start = short.get("__wbindgen_start");
  const members = imports.map(([, name, letter]) => `${letter}: ${name}`).join(", ");
  return `${bound}
// The optimiser calls the one module that is imported from "a".
export const imports = { a: { ${members} } };
export const core = { ${own.join(", ")} };
export function attach(exports) {
  wasm = exports;
  // Views of an earlier instance's memory would outlive it.
  ${views.map((view) => `${view} = null;`).join(" ")}
  wasm.${start}();
}
`;
}
