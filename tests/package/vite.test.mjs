import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createServer } from "vite";
import { host, inBrowsers, subscribes, subscribesWithoutWasm } from "./page.mjs";
import { emulate, files, install, tool } from "./tarball.mjs";

const vite = await install("vite");
const inline = await install("inline");

/** Builds without any configuration; returns the output's files. */
async function build(project) {
  await tool(project, "vite", "build", "--logLevel", "warn");
  return files(join(project, "dist"));
}

const wasm = (paths) => paths.filter((path) => path.endsWith(".wasm"));

inBrowsers((browser) => {
  test("a Vite build: one module, under the strict policy", async (t) => {
    assert.equal(wasm(await build(vite)).length, 1);
    const emulator = await emulate(t, vite);
    const site = await host(t, emulator, join(vite, "dist"));
    await subscribes(browser(), emulator, site.url);
  });

  for (const [name, project] of Object.entries({ "back-in-stock": vite, "back-in-stock/inline": inline })) {
    test(`a Vite build of ${name}, where WebAssembly is forbidden: a script of its own`, async (t) => {
      const paths = await build(project);
      assert.equal(paths.filter((path) => /\/plain-[^/]*\.js$/.test(path)).length, 1, paths.join());
      const emulator = await emulate(t, project);
      await subscribesWithoutWasm(t, browser(), emulator, join(project, "dist"));
    });
  }

  test("Vite's development server, without configuration", async (t) => {
    const server = await createServer({
      root: vite,
      configFile: false,
      logLevel: "warn",
      server: { host: "127.0.0.1", port: 0 },
    });
    t.after(() => server.close());
    await server.listen();
    const emulator = await emulate(t, vite);
    await subscribes(browser(), emulator, server.resolvedUrls.local[0].replace(/\/$/, ""));
    assert.ok((await files(join(vite, "node_modules/.vite"))).includes("deps/back-in-stock.js"));
  });

  test("a Vite build of the inline entry: no module beside the script", async (t) => {
    assert.deepEqual(wasm(await build(inline)), []);
    const emulator = await emulate(t, inline);
    const site = await host(t, emulator, join(inline, "dist"));
    await subscribes(browser(), emulator, site.url);
  });
});

test("a Vite build that needs the error class alone", async () => {
  await writeFile(
    join(vite, "main.js"),
    'import { BackInStockError } from "back-in-stock";\nglobalThis.outcome = BackInStockError.name;\n',
  );
  const paths = await build(vite);
  const scripts = paths.filter((path) => path.endsWith(".js"));
  assert.deepEqual([scripts.length, wasm(paths).length], [1, 1]);
  const script = await readFile(join(vite, "dist", scripts[0]));
  assert.ok(script.length < 4096, `${script.length} bytes`);
});
