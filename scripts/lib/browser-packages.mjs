import { chooseBrowser, drivers, findBrowser, majorVersion } from "./browsers.mjs";
import { installDebian, isDebian } from "./debian.mjs";
import { SetupError } from "./run.mjs";
import { ensureGeckodriver } from "./rust.mjs";

/** Debian's packages. Without any font, a page measures all text as empty. */
const packages = {
  chromium: ["chromium", "chromium-driver", "fonts-dejavu-core"],
  firefox: ["firefox-esr", "fonts-dejavu-core"],
  webkit: ["webkit2gtk-driver", "xvfb", "fonts-dejavu-core"],
};

const manualInstall = {
  chromium: "install Chromium or Google Chrome, and the chromedriver of the same version on PATH",
  firefox: "install Firefox",
  webkit: "WebKit is driven on Linux only: install WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb",
};

/**
 * Installs engines and their drivers if they are missing.
 *
 * @param {("chromium" | "firefox" | "webkit")[]} engines
 * @param {{ci?: boolean}} [options]
 */
export async function ensureBrowsers(engines, { ci = false } = {}) {
  const unknown = engines.find((engine) => !Object.hasOwn(drivers, engine));
  if (unknown !== undefined) {
    throw new SetupError(`unknown engine "${unknown}"; expected one of ${Object.keys(drivers).join(", ")}`);
  }
  const missing = engines.filter(isIncomplete);
  if (missing.length > 0) await installPackages(missing, ci);
  if (engines.includes("firefox")) await ensureGeckodriver();
  if (engines.includes("chromium")) await requireSameVersion();
}

function isIncomplete(engine) {
  const { binaries, driver, display } = findBrowser(engine);
  if (binaries.length === 0) return true;
  if (engine === "firefox") return false; // its driver is built, not installed
  return !driver || (engine === "webkit" && !display);
}

async function installPackages(engines, ci) {
  const names = new Set(engines.flatMap((engine) => packages[engine]));
  if (!(await installDebian([...names], ci))) throw new SetupError(engines.map(advice).join("\n"));
  const stillMissing = engines.find(isIncomplete);
  if (stillMissing) throw new SetupError(advice(stillMissing));
}

/** A line that explains what is missing and how to install it. */
function advice(engine) {
  const { binaries } = findBrowser(engine);
  const what =
    binaries.length === 0 ? "is not installed" : `is at ${binaries[0]}, but ${drivers[engine]} is missing`;
  const how = isDebian() ? `apt-get install ${packages[engine].join(" ")}` : manualInstall[engine];
  return `${engine} ${what}: ${how}`;
}

/** Checked here, because a session would report the mismatch much later. */
async function requireSameVersion() {
  const { binary, driver } = await chooseBrowser("chromium");
  const [ours, its] = await Promise.all([majorVersion(driver), majorVersion(binary)]);
  if (ours === its) return;
  throw new SetupError(`${driver} has version ${ours}, ${binary} has ${its}: ${manualInstall.chromium}`);
}
