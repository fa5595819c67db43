import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pages } from "./block.pages.mjs";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

/** In stock, sold out and shown, sold out and hidden, and two without a policy. */
export const CARDS = "A 5 1, B 0 2, C 0 1, D 3, E 0";

const site = (scripts) => {
  const policy = `default-src 'none'; script-src ${scripts}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
  return serve(pages, { headers: { "content-security-policy": policy } });
};

/**
 * Defines tests for each engine, in a page under a strict policy that has the tools of block.pages.mjs. They get `run`,
 * which runs a function there, and functions for the open browser, that site, and one where WebAssembly is forbidden.
 */
export function inBlockPages(name, define) {
  for (const engine of engines) {
    describe(`${name} in ${engine}`, { timeout: 180_000 }, () => {
      let browser;
      let allowed;
      let blocked;
      before(async () => {
        [allowed, blocked] = await Promise.all([site("'self' 'wasm-unsafe-eval'"), site("'self'")]);
        browser = await open(engine);
        await browser.goto(allowed.url);
        await browser.until(() => Boolean(window.block));
      });
      after(async () => {
        await browser?.close();
        await Promise.all([allowed?.close(), blocked?.close()]);
      });
      define({
        engine,
        run: (script, ...values) => browser.run(script, ...values),
        browser: () => browser,
        site: () => allowed,
        blocked: () => blocked,
        /** What blocks have reported in the console since the last call. */
        reported: async () =>
          (await browser.console())
            .map(({ text }) => text)
            .filter((text) => text.includes("<product-block>")),
      });

      test("nothing here broke the policy or was complained about", async () => {
        // Browsers request an icon by themselves, which the policy refuses.
        const complaints = (await browser.console()).filter(({ text }) => !text.includes("/favicon.ico"));
        assert.deepEqual(complaints, []);
      });
    });
  }
}
