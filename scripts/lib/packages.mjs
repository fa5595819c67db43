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
  const place = join(root, "tests/.work/frameworks", name);
  mkdirSync(place, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(projects, name, file), join(place, file));
  await ensureNpmPackages(place, ["--ignore-scripts"], `of the project ${name}`);
  return place;
}

/** Installs what package-lock.json names, unless node_modules already holds exactly that. */
export async function ensureNpmPackages(place = root, flags = [], whose = "") {
  if (matchesLock(place)) return;
  // npm's own path, when npm started this process: `npm` on Windows is a script that only a shell can run.
  const own = process.env.npm_execpath;
  const [command, ...first] = own?.endsWith("npm-cli.js") ? [process.execPath, own] : ["npm"];
  await run(command, [...first, "ci", "--no-audit", "--no-fund", ...flags], {
    cwd: place,
    label: `Installing npm packages ${whose}`.trimEnd(),
    usually: "30 s",
    hint: "npm needs a reachable registry, and a package-lock.json that agrees with package.json.",
    shell: command === "npm" && process.platform === "win32",
  });
}

/**
 * npm writes what it installed into node_modules/.package-lock.json, in the shape of package-lock.json. Optional
 * packages may be missing there: they are builds for other platforms.
 */
function matchesLock(place) {
  const file = join(place, "node_modules", ".package-lock.json");
  if (!existsSync(file)) return false;
  const installed = packagesIn(file);
  const locked = packagesIn(join(place, "package-lock.json"));
  const wanted = Object.entries(locked).filter(([path]) => path !== "");
  const extra = Object.keys(installed).some((path) => !locked[path]);
  return !extra && wanted.every(([path, entry]) => fits(entry, installed[path]));
}

const fits = (entry, installed) =>
  installed ? entry.version === installed.version && entry.integrity === installed.integrity : entry.optional;

const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
