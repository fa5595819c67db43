/**
 * Checks the supply chain: licences and sources of crates and npm packages, and known advisories. Advisories change every day
 * and come from services that may not be reachable, so they are only printed.
 *
 *     npm test -- supply
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "./lib/browsers.mjs";
import { root } from "./lib/run.mjs";
import { ensureCargoDeny } from "./setup.mjs";

/** The allowed licences of packages, as spelled in package.json. */
const ALLOWED =
  /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|MPL-2\.0|Python-2\.0|CC0-1\.0|CC-BY-4\.0|Unlicense)( (OR|AND) |\)?$)/;

const runSync = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    timeout: 120_000,
  });
  return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
};

/** Runs the checks; returns for each one whether it passed. */
export async function supply() {
  await ensureCargoDeny();
  const crates = runSync(toolPath("cargo-deny"), [
    "--log-level",
    "warn",
    "check",
    "bans",
    "licenses",
    "sources",
  ]);
  console.log(crates.text);
  const { flagged, count } = packages();
  console.log(
    `${count} npm packages, ${flagged.length} of them under an unknown licence or without a checksum`,
  );
  for (const line of flagged) console.log(`  ${line}`);
  report("crates", runSync(toolPath("cargo-deny"), ["--log-level", "error", "check", "advisories"]));
  report("npm packages", runSync("npm", ["audit"]));
  return [crates.ok, flagged.length === 0];
}

/** The packages in npm's lock file that have no checksum or an unknown licence. */
function packages() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const entries = Object.entries(lock.packages).filter(([path]) => path !== "");
  const flagged = entries.filter(([, { integrity, license = "" }]) => !integrity || !ALLOWED.test(license));
  return { flagged: flagged.map(([path, { license }]) => `${path}: ${license}`), count: entries.length };
}

function report(what, { ok, text }) {
  const last = text.split("\n").slice(-15).join("\n  ");
  console.log(ok ? `advisories for ${what}: none` : `advisories for ${what} to review:\n  ${last}`);
}
