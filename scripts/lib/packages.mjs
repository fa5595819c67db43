import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/** The packages of frameworks, which only the projects of their tests use. */
export const frameworks = join(root, "tests/package/frameworks");

export const ensureFrameworks = () => ensureNpmPackages(frameworks, ["--ignore-scripts"], "of frameworks");

/** The projects that are built for production. */
export const projects = join(root, "tests/frameworks/projects");

/** Installs the packages of such a project, outside of the sources; returns the folder. */
export async function ensureProject(name) {
  const folder = join(root, "tests/.work/frameworks", name);
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(projects, name, file), join(folder, file));
  await ensureNpmPackages(folder, ["--ignore-scripts"], `of the project ${name}`);
  return folder;
}

/** Installs what package-lock.json names, unless node_modules already holds exactly that. */
export async function ensureNpmPackages(folder = root, flags = [], description = "") {
  if (matchesLock(folder)) return;
  // npm's own path, when npm started this process: `npm` on Windows is a script that only a shell can run.
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
 * npm writes what it installed into node_modules/.package-lock.json, in the shape of package-lock.json. Optional
 * packages may be missing there: they are builds for other platforms.
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
