// Pages of a platform's theme with one adapter, and a substitute for the element that records its selections.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { engines, open } from "../driver.mjs";
import { serve } from "../static-server.mjs";

const source = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Runs in the page. */
const HOST = `
import { follow, readShopifyVariant } from "/adapter.js";
window.told = [];
customElements.define("notify-me", class extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const onSelect = (next) => {
      this.choice = next;
      window.told.push(next && JSON.parse(JSON.stringify({ ...next, at: this.id || undefined })));
    };
    this.variant = () => (this.choice === null ? "" : (this.choice?.variant ?? this.getAttribute("variant") ?? ""));
    this.diagnose = follow({
      element: this,
      isAlone: true,
      hasChoice: this.choice !== undefined,
      formId: this.getAttribute("for") ?? undefined,
      rowIds: () => (this.getAttribute("rows") ?? "").match(/\\S+/g) ?? [],
      variant: this.variant,
      readShopifyVariant,
      onSelect,
      signal: this.ending.signal,
    });
  }
  disconnectedCallback() { this.ending.abort(); }
});
window.hosts = true;`;

/** A page of a theme. The adapter comes last, as a module does, or as late as \`window.start()\` where it is \`late\`. */
export const page = (body, { scripts = [], late = false } = {}) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>theme</title><link rel="icon" href="data:,">
<main>${body}</main>
${scripts.map((path) => `<script src="${path}"${path === "/alpine.js" ? " defer" : ""}></script>`).join("")}
<script type="module">${late ? `window.start = () => import("/host.js")` : `import "/host.js"`};</script></html>`;

/**
 * Defines tests for each engine. `pages` are served by path, beside the scripts of \`themes/\`, jQuery, and what
 * `answer(request, response)` answers with something truthy.
 */
export function inThemes(platform, pages, define, answer) {
  for (const engine of engines) {
    describe(`${platform} in ${engine}`, { timeout: 120_000 }, () => {
      let browser;
      let site;
      before(async () => {
        const bundled = await build({
          stdin: {
            contents: `export { follow } from "./${platform}.ts"; export * from "../../../src/js/shared/shopify-variant.ts";`,
            resolveDir: source("../../../elements/notify-me/adapters"),
          },
          bundle: true,
          format: "esm",
          write: false,
        });
        const files = {
          "/adapter.js": bundled.outputFiles[0].contents,
          "/host.js": HOST,
          "/jquery.js": readFileSync(source("../../../node_modules/jquery/dist/jquery.min.js")),
          "/alpine.js": readFileSync(source("../../../node_modules/alpinejs/dist/cdn.min.js")),
          "/theme.js": readFileSync(source(`themes/${platform}.js`)),
          "/hyva.js": readFileSync(source("themes/hyva.js")),
          ...pages,
        };
        site = await serve(async (request, response) => {
          if (await answer?.(request, response)) return;
          const path = request.url.split("?")[0];
          const found = files[path];
          const type = path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
          response.writeHead(found ? 200 : 404, { "content-type": type }).end(found ?? "");
        });
        browser = await open(engine);
      });
      after(async () => {
        await browser?.close();
        await site?.close();
      });

      const theme = {
        engine,
        browser: () => browser,
        /** Opens a page and waits for the adapter. */
        open: async (path, { late = false } = {}) => {
          await browser.goto(`${site.url}${path}`);
          if (!late) await browser.until(() => window.hosts);
        },
        run: (script, ...values) => browser.run(script, ...values),
        /** Sets the markup of what a selector finds, as a theme does that renders it again. */
        render: (css, html) =>
          browser.run(
            (one, markup) => {
              document.querySelector(one).innerHTML = markup;
            },
            css,
            html,
          ),
        /** The variant that an element is about. */
        variant: (css = "notify-me") => browser.run((one) => document.querySelector(one).variant(), css),
        /** What keeps an adapter from following. */
        problem: async (css = "notify-me") =>
          (await browser.run((one) => document.querySelector(one).diagnose(), css)) ?? undefined,
        /** All selections reported since the last call, after pending work in the page has finished. */
        told: () =>
          browser.run(async () => {
            await window.quiet?.();
            await new Promise((resolve) => setTimeout(resolve, 20));
            return window.told.splice(0);
          }),
      };
      define(theme);

      test("nothing was complained about", async () => {
        assert.deepEqual(await browser.console(), []);
      });
    });
  }
}
