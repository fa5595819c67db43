import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/** The folder of the frameworks' packages, which only their test projects use. */
export const frameworks = join(root, "tests/package/frameworks");

export const ensureFrameworks = () => ensureNpmPackages(frameworks, ["--ignore-scripts"], "of frameworks");

/** The projects for production builds. */
export const projects = join(root, "tests/frameworks/projects");

/** Installs the packages of such a project outside the sources; returns the folder. */
export async function ensureProject(name) {
  const folder = join(root, "tests/.work/frameworks", name);
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(projects, name, file), join(folder, file));
  await ensureNpmPackages(folder, ["--ignore-scripts"], `of the project ${name}`);
  return folder;
}

/** Installs the packages of package-lock.json, unless node_modules already matches it. */
export async function ensureNpmPackages(folder = root, flags = [], description = "") {
  if (matchesLock(folder)) return;
  // npm's own path, if npm started this process. On Windows, `npm` is a script that only a shell can run.
  const npmCli = process.env.npm_execpath;
  const [command, ...first] = npmCli?.endsWith("npm-cli.js") ? [process.execPath, npmCli] : ["npm"];
  await run(command, [...first, "ci", "--no-audit", "--no-fund", ...flags], {
    cwd: folder,
    label: `Installing npm packages ${description}`.trimEnd(),
    usually: "30 s",
    hint: "npm needs a reachable registry, and a package-lock.json that agrees with package.json.",
    shell: command === "npm" && process.platform === "win32",
  });
}

/**
 * Compares node_modules/.package-lock.json, in which npm lists the installed packages, with package-lock.json. Optional
 * packages, which are builds for other platforms, may be missing.
 */
function matchesLock(folder) {
  const file = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(file)) return false;
  const installed = packagesIn(file);
  const locked = packagesIn(join(folder, "package-lock.json"));
  const required = Object.entries(locked).filter(([path]) => path !== "");
  const extra = Object.keys(installed).some((path) => !locked[path]);
  return !extra && required.every(([path, entry]) => isInstalled(entry, installed[path]));
}

const isInstalled = (entry, installed) =>
  installed ? entry.version === installed.version && entry.integrity === installed.integrity : entry.optional;

const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
