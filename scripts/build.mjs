/**
 * Writes `dist/`: what the package ships. It assumes that `scripts/setup.mjs` has run.
 *
 *     node scripts/build.mjs [--if-needed]
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exitOn, root, run } from "./lib/run.mjs";

const dist = join(root, "dist");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const at = (...path) => join(root, ...path);

/** The modules that are files of the package, beside `core.wasm`. */
const FEEDS = ["feed", "feed-scalar", "feed-check", "feed-xml", "feed-xml-scalar", "feed-xml-check"];

/** Everything, from the Rust crate to the declarations. */
export async function build() {
  // Loaded here, since a fresh clone does not have what it needs when this file is imported.
  const { buildWasm } = await import("./lib/wasm.mjs");
  const { wasm, glue } = await buildWasm("core");
  const compat = (await buildWasm("compat")).glue;
  const block = (await buildWasm("block")).wasm;
  const feeds = {};
  for (const name of FEEDS) feeds[name] = (await buildWasm(name)).wasm;
  await bundle({ wasm, glue, compat, block, feeds });
}

/** `dist/` from the modules: the paths of `wasm`, `block` and `feeds`, the texts of `glue` and `compat`. */
export async function bundle({ wasm, glue, compat, block, feeds }) {
  const esbuild = await import("esbuild");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  copyFileSync(wasm, join(dist, "core.wasm"));
  for (const name of FEEDS) copyFileSync(feeds[name], join(dist, `${name}.wasm`));
  copyFileSync(at("src/js/block/block.css"), join(dist, "block.css"));
  copyFileSync(at("src/js/element/notify-me.css"), join(dist, "notify-me.css"));

  console.log("bundling the scripts");
  const generated = {
    name: "generated",
    setup({ onResolve, onLoad }) {
      const scripts = { "#glue": glue, "#compat": compat };
      onResolve({ filter: /^#(glue|compat)$/ }, ({ path }) => ({ path, namespace: "glue" }));
      onLoad({ filter: /.*/, namespace: "glue" }, ({ path }) => ({ contents: scripts[path], loader: "js" }));
      onResolve({ filter: /^#core\.wasm$/ }, () => ({ path: wasm }));
      onResolve({ filter: /^#block\.wasm$/ }, () => ({ path: block }));
      // An entry that another one exports stays a file of its own.
      onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, ({ path, importer }) =>
        importer.startsWith(at("src/js/entry/"))
          ? { path: path.replace(/ts$/, "js"), external: true }
          : undefined,
      );
      onResolve({ filter: /^#feed.*\.wasm$/ }, ({ path }) => ({ path: feeds[path.slice(1, -5)] }));
    },
  };
  const common = {
    bundle: true,
    format: "esm",
    outdir: dist,
    logLevel: "warning",
    legalComments: "none",
    // "sideEffects" in package.json speaks of dist/, not of the sources.
    ignoreAnnotations: true,
    loader: { ".wasm": "base64" },
    plugins: [generated],
  };
  const pages = {
    ...common,
    splitting: true,
    minify: true,
    target: ["es2022", "chrome102", "firefox102", "safari16.4"],
    // Beside the entries: an address relative to a script must not change with the file that it ends up in.
    chunkNames: "[name]-[hash]",
  };
  await esbuild.build({
    ...pages,
    entryPoints: Object.fromEntries(
      ["web", "inline", "filter", "subscribe", "subscribe-inline", "compat", "feed", "feed-inline"]
        .map((name) => [name, at("src/js/entry", `${name}.ts`)])
        .concat([
          ["migrate", at("src/js/migrate/index.ts")],
          ["element", at("src/js/element/index.ts")],
          ["element-define", at("src/js/element/define.ts")],
          ["block", at("src/js/block/index.ts")],
          ["block-define", at("src/js/block/define.ts")],
          ...languages(),
        ]),
    ),
  });
  // On its own, so that each of its parts is one file: a page without a bundler fetches them one by one.
  const tag = [["notify-me", at("src/js/entry/notify-me.ts")], ...languages()];
  await esbuild.build({ ...pages, entryPoints: Object.fromEntries(tag) });
  makeClassic(join(dist, "notify-me.js"));
  await esbuild.build({
    ...common,
    entryPoints: { emulator: at("src/js/emulator/index.ts"), cli: at("src/js/cli/index.ts") },
    platform: "node",
    target: "node20",
  });
  addShebang(join(dist, "cli.js"));
  await declarations();
  const { manifestOf } = await import("./lib/manifest.mjs");
  writeFileSync(join(dist, "custom-elements.json"), `${JSON.stringify(await manifestOf(dist), null, 2)}\n`);
  // For `import "back-in-stock/block.css"`, which a strict compiler looks up too.
  for (const name of ["block-css", "notify-me-css", "notify-me-script"])
    writeFileSync(join(dist, `types/${name}.d.ts`), "export {};\n");
  writeFileSync(
    join(dist, "types/core-wasm.d.ts"),
    "/** The address of the module, as the bundler gives it. */\ndeclare const url: string;\nexport default url;\n",
  );
}

/** The languages are files of their own names: a page that loads one has its address in the first script. */
function languages() {
  const names = readdirSync(at("src/js/element/words")).filter(
    (name) => /^[a-z]{2}\.ts$/.test(name) && name !== "en.ts",
  );
  return names.map((name) => [`words-${name.slice(0, 2)}`, at("src/js/element/words", name)]);
}

/** A module that imports and exports nothing is a script, if its names are its own. */
function makeClassic(path) {
  const script = readFileSync(path, "utf8");
  if (/^(import|export)\b(?!\()|[;}](import|export)[{*" ]/.test(script))
    throw new Error(`${path} is no classic script`);
  writeFileSync(path, `(()=>{${script.trim()}})();\n`);
}

function addShebang(path) {
  const script = readFileSync(path, "utf8");
  if (!script.startsWith("#!")) writeFileSync(path, `#!/usr/bin/env node\n${script}`);
  chmodSync(path, 0o755);
}

/** Declarations, for pages and for Node, with the endings that consumers resolve. */
async function declarations() {
  const flags = [
    "--noEmit",
    "false",
    "--declaration",
    "--emitDeclarationOnly",
    "--stripInternal",
    "--rootDir",
    at("src/js"),
    "--outDir",
    join(dist, "types"),
  ];
  for (const project of ["tsconfig.json", "tsconfig.node.json"]) {
    await run(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", project, ...flags], {
      label: `declaring types (${project})`,
    });
  }
  // Written by hand: each needs its framework's own declarations, which this project need not have.
  cpSync(at("src/js/frameworks"), join(dist, "types/frameworks"), { recursive: true });
  const reached = new Set(
    Object.values(manifest.exports)
      .flatMap((leaf) =>
        typeof leaf === "string" ? [] : (leaf.types ?? Object.values(leaf).map(({ types }) => types)),
      )
      .map((path) => at(path)),
  );
  // A set gives what is added while it is walked: so this ends when nothing new is named.
  for (const file of reached) {
    if (!existsSync(file)) continue;
    const text = readFileSync(file, "utf8").replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"');
    writeFileSync(file, text);
    for (const [, path] of text.matchAll(/(?:from |import\()"(\.[^"]*)\.js"/g))
      reached.add(join(dirname(file), `${path}.d.ts`));
  }
  // Inner ones would be noise, and some name what a consumer does not have.
  for (const file of files(join(dist, "types"))) if (!reached.has(file)) rmSync(file);
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Whether `dist/` is older than anything that it is made of. */
export function isStale() {
  const stamp = join(dist, "types/core-wasm.d.ts");
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const sources = [
    "Cargo.toml",
    "Cargo.lock",
    "package.json",
    "package-lock.json",
    "scripts/build.mjs",
    "scripts/lib/wasm.mjs",
    "scripts/lib/plain.mjs",
    "scripts/lib/manifest.mjs",
  ].map((path) => at(path));
  return [...sources, ...files(at("src"))].some((path) => statSync(path).mtimeMs > built);
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
