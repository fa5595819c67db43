import { open } from "../../tests/browser/driver.mjs";

/** Milliseconds. A script may generate, read and compare a gigabyte. */
const SCRIPT_TIMEOUT = 600_000;

/** Headless Chromium. Each workload gets a newly loaded page; a cold one gets a new page for each sample. */
export async function openChromium(origin) {
  const browser = await open("chromium", { bidi: false });
  const { driver } = browser;
  await driver.manage().setTimeouts({ script: SCRIPT_TIMEOUT });
  const version = (await driver.getCapabilities()).getBrowserVersion();
  const call =
    (name) =>
    async (...args) => {
      // A page cannot collect garbage itself, unlike Node's child.
      await driver.sendDevToolsCommand("HeapProfiler.collectGarbage", {});
      return browser.run(`return harness[arguments[0]](...arguments[1]);`, name, args);
    };
  const load = async () => {
    await browser.goto(`${origin}/`);
    await browser.until(() => globalThis.harness !== undefined, { message: "the page's scripts" });
  };
  return {
    name: "chromium",
    version: `Chromium ${version}`,
    async session() {
      await load();
      return { prepare: call("prepare"), sample: call("sample"), measure: call("measure"), async close() {} };
    },
    async cold(...args) {
      await browser.goto("about:blank");
      // Another version of the package would upgrade or reject the database.
      await driver.sendDevToolsCommand("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
      await load();
      return browser.run(`return harness.cold(...arguments)`, ...args);
    },
    close: () => browser.close(),
  };
}
