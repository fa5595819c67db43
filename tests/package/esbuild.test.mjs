import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { host, inBrowsers, settled, subscribes, subscribesWithoutWasm } from "./page.mjs";
import { emulate, files, install, tool } from "./tarball.mjs";

const project = await install("esbuild");
const plain = await install("vite");
const element = await install("element");

/** Bundles a project's page into a folder of its own. */
async function bundle(place, out, ...flags) {
  await tool(
    place,
    "esbuild",
    "main.js",
    "--bundle",
    "--format=esm",
    "--minify",
    `--outdir=${out}`,
    ...flags,
  );
  await cp(join(place, "index.html"), join(place, out, "index.html"));
  return files(join(place, out));
}

inBrowsers((browser) => {
  test("an esbuild bundle that imports the module's address: one module", async (t) => {
    const paths = await bundle(project, "out", "--loader:.wasm=file");
    assert.deepEqual(
      paths.map((path) => path.replace(/-\w+\.wasm$/, "-HASH.wasm")),
      ["core-HASH.wasm", "index.html", "main.js"],
    );
    const emulator = await emulate(t, project);
    const site = await host(t, emulator, join(project, "out"));
    await subscribes(browser(), emulator, site.url);
  });

  test("an esbuild bundle with `--splitting`, where WebAssembly is forbidden: a script of its own", async (t) => {
    const paths = await bundle(project, "split", "--loader:.wasm=file", "--splitting");
    assert.equal(paths.filter((path) => path.startsWith("plain-")).length, 1, paths.join());
    const emulator = await emulate(t, project);
    await subscribesWithoutWasm(t, browser(), emulator, join(project, "split"));
  });

  // No module knows its own address there.
  test("a classic script reports that it is not a module; with the inline module it needs no address", async (t) => {
    const emulator = await emulate(t, element);
    const site = await host(t, emulator, element);
    const outcomes = {};
    for (const name of ["file", "inline"]) {
      await tool(element, "esbuild", `${name}.js`, "--bundle", "--format=iife", `--outfile=${name}.out.js`);
      await browser().goto(`${site.url}/${name}.html?emulator=${encodeURIComponent(emulator.url)}`);
      outcomes[name] = await browser().until(settled, { timeout: 20_000 });
      await browser().console();
    }
    assert.deepEqual(outcomes, { file: "load_failed", inline: "accepted" });
  });

  // Vite before 8 bundles dependencies in development this way: the script moves, and its module does not.
  test("a bundle under the condition `development` needs no module beside it", async (t) => {
    assert.deepEqual(await bundle(plain, "development", "--conditions=development"), [
      "index.html",
      "main.js",
    ]);
    const emulator = await emulate(t, plain);
    const site = await host(t, emulator, join(plain, "development"));
    await subscribes(browser(), emulator, site.url);
  });
});
