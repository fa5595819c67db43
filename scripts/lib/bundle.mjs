// The scripts of `dist/`.
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";
import { dist, root } from "./run.mjs";

const at = (...path) => join(root, ...path);

/** The folder of everything that a page without a bundler needs. */
export const browser = join(dist, "browser");

/**
 * Bundles all scripts, and gives the paths of what they are made of.
 *
 * @param {Record<string, {wasm: string, script: string, fallback: string}>} modules the paths of each module, of the script
 *   that binds it, and of its fallback
 */
export async function bundle(modules) {
  console.log("bundling the scripts");
  const generated = {
    name: "generated",
    setup({ onResolve }) {
      // "#feed.wasm" is the module; "#feed" is the script that binds it.
      onResolve({ filter: /^#[a-z-]+\.wasm$/ }, ({ path }) => ({ path: modules[path.slice(1, -5)].wasm }));
      onResolve({ filter: /^#(core|block|relay|feed(-xml)?(-check)?)$/ }, ({ path }) => ({
        path: modules[path.slice(1)].script,
      }));
      onResolve({ filter: /^#fallback$/ }, () => ({ path: modules.core.fallback }));
      // A module that the platform imports stays a file next to the script.
      onResolve({ filter: /^#relay-module$/ }, () => ({ path: "./relay.wasm", external: true }));
      // The glue imports the package's error class by this name.
      onResolve({ filter: /^#errors$/ }, () => ({ path: at("src/js/shared/errors.ts") }));
      onResolve({ filter: /^#feed-imports$/ }, () => ({ path: at("src/js/feed/wasm-imports.ts") }));
      // An entry that another entry exports stays a separate file, so that pages that only filter do not load the rest.
      onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, ({ path, importer }) =>
        ["web", "inline", "development"].some((name) => importer === at(`src/js/entry/${name}.ts`))
          ? { path: path.replace(/ts$/, "js"), external: true }
          : undefined,
      );
    },
  };
  const common = {
    bundle: true,
    metafile: true,
    format: "esm",
    outdir: dist,
    logLevel: "warning",
    legalComments: "none",
    define: { VERSION: JSON.stringify(JSON.parse(readFileSync(at("package.json"), "utf8")).version) },
    // "sideEffects" in package.json is about dist/, not the sources.
    ignoreAnnotations: true,
    loader: { ".wasm": "base64" },
    plugins: [generated],
    alias: { "#feed-modules": at("src/js/entry/feed-inline.ts") },
  };
  const pages = {
    ...common,
    splitting: true,
    minify: true,
    target: ["es2022", "chrome102", "firefox102", "safari16.4"],
    // The names that wasm-bindgen's glue gives to exports: 120 bytes of the feeds' script.
    mangleProps: /^(__wb|feedreader_)/,
    // Chunks are next to the entries, so that a URL relative to a script works in any of them.
    chunkNames: "[name]-[hash]",
    alias: { "#feed-modules": at("src/js/entry/feed-files.ts") },
  };
  const forPages = await esbuild.build({
    ...pages,
    entryPoints: {
      ...Object.fromEntries(
        ["web", "inline", "development", "filter", "subscribe", "subscribe-inline", "compat"].map((name) => [
          name,
          at("src/js/entry", `${name}.ts`),
        ]),
      ),
      errors: at("src/js/shared/errors.ts"),
      feed: at("src/js/feed/index.ts"),
      migrate: at("elements/migrate/index.ts"),
      element: at("elements/notify-me/index.ts"),
      "element-define": at("elements/notify-me/define.ts"),
      block: at("elements/product-block/index.ts"),
      "block-define": at("elements/product-block/define.ts"),
      ...parts(),
    },
  });
  // The feed entry again, with the modules inlined in scripts. All entries share one error class.
  const sharedErrors = {
    name: "shared-errors",
    setup({ onResolve }) {
      onResolve({ filter: /(\/errors\.ts|^#errors)$/ }, () => ({ path: "./errors.js", external: true }));
    },
  };
  const inlineFeeds = await esbuild.build({
    ...pages,
    entryPoints: { "feed-inline": at("src/js/feed/index.ts") },
    alias: common.alias,
    plugins: [sharedErrors, generated],
  });
  // Servers: not minified, so that an error's stack can be read.
  const relays = await esbuild.build({
    ...common,
    entryPoints: Object.fromEntries(
      ["relay", "relay-workerd"].map((name) => [name, at("src/js/entry", `${name}.ts`)]),
    ),
    target: "es2022",
    plugins: [sharedErrors, generated],
  });
  const bundles = [
    forPages,
    inlineFeeds,
    relays,
    ...(await bundleForBrowser(pages)),
    ...(await bundleForNode(common)),
  ];
  const outputs = bundles.flatMap(({ metafile }) => Object.values(metafile.outputs));
  return outputs.flatMap((output) => Object.keys(output.inputs));
}

/** Bundles the scripts of `dist/browser/`; returns esbuild's results. */
async function bundleForBrowser(pages) {
  const options = { ...pages, outdir: browser };
  const modules = await esbuild.build({
    ...options,
    entryPoints: {
      ...Object.fromEntries(
        ["web", "filter", "subscribe", "compat"].map((name) => [name, at("src/js/entry", `${name}.ts`)]),
      ),
      element: at("elements/notify-me/index.ts"),
      "element-define": at("elements/notify-me/define.ts"),
      block: at("elements/product-block/index.ts"),
      "block-define": at("elements/product-block/define.ts"),
      feed: at("src/js/feed/index.ts"),
      ...parts(),
    },
  });
  // A separate build, so that each part is one file: a page without a bundler fetches them one by one.
  const tag = await esbuild.build({
    ...options,
    entryPoints: { "notify-me": at("elements/notify-me/notify-me.ts"), ...parts() },
  });
  makeClassic(join(browser, "notify-me.js"));
  return [modules, tag];
}

/** Bundles the emulator with its dashboard, and the program; returns esbuild's results. */
async function bundleForNode(common) {
  const programs = await esbuild.build({
    ...common,
    entryPoints: {
      emulator: at("emulator/index.ts"),
      "emulator-vite": at("emulator/vite.ts"),
      cli: at("cli/index.ts"),
    },
    platform: "node",
    target: "node20",
    // With splitting, all entries share one copy of the emulator.
    splitting: true,
    chunkNames: "node-[hash]",
  });
  addShebang(join(dist, "cli.js"));
  const dashboard = join(dist, "dashboard");
  const page = await esbuild.build({
    ...common,
    outdir: dashboard,
    entryPoints: ["main.ts", "dashboard.css"].map((name) => at("emulator/dashboard", name)),
    minify: true,
    target: ["es2022", "chrome102", "firefox102", "safari16.4"],
  });
  for (const name of ["index.html", "icon.svg"])
    copyFileSync(at("emulator/dashboard", name), join(dashboard, name));
  return [programs, page];
}

/**
 * Scripts that others load later, under their own names: the languages, whose addresses are in the first script, and the
 * core as plain JavaScript. What is built of the crate has no hash in its name: else, the checksum of a script would change
 * with the compiler.
 */
function parts() {
  const names = readdirSync(at("elements/notify-me/locales")).filter(
    (name) => /^[a-z]{2}\.ts$/.test(name) && name !== "en.ts",
  );
  const locales = names.map((name) => [`locale-${name.slice(0, 2)}`, at("elements/notify-me/locales", name)]);
  return Object.fromEntries([["plain", at("src/js/wasm/fallback.ts")], ...locales]);
}

/** A module that imports and exports nothing is a script, if its names are its own. */
function makeClassic(path) {
  const script = readFileSync(path, "utf8");
  if (/^(import|export)\b(?!\()|[;}](import|export)[{*" ]/.test(script))
    throw new Error(`${path} is not a classic script`);
  writeFileSync(path, `(()=>{${script.trim()}})();\n`);
}

function addShebang(path) {
  const script = readFileSync(path, "utf8");
  if (!script.startsWith("#!")) writeFileSync(path, `#!/usr/bin/env node\n${script}`);
  chmodSync(path, 0o755);
}
