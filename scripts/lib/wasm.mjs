// From the Rust crate to a small module and the script that binds it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import binaryen from "binaryen";
import { LOWERING, scriptOf, withoutReferences } from "./plain.mjs";
import { ask, files, root, run } from "./run.mjs";

const work = join(root, "target/wasm");

/** WebAssembly 2.0 as every browser since 2022 has it; anything newer would shut some of them out. */
const FEATURES = {
  BulkMemory: "--enable-bulk-memory",
  BulkMemoryOpt: "--enable-bulk-memory-opt",
  MutableGlobals: "--enable-mutable-globals",
  NontrappingFPToInt: "--enable-nontrapping-float-to-int",
  SignExt: "--enable-sign-ext",
  ReferenceTypes: "--enable-reference-types",
  Multivalue: "--enable-multivalue",
};
/** A long function that is called once stays one: as part of another, its locals would push out shorter numbers. */
const SMALL = ["-Oz", "--one-caller-inline-max-function-size=100"];

const featuresOf = ({ simd }) => (simd ? { ...FEATURES, SIMD128: "--enable-simd" } : FEATURES);

/**
 * Where a panic ends. On this target it can only end in a trap, and nobody could read its message: without these, the
 * module does not carry the formatting of texts that are never seen. Closures never cross the boundary here either;
 * wasm-bindgen keeps their callers all the same.
 */
const DEAD =
  /core(\[\w+\])?::panicking::|std(\[\w+\])?::panicking::|slice_error_fail|::slice::index::slice_.*fail|unwrap_failed|expect_failed|panic_|alloc::raw_vec::(handle_error|capacity_overflow)|handle_alloc_error|rust_begin_unwind|__rust_start_panic|rust_panic|wasm_bindgen::convert::closures::_::invoke/;

/** What a panic would have said: nothing refers to it when nothing panics. */
const UNSAID = [
  "(?:/rustc/|src/|cargo/)[\\w./-]+\\.rs",
  "slice index starts at ",
  " but ends at ",
  "range (?:start|end) index ",
  " out of range for slice of length ",
  "capacity overflow",
  "assertion failed: self\\.is_char_boundary\\(new_len\\)",
  "closure invoked recursively or after being dropped",
  "RefCell already (?:mutably )?borrowed",
  "(?:0[0-9]){10}(?:[1-9][0-9]){90}",
];

/**
 * The modules: the features of the crate that each is built with, and how. Numbers alone cross, so none needs a script
 * of wasm-bindgen's. `plain` ones become JavaScript, for where WebAssembly is forbidden.
 */
export const MODULES = {
  core: { features: "core", level: "s" },
  compat: { features: "core", level: "s", plain: true },
  block: { features: "block", level: "3" },
  feed: { features: "feed", level: "3", simd: true },
  "feed-scalar": { features: "feed", level: "3" },
  "feed-check": { features: "check", level: "s" },
  "feed-xml": { features: "feed,xml", level: "3", simd: true },
  "feed-xml-scalar": { features: "feed,xml", level: "3" },
  "feed-xml-check": { features: "check,xml", level: "s" },
};

/** Builds one of the modules, unless it is up to date: its path and, if it is plain, the text of its script. */
export async function buildWasm(name) {
  const folder = join(work, name);
  const wasm = join(folder, `${name}.wasm`);
  const script = join(folder, `${name}.plain.js`);
  const stamp = join(folder, "inputs.sha256");
  inputs ??= await hashOfInputs();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== inputs) {
    const built = await buildFresh(name, folder);
    if (built.script) writeFileSync(script, built.script);
    writeFileSync(stamp, inputs);
  }
  return { wasm, script: MODULES[name].plain ? readFileSync(script, "utf8") : undefined };
}

let inputs;

/** A hash of everything that the modules are made from, so that a change of scripts alone compiles no Rust. */
async function hashOfInputs() {
  const hash = createHash("sha256").update(`${await ask("rustc", ["--version"])}`);
  const sources = files(join(root, "src")).filter((path) => path.endsWith(".rs"));
  const others = [
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "scripts/lib/wasm.mjs",
    "scripts/lib/plain.mjs",
  ];
  for (const path of [...sources.sort(), ...others.map((path) => join(root, path))])
    hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest("hex");
}

async function buildFresh(name, folder) {
  const { features, level, simd, plain } = MODULES[name];
  // A folder for each set of flags: else every build would begin with all crates again.
  const target = join(root, "target", `wasm-${plain ? "mvp" : simd ? "simd" : "scalar"}-${level}`);
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const env = {
    // Paths of the machine that built it have no place in what ships.
    RUSTFLAGS: [
      `--remap-path-prefix=${cargo}=cargo`,
      `--remap-path-prefix=${root}=.`,
      ...(simd ? ["-Ctarget-feature=+simd128"] : []),
      ...(plain ? ["-Ctarget-cpu=mvp"] : []),
    ].join(" "),
    CARGO_PROFILE_RELEASE_OPT_LEVEL: level,
  };
  const select = ["--no-default-features", "--features", features, "--target", "wasm32-unknown-unknown"];
  await run("cargo", ["build", "--release", "--locked", "--lib", ...select, "--target-dir", target], {
    label: `compiling ${name}.wasm`,
    env,
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let built = join(target, "wasm32-unknown-unknown/release/back_in_stock.wasm");
  if (plain) {
    const bytes = withoutReferences(readFileSync(built));
    built = join(folder, "built.wasm");
    writeFileSync(built, bytes);
  }
  await run(
    join(root, "target/tools/bin/wasm-bindgen"),
    ["--target", "bundler", "--out-dir", folder, "--out-name", name, built],
    { label: `binding ${name}.wasm` },
  );
  const raw = join(folder, `${name}_bg.wasm`);
  writeFileSync(raw, withoutDead(readFileSync(raw), MODULES[name]));
  const small = join(folder, `${name}.wasm`);
  const flags = Object.values(featuresOf(MODULES[name]));
  const optimise = (from, ...passes) =>
    run(
      process.execPath,
      [join(root, "node_modules/binaryen/bin/wasm-opt"), from, ...flags, ...passes, "-o", small],
      { label: `optimising ${name}.wasm` },
    );
  await optimise(
    raw,
    ...(plain ? LOWERING : []),
    ...(level === "3" ? ["-O3"] : SMALL),
    "--low-memory-unused",
    "--converge",
  );
  await optimise(small, "--strip-debug", "--strip-producers", "--strip-target-features", "--minify-imports");
  allowOneImport(name, readFileSync(small));
  return { wasm: small, script: plain ? await scriptOf(name, small) : undefined };
}

/** A module gets one function at most: the page's parser for numbers. */
function allowOneImport(name, bytes) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
  if (imports.length > 1) throw new Error(`${name}.wasm imports ${imports.map((one) => one.name)}`);
}

function withoutDead(bytes, how) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(bytes);
  const features = Object.keys(featuresOf(how));
  module.setFeatures(features.reduce((all, feature) => all | binaryen.Features[feature], 0));
  const dead = [];
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (!info.base && DEAD.test(info.name)) dead.push(info);
  }
  for (const { name, params, results } of dead) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
  withoutBinding(module);
  const emitted = module.emitBinary();
  module.dispose();
  const text = Buffer.from(emitted).toString("latin1");
  // Zeros of the same length: the optimiser drops them, and no address changes.
  const quiet = text.replaceAll(new RegExp(UNSAID.join("|"), "g"), (said) => "\0".repeat(said.length));
  return Buffer.from(quiet, "latin1");
}

/** Since only numbers cross, wasm-bindgen's table of JavaScript values, and what fills it, serve nothing. */
function withoutBinding(module) {
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { name, base, params, results } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (base !== "__wbindgen_init_externref_table") continue;
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.nop());
    break;
  }
  const exports = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  for (const { name } of exports) if (name.startsWith("__")) module.removeExport(name);
}
