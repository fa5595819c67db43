import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { engines, open } from "../browser/driver.mjs";
import { serve } from "../browser/static-server.mjs";

/** The strictest policy that the package promises to work under. */
const policy = (emulator, wasm) =>
  [
    "default-src 'none'",
    `script-src 'self' ${wasm ? "'wasm-unsafe-eval'" : ""}`,
    `connect-src 'self' ${emulator.url}`,
    "require-trusted-types-for 'script'",
  ].join("; ");

/**
 * Defines the same tests for each engine; they get a function that returns the open browser.
 *
 * @param {{only?: string[], timeout?: number}} [options] the engines, if not all, and the time for all tests in one
 */
export function inBrowsers(define, { only = engines, timeout = 120_000 } = {}) {
  for (const engine of only) {
    describe(engine, { timeout }, () => {
      let browser;
      before(async () => {
        browser = await open(engine);
      });
      after(() => browser?.close());
      define(() => browser);
    });
  }
}

/** Serves a folder, or what a handler answers, under the strict policy until the test ends; `wasm` allows WebAssembly. */
export async function host(t, emulator, source, { wasm = true } = {}) {
  const site = await serve(source, { headers: { "content-security-policy": policy(emulator, wasm) } });
  t.after(() => site.close());
  return site;
}

/**
 * Opens a project's page, which subscribes, and checks the outcome in the page and in the emulator. `may` matches the
 * console messages that are allowed.
 */
export async function subscribes(browser, emulator, url, may = /\/favicon\.ico/) {
  await browser.goto(`${url}/?emulator=${encodeURIComponent(emulator.url)}`);
  assert.deepEqual(await browser.until(settled, { timeout: 20_000 }), { status: "accepted" });
  // WebKit requests an icon by itself, which the policy blocks.
  const complaints = (await browser.console()).filter(({ text }) => !may.test(text));
  assert.deepEqual(complaints, []);
  const { subscriptions } = emulator.state();
  assert.deepEqual(
    subscriptions.map(({ variant, channels }) => ({ variant, channels })),
    [{ variant: "$custom:::$default:::SKU-1", channels: ["EMAIL"] }],
  );
}

/** The same if WebAssembly is forbidden. The page checks for that, and the browser reports the check. */
export async function subscribesWithoutWasm(t, browser, emulator, source) {
  const site = await host(t, emulator, source, { wasm: false });
  await subscribes(browser, emulator, site.url, /\/favicon\.ico|wasm|WebAssembly|script-src/i);
}

/** Runs in the page: what its promise came to, a failure as text, so that nobody waits for it to end well. */
export const settled = () => "outcome" in window && window.outcome.then((value) => value, String);
