import { existsSync, readFileSync } from "node:fs";
import { which } from "./browsers.mjs";
import { run } from "./run.mjs";

/**
 * Installs Debian packages, as root, or in `ci` with a `sudo` that needs no password. No other code runs a system package
 * manager.
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

/** The command prefix of `apt-get`, or `undefined` if it must not run. */
function privilegePrefix(ci) {
  if (!isDebian() || !which("apt-get")) return undefined;
  if (process.getuid?.() === 0) return [];
  return ci && which("sudo") ? ["sudo", "-n"] : undefined;
}

export const isDebian = () =>
  existsSync("/etc/os-release") && /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
