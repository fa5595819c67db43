import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { capture, root } from "./run.mjs";

/** The engines of the tests, with the names of their drivers. */
export const drivers = { chromium: "chromedriver", firefox: "geckodriver", webkit: "WebKitWebDriver" };

const windows = process.platform === "win32";
const mac = process.platform === "darwin";

/** The full path of the first of these commands on PATH. */
export function which(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return firstExisting(names.flatMap((name) => folders.map((folder) => join(folder, executable(name)))));
}

/** The full paths of all these commands on PATH, in the order of the names. */
const whichAll = (names) => names.map((name) => which(name)).filter(Boolean);

/** The path of a tool that this project builds. */
export const toolPath = (name) => join(root, "target", "tools", "bin", executable(name));

/**
 * Finds an engine's installed browsers and driver; never starts or downloads anything. The variables `CHROME_BIN`,
 * `FIREFOX_BIN`, `SE_CHROMEDRIVER` and `SE_GECKODRIVER` take precedence over the usual paths.
 *
 * @param {"chromium" | "firefox" | "webkit"} engine
 * @returns {{binaries: string[], driver?: string, display?: string}} `display` is the X server that WebKit needs
 */
export function findBrowser(engine) {
  return { chromium, firefox, webkit }[engine]();
}

/**
 * Chooses the browser of an engine to start. chromedriver works only with its own major version, so among several Chromiums
 * the matching one is chosen.
 *
 * @param {"chromium" | "firefox" | "webkit"} engine
 * @returns {Promise<{binary?: string, driver?: string, display?: string}>}
 */
export async function chooseBrowser(engine) {
  const { binaries, ...rest } = findBrowser(engine);
  if (engine !== "chromium" || binaries.length < 2) return { binary: binaries[0], ...rest };
  const wanted = await majorVersion(rest.driver);
  const versions = await Promise.all(binaries.map(majorVersion));
  return { binary: binaries[Math.max(versions.indexOf(wanted), 0)], ...rest };
}

/** The major version, or `undefined` if unknown: on Windows, `chrome.exe --version` would open a window. */
export async function majorVersion(command) {
  if (windows || !command) return undefined;
  return /(\d+)\.\d/.exec((await capture(command, ["--version"])) ?? "")?.[1];
}

function chromium() {
  const { CHROME_BIN, SE_CHROMEDRIVER, CHROMEWEBDRIVER } = process.env;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  const otherPaths = mac
    ? applications("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
    : programFiles("Chromium\\Application\\chrome.exe", "Google\\Chrome\\Application\\chrome.exe");
  return {
    binaries: [CHROME_BIN, ...whichAll(names), ...otherPaths].filter((path) => path && existsSync(path)),
    driver:
      firstExisting([
        SE_CHROMEDRIVER,
        CHROMEWEBDRIVER && join(CHROMEWEBDRIVER, executable("chromedriver")),
      ]) ??
      which("chromedriver", "chromium.chromedriver") ??
      firstExisting(["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"]),
  };
}

function firefox() {
  const { FIREFOX_BIN, SE_GECKODRIVER } = process.env;
  const otherPaths = mac
    ? applications("Firefox.app/Contents/MacOS/firefox")
    : programFiles("Mozilla Firefox\\firefox.exe");
  return {
    binaries: [FIREFOX_BIN, ...whichAll(["firefox", "firefox-esr"]), ...otherPaths].filter(
      (path) => path && existsSync(path),
    ),
    driver: firstExisting([SE_GECKODRIVER, toolPath("geckodriver")]) ?? which("geckodriver"),
  };
}

/** WebKitGTK installs MiniBrowser outside PATH, in a folder named after its API version. */
function webkit() {
  const libraries = ["/usr/lib", "/usr/libexec", "/usr/lib64", ...folders("/usr/lib", /-linux-/)];
  const versions = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
  return {
    binaries: versions
      .flatMap((version) => libraries.map((library) => join(library, version, "MiniBrowser")))
      .filter((path) => existsSync(path)),
    driver: which("WebKitWebDriver"),
    display: which("Xvfb"),
  };
}

const executable = (name) => (windows ? `${name}.exe` : name);
const firstExisting = (paths) => paths.find((path) => path && existsSync(path));

const applications = (...paths) =>
  ["/Applications", join(process.env.HOME ?? "/", "Applications")].flatMap((folder) =>
    paths.map((path) => join(folder, path)),
  );

function programFiles(...paths) {
  const { PROGRAMFILES, "PROGRAMFILES(X86)": x86, LOCALAPPDATA } = process.env;
  const bases = [PROGRAMFILES, x86, LOCALAPPDATA].filter((base) => windows && base);
  return bases.flatMap((base) => paths.map((path) => join(base, path)));
}

function folders(parent, pattern) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => pattern.test(name))
    .map((name) => join(parent, name));
}
