import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { toolPath, which } from "./browsers.mjs";
import { capture, root, run, SetupError } from "./run.mjs";

const TARGET = "wasm32-unknown-unknown";
const GECKODRIVER = "0.37.1";
const CARGO_DENY = "0.20.2";
const CARGO_MUTANTS = "27.1.0";

/** Finds cargo and rustup, also in rustup's folder if it is not on PATH yet. */
export async function ensureRust() {
  const cargoBin = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  if (!which("cargo") && existsSync(cargoBin))
    process.env.PATH = `${cargoBin}${delimiter}${process.env.PATH}`;
  const missing = ["cargo", "rustup"].filter((command) => !which(command));
  if (missing.length > 0) {
    throw new SetupError(
      `Rust is needed (${missing.join(" and ")} not found): install it from https://rustup.rs`,
    );
  }
  if ((await capture("rustc", ["--version"])) !== undefined) return;
  await run("rustup", ["toolchain", "install"], {
    label: "Installing the Rust toolchain that rust-toolchain.toml names",
    usually: "1 min",
    hint: "rustup 1.28 or newer is needed: rustup self update",
  });
}

/** Adds the standard library for WebAssembly to the active toolchain. */
export async function ensureWasmTarget() {
  const library = await capture("rustc", ["--print", "target-libdir", "--target", TARGET]);
  if (library && existsSync(library)) return;
  await run("rustup", ["target", "add", TARGET], {
    label: `Adding the Rust target ${TARGET}`,
    usually: "10 s",
    hint: `Try it by hand: rustup target add ${TARGET}`,
  });
}

/** Builds wasm-bindgen's command-line tool. Its glue works only with the same version of the crate. */
export const ensureWasmBindgen = async () =>
  ensureTool("wasm-bindgen-cli", wasmBindgenVersion(), "wasm-bindgen");

/** Builds Firefox's driver, because no registry has a binary of it. */
export const ensureGeckodriver = () => ensureTool("geckodriver", GECKODRIVER, "geckodriver", { debug: true });

/** Builds the tool that checks the licences and sources of crates. */
export const ensureCargoDeny = () => ensureTool("cargo-deny", CARGO_DENY, "cargo-deny", { debug: true });

/** Builds the tool for mutation testing. */
export const ensureCargoMutants = () =>
  ensureTool("cargo-mutants", CARGO_MUTANTS, "cargo-mutants", { versionArgs: ["mutants", "--version"] });

/**
 * Without `--locked`, because the lock file of wasm-bindgen-cli names a crate version that the registry does not have. With
 * `--force`, because a binary that exists at this point has the wrong version. A tool that runs for seconds is not optimized
 * (`debug`), since that takes longer than it saves.
 */
async function ensureTool(crate, version, binary, { debug = false, versionArgs = ["--version"] } = {}) {
  const answer = existsSync(toolPath(binary)) ? await capture(toolPath(binary), versionArgs) : undefined;
  if (answer?.split("\n")[0].split(" ").includes(version)) return;
  const folder = join(root, "target", "tools");
  const profile = debug ? ["--debug"] : [];
  await run("cargo", ["install", crate, "--version", version, "--root", folder, "--force", ...profile], {
    label: `Building ${crate} ${version}`,
    usually: "2 min, once",
    hint: "It needs a reachable crate registry and a C compiler (Debian: apt-get install gcc libc6-dev).",
    env: { CARGO_INCREMENTAL: "0", CARGO_PROFILE_DEV_DEBUG: "0" },
  });
}

/** The exact version of the crate in Cargo.toml: `wasm-bindgen = "=1.2.3"`, or `version = "=1.2.3"` in a table. */
function wasmBindgenVersion() {
  const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
  const found = /^\s*wasm-bindgen\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?"=([\w.+-]+)"/m.exec(manifest);
  if (!found) throw new SetupError('Cargo.toml must pin one exact version: wasm-bindgen = "=<version>"');
  return found[1];
}
