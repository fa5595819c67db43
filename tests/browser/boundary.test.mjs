// The cases of the boundary in real engines: the built package in a page under a strict content security policy.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { cases } from "../boundary/suite.mjs";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

const STRICT = "require-trusted-types-for 'script'; default-src 'self'";
const CSP = `script-src 'self' 'wasm-unsafe-eval'; ${STRICT}`;
const FORBIDDEN = `script-src 'self'; ${STRICT}`;

const root = new URL("../../", import.meta.url);
const bytes = (path) => readFileSync(new URL(path, root));
const folder = (path) =>
  readdirSync(new URL(path, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(root.pathname, ""));

/** Runs in the page. The results wait there as plain data. */
const script = (entry, before = "") => `
  ${before}
  import * as api from "/dist/${entry}";
  import { assert, cases } from "/tests/boundary/suite.mjs";
  const messages = [];
  try {
    await api.init();
    // Of what is in no core: the block's module has no other form.
    const forbidden = location.search === "?forbidden";
    for (const { name, run } of cases) {
      try {
        if (!(forbidden && name.startsWith("blocks: filterBlock"))) await run(api, assert);
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

const page = (name) =>
  `<!doctype html><title>${name}</title><script type="module" src="/${name}.mjs"></script>`;

const site = {
  "/web.html": page("web"),
  "/inline.html": page("inline"),
  "/compat.html": page("compat"),
  "/web.mjs": script("web.js"),
  "/inline.mjs": script("inline.js"),
  "/compat.mjs": script("web.js", 'import "/dist/compat.js";'),
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
    let allowed;
    let forbidden;
    before(async () => {
      const under = (policy) => serve(pages(), { headers: { "content-security-policy": policy } });
      [allowed, forbidden] = await Promise.all([under(CSP), under(FORBIDDEN)]);
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await Promise.all([allowed?.close(), forbidden?.close()]);
    });

    /** Runs all cases. The only expected console message is for the old revision in the guide's example. */
    async function passes(t, url, may) {
      await browser.goto(url);
      const results = await browser.until(() => window.results, {
        timeout: 90_000,
        message: "the cases to end",
      });
      assert.equal(results.failed, undefined);
      assert.equal(results.messages.length, cases.length);
      for (const [index, { name }] of cases.entries()) {
        await t.test(name, () => assert.equal(results.messages[index], ""));
      }
      const complaints = (await browser.console()).filter(
        ({ text }) => !/revision 2024-02-15 .*retired/.test(text) && !may?.test(text),
      );
      assert.deepEqual(complaints, []);
    }

    for (const entry of ["web", "inline"]) {
      test(`from ${entry}.js`, (t) => passes(t, `${allowed.url}/${entry}.html`));

      test(`from ${entry}.js where WebAssembly is forbidden`, async (t) => {
        // The check for WebAssembly causes the browser's report.
        await passes(t, `${forbidden.url}/${entry}.html?forbidden`, /wasm|WebAssembly|script-src/i);
        assert.equal(await browser.run(fetched, "core.wasm"), false);
        assert.equal(await browser.run(fetched, "/plain.js"), true);
      });
    }

    test("from compat.js, which never uses WebAssembly", async (t) => {
      await passes(t, `${forbidden.url}/compat.html?forbidden`);
    });

    test("where it is allowed, the script for the others is not fetched", async () => {
      await browser.goto(`${allowed.url}/web.html`);
      await browser.until(() => window.results, { timeout: 90_000 });
      assert.equal(await browser.run(fetched, "core.wasm"), true);
      assert.equal(await browser.run(fetched, "/plain.js"), false);
    });
  });
}

/** Runs in the page: whether a file of such a name was fetched. */
function fetched(part) {
  return performance.getEntriesByType("resource").some(({ name }) => name.includes(part));
}
