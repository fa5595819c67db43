import { existsSync, readFileSync } from "node:fs";
import { which } from "./browsers.mjs";
import { run } from "./run.mjs";

/**
 * Installs packages. Only here a system package manager is run, and only on Debian: as root, or in `ci` through a `sudo`
 * that asks nothing.
 *
 * @returns {Promise<boolean>} whether it could be run at all
 */
export async function installDebian(names, ci) {
  const prefix = privilegePrefix(ci);
  if (!prefix) return false;
  const [command, ...before] = [...prefix, "apt-get"];
  const options = {
    env: { DEBIAN_FRONTEND: "noninteractive" },
    hint: `By hand: apt-get install ${names.join(" ")}`,
  };
  await run(command, [...before, "update"], {
    ...options,
    label: "Reading the package lists",
    usually: "10 s",
  });
  await run(command, [...before, "install", "-y", "--no-install-recommends", ...names], {
    ...options,
    label: `Installing ${names.join(" ")}`,
    usually: "1 min",
  });
  return true;
}

/** What goes before `apt-get`, or `undefined` where it must not be run. */
function privilegePrefix(ci) {
  if (!isDebian() || !which("apt-get")) return undefined;
  if (process.getuid?.() === 0) return [];
  return ci && which("sudo") ? ["sudo", "-n"] : undefined;
}

export const isDebian = () =>
  existsSync("/etc/os-release") && /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
