import { open } from "../../tests/browser/driver.mjs";

/** One script may make, read and compare a gigabyte. */
const PATIENCE = 600_000;

/** Headless Chromium. Each work gets a newly loaded page. */
export async function openChromium(origin) {
  const browser = await open("chromium", { bidi: false });
  const { driver } = browser;
  await driver.manage().setTimeouts({ script: PATIENCE });
  const version = (await driver.getCapabilities()).getBrowserVersion();
  const call =
    (name) =>
    async (...args) => {
      // A page cannot collect; Node's child does it itself.
      await driver.sendDevToolsCommand("HeapProfiler.collectGarbage", {});
      return browser.run(`return harness[arguments[0]](...arguments[1]);`, name, args);
    };
  return {
    name: "chromium",
    version: `Chromium ${version}`,
    async session() {
      await browser.goto(`${origin}/`);
      await browser.until(() => globalThis.harness !== undefined, { message: "the page's scripts" });
      return { prepare: call("prepare"), sample: call("sample"), measure: call("measure"), async close() {} };
    },
    /** The same as a session, but for each sample the page is loaded anew. */
    coldSession() {
      let shown;
      let options;
      const sample = async (contender) => {
        await browser.goto("about:blank");
        await browser.goto(`${origin}/cold`);
        await browser.until(() => globalThis.cold !== undefined, { message: "the page's scripts" });
        const found = await browser.run(`return cold(...arguments)`, contender, options);
        shown ??= found.shown;
        if (found.shown !== shown || !shown) throw new Error(`${contender} shows other rows`);
        return found.ms;
      };
      return {
        async prepare(_work, { origin: _, ...rest }) {
          options = rest;
          return ["ours", "parse"];
        },
        sample,
        async close() {},
      };
    },
    close: () => browser.close(),
  };
}
