// From the Rust crate to small modules, and the scripts that bind them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { bindingOf, declarationOf } from "./binding.mjs";
import { fallbackOf } from "./fallback.mjs";
import { capture, files, root, run } from "./run.mjs";
import { snip } from "./snip.mjs";

const work = join(root, "target/wasm");

/**
 * What browsers since 2022 have, and the precompiled standard library uses; without reference types and multivalue, so that
 * the glue serves the fallback in plain JavaScript, too.
 */
const FEATURES = [
  "--mvp-features",
  "--enable-mutable-globals",
  "--enable-sign-ext",
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-nontrapping-float-to-int",
];

/** A long function that is called once is not inlined: its locals would give those of its caller longer numbers. */
const SMALL = ["-Oz", "--one-caller-inline-max-function-size=100"];

/**
 * The modules: the features of the crate that each is built with, and how.
 *
 * - `level`: the optimization level that measured best (`core` at 2 is about 700 bytes smaller than at "s" or "z");
 * - `inline`: how large a function may be to be copied to where it is called; the compiler's own limit costs `core` 240 bytes;
 * - `fallback`: it is written as plain JavaScript, too, for pages that forbid WebAssembly;
 * - `simd`: it uses SIMD instructions;
 * - `formats`: it formats text, as serde does for its errors: a server reads documents that nobody has checked;
 * - `glueOf`: another module with the same glue, which serves both.
 */
export const MODULES = {
  core: { features: "wasm-core", level: "2", inline: 25, fallback: true },
  block: { features: "wasm-block", level: "3" },
  feed: { features: "wasm-feed", level: "3", simd: true },
  "feed-scalar": { features: "wasm-feed", level: "3", glueOf: "feed" },
  "feed-check": { features: "wasm-feed-check", level: "s" },
  "feed-xml": { features: "wasm-feed,xml", level: "3", simd: true },
  "feed-xml-scalar": { features: "wasm-feed,xml", level: "3", glueOf: "feed-xml" },
  "feed-xml-check": { features: "wasm-feed-check,xml", level: "s" },
  relay: { features: "wasm-relay", level: "s", formats: true },
};

/**
 * Builds one of the modules, unless it is up to date.
 *
 * @returns {Promise<{wasm: string, script: string, fallback: string}>} the paths of the module; of the script that binds
 *   it; and of the fallback, if it has one
 */
export async function buildWasm(name) {
  const folder = join(work, name);
  const stamp = join(folder, "inputs.sha256");
  inputs ??= await hashOfInputs();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== inputs) {
    await buildFresh(name, folder);
    writeFileSync(stamp, inputs);
  }
  return {
    wasm: join(folder, `${name}.wasm`),
    script: join(folder, `${name}.js`),
    fallback: join(folder, `${name}.fallback.js`),
  };
}

let inputs;

/** A hash of everything that the modules are made from, so that a change of scripts alone compiles no Rust. */
async function hashOfInputs() {
  const hash = createHash("sha256").update(`${await capture("rustc", ["--version"])}`);
  const sources = files(join(root, "src")).filter((path) => path.endsWith(".rs"));
  const types = files(join(root, "src/wasm")).filter((path) => path.endsWith(".d.ts"));
  const scripts = ["wasm", "snip", "binding", "fallback"].map((name) => `scripts/lib/${name}.mjs`);
  const others = ["Cargo.toml", "Cargo.lock", "package-lock.json", ...scripts];
  for (const path of [...sources.sort(), ...types.sort(), ...others.map((path) => join(root, path))])
    hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest("hex");
}

async function buildFresh(name, folder) {
  const { fallback, glueOf } = MODULES[name];
  const compiled = await compile(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const at = (ending) => join(folder, `${name}${ending}`);
  writeFileSync(at(".snipped.wasm"), snip(readFileSync(compiled), MODULES[name].formats));
  await run(
    join(root, "target/tools/bin/wasm-bindgen"),
    [
      ...["--target", "bundler", "--encode-into", "always"],
      ...["--out-dir", folder, "--out-name", glueOf ?? name, at(".snipped.wasm")],
    ],
    { label: `binding ${name}.wasm` },
  );
  const glued = join(folder, `${glueOf ?? name}_bg.wasm`);
  const features = MODULES[name].simd ? [...FEATURES, "--enable-simd"] : FEATURES;
  const optimize = (from, to, ...passes) => binaryen("wasm-opt", from, ...features, ...passes, "-o", to);
  await optimize(
    glued,
    at(".long.wasm"),
    ...(MODULES[name].level === "3" ? ["-O3"] : SMALL),
    ...["--low-memory-unused", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features"],
  );
  const { stdout } = await optimize(
    at(".long.wasm"),
    at(".wasm"),
    "--minify-imports-and-exports-and-modules",
  );
  writeFileSync(at(".js"), bindingOf(glueOf ?? name, JSON.parse(stdout)));
  const declared = readFileSync(join(folder, `${glueOf ?? name}.d.ts`), "utf8");
  writeFileSync(at(".d.ts"), declarationOf(declared, exportingSources()));
  if (glueOf) assertSameGlue(name, glueOf);
  if (fallback) writeFileSync(at(".fallback.js"), await fallbackOf(at(".wasm"), binaryen));
}

/** The Rust files that define exports: their texts by their paths. */
const exportingSources = () =>
  Object.fromEntries(
    files(join(root, "src/wasm"))
      .filter((path) => path.endsWith(".rs"))
      .map((path) => [path.slice(root.length), readFileSync(path, "utf8")]),
  );

/** One script binds both modules: their glue and their names must be the same. */
function assertSameGlue(name, other) {
  for (const ending of ["_bg.js", ".js"]) {
    // The glue has the name of the other module already.
    const mine = join(work, name, `${ending === ".js" ? name : other}${ending}`);
    if (readFileSync(mine, "utf8") !== readFileSync(join(work, other, `${other}${ending}`), "utf8"))
      throw new Error(`${name}.wasm needs other glue than ${other}.wasm`);
  }
}

/** Compiles the crate: the path of what the compiler made. */
async function compile(name) {
  const { features, level, inline, simd } = MODULES[name];
  // A folder for each set of flags: else every build would begin with all crates again.
  const target = join(root, "target", `wasm-${simd ? "simd" : "scalar"}-${level}`);
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const env = {
    // Paths of the machine that built it must not be in what ships. The last prefix that matches counts, and cargo's folder
    // may be inside of ours.
    RUSTFLAGS: [
      `--remap-path-prefix=${root}=.`,
      `--remap-path-prefix=${cargo}=cargo`,
      `-Ctarget-feature=-reference-types,-multivalue${simd ? ",+simd128" : ""}`,
      ...(inline ? [`-Cllvm-args=--inline-threshold=${inline}`] : []),
    ].join(" "),
    CARGO_PROFILE_WASM_OPT_LEVEL: level,
    // Incremental builds give other bytes: up to 1,500 more for a module.
    CARGO_INCREMENTAL: "0",
  };
  const select = ["--no-default-features", "--features", features, "--target", "wasm32-unknown-unknown"];
  await run("cargo", ["build", "--profile", "wasm", "--locked", "--lib", ...select, "--target-dir", target], {
    label: `compiling ${name}.wasm`,
    env,
  });
  return join(target, "wasm32-unknown-unknown/wasm/back_in_stock.wasm");
}

/** Runs one of binaryen's programs on a module. */
const binaryen = (program, from, ...args) =>
  run(process.execPath, [join(root, "node_modules/binaryen/bin", program), from, ...args], {
    label: `${program} ${from.slice(work.length + 1)}`,
  });
