/**
 * Prints what a page loads for each use, compressed as a good server does (brotli 11), and compares it with
 * `tests/size/budget.json`. With `--peers` it also bundles and minifies what README compares with.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { root } from "./lib/run.mjs";

const dist = join(root, "dist");
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

export const compressed = (bytes) => brotliCompressSync(bytes, options).length;

/** A script and everything that it imports at once; what it imports later is a load of its own. */
function scripts(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, "utf8");
  for (const [, from] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
    scripts(join(dirname(path), from), seen);
  return seen;
}

/** Each use with its files and bytes. */
export function measure() {
  const budget = JSON.parse(readFileSync(join(root, "tests/size/budget.json"), "utf8"));
  return Object.entries(budget).map(([use, { bytes: most, entry, with: more = [] }]) => {
    const files = [...scripts(join(dist, entry)), ...more.map((name) => join(dist, name))];
    const parts = files.map((path) => ({
      path: path.slice(dist.length + 1),
      bytes: compressed(readFileSync(path)),
    }));
    return { use, most, parts, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
  });
}

/** Prints the table; `false` if a budget is exceeded. */
export async function report() {
  const uses = measure();
  for (const { use, most, parts, bytes } of uses) {
    console.log(`${use}: ${bytes.toLocaleString("en")} bytes of at most ${most.toLocaleString("en")}`);
    for (const part of parts) console.log(`  ${String(part.bytes).padStart(6)}  ${part.path}`);
  }
  return uses.every(({ bytes, most }) => bytes <= most);
}

/** The yardsticks: parsing alone of the phone-number library, and the official SDK, which only Node can load. */
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
