// The cases of the boundary in real engines: the built package in a page under a strict content security policy.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { cases } from "../boundary/suite.mjs";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

const CSP = "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; default-src 'self'";

const root = new URL("../../", import.meta.url);
const bytes = (path) => readFileSync(new URL(path, root));
const folder = (path) =>
  readdirSync(new URL(path, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(root.pathname, ""));

/** Runs in the page. The results wait there as plain data. */
const script = (entry) => `
  import * as api from "/dist/${entry}";
  import { assert, cases } from "/tests/boundary/suite.mjs";
  const messages = [];
  try {
    await api.init();
    for (const { run } of cases) {
      try {
        await run(api, assert);
        messages.push("");
      } catch (error) {
        messages.push(error?.name + ": " + error?.message);
      }
    }
    window.results = { messages };
  } catch (error) {
    window.results = { failed: error?.code + ": " + error?.message };
  }
`;

const site = {
  "/web.html": '<!doctype html><title>web</title><script type="module" src="/web.mjs"></script>',
  "/inline.html": '<!doctype html><title>inline</title><script type="module" src="/inline.mjs"></script>',
  "/web.mjs": script("web.js"),
  "/inline.mjs": script("inline.js"),
};

function pages() {
  const files = [
    ...folder("dist").filter((path) => path.endsWith(".js")),
    ...folder("tests/boundary"),
    "dist/core.wasm",
  ];
  return { ...site, ...Object.fromEntries(files.map((path) => [`/${path}`, bytes(path)])) };
}

for (const engine of engines) {
  describe(`the boundary in ${engine}`, { timeout: 240_000 }, () => {
    let browser;
    let server;
    before(async () => {
      server = await serve(pages(), { headers: { "content-security-policy": CSP } });
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    for (const entry of ["web", "inline"]) {
      test(`from ${entry}.js`, async (t) => {
        await browser.goto(`${server.url}/${entry}.html`);
        const results = await browser.until(() => window.results, {
          timeout: 90_000,
          message: "the cases to end",
        });
        assert.equal(results.failed, undefined);
        assert.equal(results.messages.length, cases.length);
        for (const [index, { name }] of cases.entries()) {
          await t.test(name, () => assert.equal(results.messages[index], ""));
        }
        // The guide's example has an old revision, which is told once.
        const complaints = (await browser.console()).filter(
          ({ text }) => !/revision 2024-02-15 .*retired/.test(text),
        );
        assert.deepEqual(complaints, []);
      });
    }
  });
}
