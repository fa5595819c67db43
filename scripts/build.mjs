/**
 * Writes `dist/`: what the package ships. It assumes that `scripts/setup.mjs` has run.
 *
 *     node scripts/build.mjs [--if-needed]
 */
import {
  chmodSync,
  copyFileSync,
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
  // Loaded here, since a fresh clone has neither when this file is imported.
  const [{ buildWasm }, { licenses }, esbuild] = await Promise.all([
    import("./lib/wasm.mjs"),
    import("./lib/licenses.mjs"),
    import("esbuild"),
  ]);
  const { wasm } = await buildWasm("core");
  const { script } = await buildWasm("compat");
  const block = (await buildWasm("block")).wasm;
  const feeds = {};
  for (const name of FEEDS) feeds[name] = (await buildWasm(name)).wasm;
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  copyFileSync(wasm, join(dist, "core.wasm"));
  for (const name of FEEDS) copyFileSync(feeds[name], join(dist, `${name}.wasm`));
  copyFileSync(at("src/js/block/block.css"), join(dist, "block.css"));

  console.log("bundling the scripts");
  const generated = {
    name: "generated",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#compat$/ }, ({ path }) => ({ path, namespace: "generated" }));
      onLoad({ filter: /.*/, namespace: "generated" }, () => ({ contents: script, loader: "js" }));
      onLoad({ filter: /idb[\\/]build[\\/]index\.js$/ }, ({ path }) => ({
        contents: withoutExtras(readFileSync(path, "utf8")),
      }));
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
    metafile: true,
    format: "esm",
    outdir: dist,
    logLevel: "warning",
    legalComments: "none",
    // "sideEffects" in package.json speaks of dist/, not of the sources.
    ignoreAnnotations: true,
    loader: { ".wasm": "base64" },
    plugins: [generated],
  };
  const forPages = await esbuild.build({
    ...common,
    entryPoints: Object.fromEntries(
      ["web", "inline", "filter", "subscribe", "subscribe-inline", "compat", "feed", "feed-inline"]
        .map((name) => [name, at("src/js/entry", `${name}.ts`)])
        .concat([
          ["element", at("src/js/entry/element.ts")],
          ["element-define", at("src/js/element/define.ts")],
          ["block", at("src/js/block/index.ts")],
          ["block-define", at("src/js/block/define.ts")],
        ]),
    ),
    splitting: true,
    minify: true,
    target: ["es2022", "chrome102", "firefox102", "safari16.4"],
    // Beside the entries: an address relative to a script must not change with the file that it ends up in.
    chunkNames: "[name]-[hash]",
  });
  const forNode = await esbuild.build({
    ...common,
    entryPoints: { emulator: at("src/js/emulator/index.ts"), cli: at("src/js/cli/index.ts") },
    platform: "node",
    target: "node20",
  });
  const outputs = [forPages, forNode].flatMap(({ metafile }) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.keys(output.inputs));
  writeFileSync(join(dist, "LICENSES.txt"), await licenses(inputs));
  addShebang(join(dist, "cli.js"));
  await declarations();
  // For `import "back-in-stock/block.css"`, which a strict compiler looks up too.
  writeFileSync(join(dist, "types/block-css.d.ts"), "export {};\n");
  writeFileSync(
    join(dist, "types/core-wasm.d.ts"),
    "/** The address of the module, as the bundler gives it. */\ndeclare const url: string;\nexport default url;\n",
  );
}

/** `idb` without what it adds to databases and cursors, which no bundler could tell to be unused. */
function withoutExtras(script) {
  const core = script.replace(/^replaceTraps\([\s\S]*?^}\)\);$/gm, "");
  if (core.includes("replaceTraps((")) throw new Error("idb has changed its shape");
  return core;
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
    "scripts/lib/licenses.mjs",
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
