import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Capabilities } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";
import portprober from "selenium-webdriver/net/portprober.js";
import { useDisplay } from "./display.mjs";

/**
 * How to start each engine. `plan` receives the programs found on this machine, a new folder and a profile folder (or
 * `undefined`), and returns the driver to run, the text that it prints when it listens, and the capabilities to request.
 *
 * @typedef {{command: string, args: string[], env?: Record<string, string>, port: number | RegExp,
 *   capabilities: Capabilities, release?(): Promise<void>}} Plan
 */

/** Nothing that would load, report or update by itself; no sandbox, since root has none and pages are our own. */
const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-breakpad",
  "--disable-dev-shm-usage",
];

/** @returns {Plan} */
export function chromium({ binary, driver }, folder, profile = join(folder, "profile")) {
  const options = new chrome.Options();
  options.setBinaryPath(binary);
  options.addArguments(...quiet, `--user-data-dir=${profile}`);
  options.enableBidi();
  return {
    command: driver,
    args: ["--port=0", "--enable-chrome-logs"],
    port: /started successfully on port (\d+)/,
    capabilities: options,
  };
}

/** @returns {Plan} */
export function gecko({ binary, driver }, _folder, profile) {
  const options = new firefox.Options();
  options.setBinary(binary);
  options.addArguments("-headless", ...(profile ? ["-profile", profile] : []));
  options.enableBidi();
  return {
    command: driver,
    args: ["--host=127.0.0.1", "--port=0", "--websocket-port=0"],
    port: /Listening on 127\.0\.0\.1:(\d+)/,
    capabilities: options,
  };
}

/** @returns {Promise<Plan>} */
export async function webkit({ binary, driver, display }, folder, profile) {
  if (profile) throw new Error("webkit keeps nothing between two sessions under automation: no profileDir");
  await shrinkToolbar(folder);
  const port = await portprober.findFreePort("127.0.0.1");
  const { name, release } = await useDisplay(display);
  return {
    command: driver,
    args: ["--host=127.0.0.1", `--port=${port}`],
    env: {
      DISPLAY: name,
      XDG_CONFIG_HOME: folder,
      XDG_CACHE_HOME: folder,
      XDG_DATA_HOME: folder,
      GSETTINGS_BACKEND: "memory",
      NO_AT_BRIDGE: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", // it needs user namespaces, which containers often forbid
    },
    port,
    capabilities: new Capabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    }),
    release,
  };
}

/** The browser's toolbar would hold its window at 447 pixels, wider than a phone. */
async function shrinkToolbar(config) {
  await mkdir(join(config, "gtk-3.0"));
  const style = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px }";
  await writeFile(join(config, "gtk-3.0", "gtk.css"), style);
}
