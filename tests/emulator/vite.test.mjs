// The Vite plugin, in Vite's own development server.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer as createNetServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, createServer, preview } from "vite";
import { emulator as plugin } from "../../dist/emulator-vite.js";
import { ann, feed, paths, post } from "./helpers.mjs";

const page = "console.log(import.meta.env.VITE_BACK_IN_STOCK_ENDPOINT);\n";

async function project(t, config) {
  const root = await mkdtemp(join(tmpdir(), "back-in-stock-vite-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  await writeFile(join(root, "index.html"), '<!doctype html><script type="module" src="/main.js"></script>');
  await writeFile(join(root, "main.js"), page);
  if (config) await writeFile(join(root, "vite.config.mjs"), config);
  return root;
}

const quiet = { configFile: false, logLevel: "silent" };
const server = { host: "127.0.0.1", port: 0 };

async function freePort() {
  const probe = createNetServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

test("a page of the development server knows the emulator, which stops with the server", async (t) => {
  const mine = plugin({ feed, companyId: "XYZ789" });
  const printed = [];
  const customLogger = {
    info: (text) => printed.push(text),
    warn() {},
    warnOnce() {},
    error() {},
    clearScreen() {},
  };
  const dev = await createServer({ ...quiet, root: await project(t), server, plugins: [mine], customLogger });
  t.after(() => dev.close());
  await dev.listen();
  dev.printUrls();
  const { url } = mine.api.emulator;
  const script = await (await fetch(new URL("/main.js", dev.resolvedUrls.local[0]))).text();
  assert.ok(script.includes(JSON.stringify(url)), script);
  assert.ok(
    printed.some((text) => text.includes(`Emulator: ${url}/`)),
    printed.join("\n"),
  );
  const { status } = await post({ url }, paths.client, ann, { query: "?company_id=XYZ789" });
  assert.equal(status, 202);
  assert.equal(mine.api.emulator.state().events.length, 1);
  await dev.close();
  await assert.rejects(fetch(url));
});

test("works in middleware mode", async (t) => {
  const mine = plugin();
  const dev = await createServer({
    ...quiet,
    root: await project(t),
    server: { middlewareMode: true },
    plugins: [mine],
  });
  const { url } = mine.api.emulator;
  assert.equal((await fetch(`${url}/emulator/summary`)).status, 200);
  await dev.close();
  await assert.rejects(fetch(url));
});

test("a restarted server has its emulator on the same port", async (t) => {
  const port = await freePort();
  const config = `import { emulator } from "back-in-stock/emulator/vite";\nexport default { plugins: [emulator({ port: ${port} })] };\n`;
  const root = await project(t, config);
  await mkdir(join(root, "node_modules"));
  await symlink(fileURLToPath(new URL("../..", import.meta.url)), join(root, "node_modules/back-in-stock"));
  const dev = await createServer({ root, logLevel: "silent", server });
  t.after(() => dev.close());
  await dev.listen();
  const summary = async () => (await fetch(`http://127.0.0.1:${port}/emulator/summary`)).json();
  await post({ url: `http://127.0.0.1:${port}` }, "/other", {});
  assert.equal((await summary()).counts.requests, 1);
  await dev.restart();
  assert.equal((await summary()).counts.requests, 0, "it is a new emulator");
  await dev.close();
  await assert.rejects(summary());
});

test("a build and its preview have no emulator", async (t) => {
  const mine = plugin();
  const root = await project(t);
  const { output } = await build({ ...quiet, root, plugins: [mine] });
  const scripts = output.filter(({ type }) => type === "chunk").map(({ code }) => code);
  assert.ok(!scripts.join().includes("127.0.0.1"), scripts.join());
  const shown = await preview({ ...quiet, root, plugins: [mine], preview: server });
  t.after(() => shown.close());
  assert.equal(mine.api.emulator, undefined);
});

test("reports invalid options", async (t) => {
  const root = await project(t);
  const plugins = [plugin({ feed: "/no/such.json" })];
  await assert.rejects(createServer({ ...quiet, root, server, plugins }), { code: "invalid_feed" });
});
