/**
 * Writes `dist/`: what the package ships. It assumes that `scripts/setup.mjs` has run.
 *
 *     node scripts/build.mjs [--if-needed]
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dist, exitOn, files, root } from "./lib/run.mjs";

/** The modules that are files of the package. */
const FILES = ["core", "feed", "feed-scalar", "feed-check", "feed-xml", "feed-xml-scalar", "feed-xml-check"];

/** Everything, from the Rust crate to the declarations. */
export async function build() {
  // Loaded here, since a fresh clone does not have what they need when this file is imported.
  const [{ buildWasm, MODULES }, { browser, bundle }, { declarations }, { licenses }] = await Promise.all(
    ["wasm", "bundle", "declarations", "licenses"].map((name) => import(`./lib/${name}.mjs`)),
  );
  const modules = {};
  for (const name of Object.keys(MODULES)) modules[name] = await buildWasm(name);
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(browser, { recursive: true });
  const inputs = await bundle(modules);
  for (const folder of [dist, browser]) {
    for (const name of FILES) copyFileSync(modules[name].wasm, join(folder, `${name}.wasm`));
    for (const path of ["product-block/block.css", "notify-me/notify-me.css"])
      copyFileSync(join(root, "elements", path), join(folder, path.split("/")[1]));
    writeFileSync(join(folder, "LICENSES.txt"), await licenses(inputs));
  }
  await declarations();
}

/** Whether `dist/` is older than anything that it is made of. */
export function isStale() {
  const stamp = join(dist, "types/core-wasm.d.ts");
  // The compiler reads the types of the typed modules where they were made.
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
