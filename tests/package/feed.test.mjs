import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createServer } from "vite";
import { host, inBrowsers, settled } from "./page.mjs";
import { files, install, node, tool } from "./tarball.mjs";

const project = await install("feed");
const inline = await install("feed-inline");
const EXPECTED = [
  [25, 25, 25],
  [25, 25, 25],
];
const nobody = { url: "" };

async function reads(browser, url) {
  await browser.goto(`${url}/`);
  assert.deepEqual(await browser.until(settled, { timeout: 20_000 }), EXPECTED);
  const complaints = (await browser.console()).filter(({ text }) => !text.includes("/favicon.ico"));
  assert.deepEqual(complaints, []);
}

inBrowsers((browser) => {
  test("feeds in a Vite build: each module once, under the strict policy", async (t) => {
    await tool(project, "vite", "build", "--logLevel", "warn");
    const modules = (await files(join(project, "dist"))).filter((path) => path.endsWith(".wasm"));
    assert.equal(modules.length, 6);
    const site = await host(t, nobody, join(project, "dist"));
    await reads(browser(), site.url);
  });

  test("feeds in Vite's development server", async (t) => {
    const server = await createServer({
      root: project,
      configFile: false,
      logLevel: "warn",
      server: { host: "127.0.0.1", port: 0 },
    });
    t.after(() => server.close());
    await server.listen();
    await reads(browser(), server.resolvedUrls.local[0].replace(/\/$/, ""));
  });

  test("feeds in an esbuild bundle of the inline entry: no module beside it", async (t) => {
    const flags = ["--bundle", "--format=esm", "--splitting", "--minify", "--outdir=out"];
    await tool(inline, "esbuild", "main.js", "index.html", ...flags, "--loader:.html=copy");
    assert.deepEqual(
      (await files(join(inline, "out"))).filter((path) => path.endsWith(".wasm")),
      [],
    );
    const site = await host(t, nobody, join(inline, "out"));
    await reads(browser(), site.url);
  });
});

test("feeds in Node", async () => {
  const said = await node(
    project,
    "--input-type=module",
    "-e",
    'await import("./main.js"); console.log(JSON.stringify(await outcome))',
  );
  assert.deepEqual(JSON.parse(said), EXPECTED);
});
