/**
 * Builds `dist/`, the contents of the package. Requires that `scripts/setup.mjs` has run.
 *
 *     node scripts/build.mjs [--if-needed]
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dist, exitOn, files, root } from "./lib/run.mjs";

/** The WebAssembly modules that ship as files. */
const FILES = ["core", "feed", "feed-scalar", "feed-check", "feed-xml", "feed-xml-scalar", "feed-xml-check"];

/** Builds everything, from the Rust crate to the type declarations. */
export async function build() {
  // Imported here, because a fresh clone does not have their dependencies when this file is loaded.
  const names = ["wasm", "bundle", "declarations", "components", "licenses", "sbom"];
  const [
    { buildWasm, MODULES },
    { browser, bundle },
    { declarations },
    { crateComponents, npmComponents },
    { licenses },
    { bills },
  ] = await Promise.all(names.map((name) => import(`./lib/${name}.mjs`)));
  const modules = {};
  for (const name of Object.keys(MODULES)) modules[name] = await buildWasm(name);
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(browser, { recursive: true });
  const packages = npmComponents(await bundle(modules));
  const cargo = await crateComponents();
  copyFileSync(modules.relay.wasm, join(dist, "relay.wasm"));
  for (const folder of [dist, browser]) {
    for (const name of FILES) copyFileSync(modules[name].wasm, join(folder, `${name}.wasm`));
    for (const path of ["product-block/block.css", "notify-me/notify-me.css"])
      copyFileSync(join(root, "elements", path), join(folder, path.split("/")[1]));
    writeFileSync(join(folder, "LICENSES.txt"), licenses([...cargo.crates, ...packages]));
  }
  mkdirSync(join(dist, "sbom"));
  for (const [name, bill] of Object.entries(await bills(cargo, packages)))
    writeFileSync(join(dist, "sbom", `${name}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  await declarations();
}

/** Whether `dist/` is older than any of its sources. */
export function isStale() {
  const stamp = join(dist, "types/core-wasm.d.ts");
  // TypeScript reads the modules' types from target/.
  if (!existsSync(stamp) || !existsSync(join(root, "target/wasm/core/core.d.ts"))) return true;
  const built = statSync(stamp).mtimeMs;
  const sources = ["Cargo.toml", "Cargo.lock", "package.json", "package-lock.json", "scripts/build.mjs"];
  const folders = ["src", "elements", "emulator", "cli", "scripts/lib"].flatMap((path) =>
    files(join(root, path)),
  );
  return [...sources.map((path) => join(root, path)), ...folders].some(
    (path) => statSync(path).mtimeMs > built,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { buildSteps } = await import("./setup.mjs");
  try {
    for (const step of buildSteps) await step();
    if (!process.argv.includes("--if-needed") || isStale()) await build();
    const { report } = await import("./size.mjs");
    process.exitCode = (await report()) ? 0 : 1;
  } catch (error) {
    exitOn(error);
  }
}
