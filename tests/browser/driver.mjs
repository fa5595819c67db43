import { rm } from "node:fs/promises";
import { Builder, By, Key } from "selenium-webdriver";
import http from "selenium-webdriver/http/util.js";
import { chooseBrowser } from "../../scripts/lib/browsers.mjs";
import { Browser } from "./browser.mjs";
import * as plans from "./engines.mjs";
import { launch, temporaryFolder } from "./launch.mjs";
import { eventually, within } from "./script.mjs";

export { By, eventually, Key };

const known = { chromium: plans.chromium, firefox: plans.gecko, webkit: plans.webkit };

/** The engines to test in, from the variable BROWSERS ("chromium,firefox,webkit"). */
export const engines = (process.env.BROWSERS || "chromium").split(",").map((name) => name.trim());
for (const engine of engines) requireKnown(engine);

/**
 * Opens a browser of its own, with a new profile unless `profileDir` keeps one (not in WebKit).
 *
 * @param {"chromium" | "firefox" | "webkit"} engine
 * @param {{width?: number, height?: number, profileDir?: string, timeout?: number, bidi?: boolean}} [options] the
 *   viewport in CSS pixels; `timeout` in ms; `bidi: false` for Chromium without WebDriver BiDi, whose record of all that
 *   is fetched makes a fetch take several times as long. Console messages are then as limited as WebKit's
 * @returns {Promise<Browser>}
 */
export async function open(engine, options) {
  for (let again = 3; ; again--) {
    try {
      return await openOnce(engine, options);
    } catch (error) {
      // Another process can take the driver's port before the driver listens on both addresses.
      if (!again || !/address already in use/i.test(error.message)) throw error;
    }
  }
}

async function openOnce(
  engine,
  { width = 1280, height = 900, profileDir, timeout = 60_000, bidi = engine !== "webkit" } = {},
) {
  requireKnown(engine);
  const found = await chooseBrowser(engine);
  if (!found.binary || !found.driver || (engine === "webkit" && !found.display)) {
    throw new Error(`${engine} or its driver is missing; run: node scripts/setup.mjs --browsers ${engine}`);
  }
  const folder = await temporaryFolder();
  let plan;
  let service;
  const stop = async () => {
    await service?.stop();
    await plan?.release?.();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    plan = await known[engine](found, folder, profileDir);
    if (!bidi) plan.capabilities.delete("webSocketUrl");
    service = launch({ ...plan, folder });
    const driver = await within(timeout, connect(plan, service));
    const browser = new Browser(engine, driver, service, stop);
    await within(timeout, browser.prepare({ width, height, bidi }));
    return browser;
  } catch (error) {
    await stop();
    throw new Error([`${engine} did not open: ${error.message}`, service?.log()].join("\n"), {
      cause: error,
    });
  }
}

async function connect(plan, service) {
  const ended = service.exited.then(() => {
    throw new Error("its driver ended");
  });
  const port = plan.port instanceof RegExp ? await Promise.race([service.said(plan.port), ended]) : plan.port;
  const server = `http://127.0.0.1:${port}`;
  await Promise.race([http.waitForServer(server, 20_000, service.exited), ended]);
  const builder = new Builder().disableEnvironmentOverrides().usingServer(server);
  return Promise.race([builder.withCapabilities(plan.capabilities).build(), ended]);
}

function requireKnown(engine) {
  if (!Object.hasOwn(known, engine))
    throw new Error(`BROWSERS: "${engine}" is not one of ${Object.keys(known)}`);
}
