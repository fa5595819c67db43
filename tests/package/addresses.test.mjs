// Bundlers drop files that package.json declares free of side effects. The remaining scripts must locate their modules.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { build as bundleWithEsbuild } from "esbuild";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { install, node } from "./tarball.mjs";

const project = await install("node");
const folder = join(project, "node_modules/back-in-stock");
const { exports, sideEffects } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

const fileOf = (path) => ({ id: join(folder, path), moduleSideEffects: sideEffects.includes(path) });

/** Resolves the package as Rollup's plugin for packages does, with the side effects that package.json lists. */
const packages = {
  name: "packages",
  resolveId(name, importer) {
    const entry = exports[name.replace(/^back-in-stock/, ".")]?.default;
    if (entry && !importer.startsWith(folder)) return fileOf(entry.default ?? entry);
    return importer?.startsWith(folder) ? fileOf(`./dist/${name.replace("./", "")}`) : null;
  },
};

/** Each bundles a text for a page, into a folder. */
const bundlers = {
  async esbuild(contents, outdir) {
    const stdin = { contents, resolveDir: project, sourcefile: "main.js" };
    const options = { bundle: true, splitting: true, minify: true, format: "esm", conditions: [] };
    await bundleWithEsbuild({ ...options, stdin, outdir, entryNames: "main", logLevel: "error" });
  },
  rolldown: (contents, dir) => roll(rolldown, { cwd: project, platform: "browser" }, contents, dir),
  rollup: (contents, dir) => roll(rollup, { plugins: [packages] }, contents, dir),
};

async function roll(start, options, contents, dir) {
  const input = join(project, "input.js");
  await writeFile(input, contents);
  const bundle = await start({ ...options, input });
  await bundle.write({ dir, entryFileNames: "main.js" });
  await bundle.close();
}

/** Prints which addresses a bundle fetches. A page would fetch by them; Node has no `fetch` for files. */
const prelude = (name) => `
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(String(url).replace(/^.*\\//, ""));
    return new Response(null, { status: 404 });
  };
  const answer = await import("./${name}/main.js").then(({ outcome }) => outcome);
  console.log(JSON.stringify({ asked, answer }));
`;

const said = ".then(() => 'done', ({ code }) => code)";
const cases = {
  "the client": {
    code: `import { BackInStock } from "back-in-stock";
      export const outcome = new BackInStock({ companyId: "ABC123" })
        .subscribe({ variant: "a", profile: { id: "b" } })${said};`,
    expected: { asked: ["core.wasm"], answer: "load_failed" },
  },
  init: {
    code: `import { init } from "back-in-stock"; export const outcome = init()${said};`,
    expected: { asked: ["core.wasm"], answer: "load_failed" },
  },
  "the inline client": {
    code: `import { BackInStock } from "back-in-stock/inline";
      export const outcome = new BackInStock({ companyId: "ABC123" })
        .subscribe({ variant: "a", profile: {} })${said};`,
    expected: { asked: [], answer: "missing_identifier" },
  },
  "inline init": {
    code: `import { init } from "back-in-stock/inline"; export const outcome = init()${said};`,
    expected: { asked: [], answer: "done" },
  },
  "init, where the inline client was used first": {
    code: `import { init } from "back-in-stock";
      import { BackInStock } from "back-in-stock/inline";
      new BackInStock({ companyId: "ABC123" });
      export const outcome = init()${said};`,
    expected: { asked: [], answer: "done" },
  },
  "the feed": {
    code: `import { scanFeed } from "back-in-stock/feed"; export const outcome = scanFeed("[]").next()${said};`,
    expected: { asked: ["feed.wasm"], answer: "load_failed" },
  },
  "the inline feed": {
    code: `import { checkFeed } from "back-in-stock/feed/inline"; export const outcome = checkFeed("<Products/>")${said};`,
    expected: { asked: [], answer: "done" },
  },
  "the inline feed's errors": {
    code: `import { scanFeed } from "back-in-stock/feed/inline";
      import { BackInStockError } from "back-in-stock";
      export const outcome = scanFeed("[{]").next().catch((error) => error instanceof BackInStockError);`,
    expected: { asked: [], answer: true },
  },
};

for (const [bundler, bundle] of Object.entries(bundlers)) {
  for (const [name, { code, expected }] of Object.entries(cases)) {
    test(`${bundler}: ${name}`, async () => {
      const out = `${bundler}-${name.replace(/\W+/g, "-")}`;
      await bundle(code, join(project, out));
      await writeFile(join(project, "run.mjs"), prelude(out));
      assert.deepEqual(JSON.parse(await node(project, "run.mjs")), expected);
    });
  }
}
