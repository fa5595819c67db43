/**
 * Prints what a page loads for each use, bundled as its bundler does and compressed as a good server does (brotli 11),
 * and compares it with `tests/size/budget.json`. A use with a `goal` is larger than it should be: its `bytes` only keep
 * it from growing. With `--peers` it also bundles and minifies the packages that docs/benchmarks.md names.
 */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { root } from "./lib/run.mjs";

const dist = join(root, "dist");
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

export const compressed = (bytes) => brotliCompressSync(bytes, options).length;

/**
 * Bundles and minifies one import of the package. Scripts that it loads later are included only if their names begin with one
 * of `later`.
 */
async function bundled(name, from, later) {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from "${from}";`, resolveDir: root, sourcefile: "page.js" },
    outdir: root,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    conditions: [],
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const outputs = Object.entries(metafile.outputs);
  const reached = new Set(
    outputs.filter(([, { entryPoint }]) => entryPoint === "page.js").map(([path]) => path),
  );
  // The loop also visits paths that it adds to the set.
  for (const path of reached) {
    for (const { kind, path: next } of metafile.outputs[path].imports)
      if (
        kind === "import-statement" ||
        later.some((name) => basename(metafile.outputs[next].entryPoint ?? "").startsWith(name))
      )
        reached.add(next);
  }
  return outputFiles
    .filter(({ path }) => reached.has(path.slice(root.length)))
    .map(({ contents }) => contents);
}

/** A script and all its static imports, as a page without a bundler loads them. */
function scripts(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, "utf8");
  for (const [, from] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
    scripts(join(dirname(path), from), seen);
  return seen;
}

const sum = (parts) => parts.reduce((all, { bytes }) => all + bytes, 0);
const file = (path) => ({ path: path.slice(dist.length + 1), bytes: compressed(readFileSync(path)) });
const count = (bytes) => bytes.toLocaleString("en");

/** The parts and bytes of each use: the bundled script, and the modules that it fetches. */
export async function measure() {
  const budget = JSON.parse(readFileSync(join(root, "tests/size/budget.json"), "utf8"));
  const uses = Object.entries(budget).map(
    async ([use, { bytes: most, goal, import: name, from, with: more = [], later = [] }]) => {
      const scripts = name ? await bundled(name, from, [later].flat()) : [];
      const bundle = scripts.map((bytes) => ({ path: "script", bytes: compressed(bytes) }));
      const parts = [...bundle, ...more.map((path) => file(join(dist, path)))];
      return { use, most, goal, parts, bytes: sum(parts) };
    },
  );
  return Promise.all(uses);
}

/** Prints the table. Returns `false` if a budget is exceeded. */
export async function report() {
  const uses = await measure();
  for (const { use, most, goal, parts, bytes } of uses) {
    const missed = goal === undefined ? "" : `; the goal of ${count(goal)} is not reached`;
    console.log(`${use}: ${count(bytes)} bytes of at most ${count(most)}${missed}`);
    print(parts);
  }
  const whole = [...scripts(join(dist, "browser/web.js"))].map(file);
  console.log(`web.js with all its imports, not bundled: ${count(sum(whole))} bytes, and core.wasm`);
  print(whole);
  return uses.every(({ bytes, most }) => bytes <= most);
}

function print(parts) {
  for (const { path, bytes } of parts) console.log(`  ${String(bytes).padStart(6)}  ${path}`);
}

/** Sizes to compare with: the parser of the phone-number library, and the official SDK, which only Node can load. */
async function peers() {
  const { build } = await import("esbuild");
  const bundle = async (contents, platform) => {
    const options = { bundle: true, minify: true, format: "esm", write: false, logLevel: "error", platform };
    const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: root } });
    return outputFiles[0].contents;
  };
  const phone = await bundle('export { parsePhoneNumber } from "libphonenumber-js/min"', "browser");
  console.log(`libphonenumber-js/min, parsing alone: ${compressed(phone).toLocaleString("en")} bytes`);
  const sdk = await bundle('export * from "klaviyo-api"', "node");
  console.log(`klaviyo-api: ${sdk.length.toLocaleString("en")} bytes, not compressed`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv.includes("--peers")) await peers();
  process.exitCode = (await report()) ? 0 : 1;
}
