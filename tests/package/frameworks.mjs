// The projects of frameworks: the package comes from the tarball, the frameworks from their own folder.
import { mkdir, readdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as viteBuild } from "vite";
import { frameworks as folder } from "../../scripts/lib/packages.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { install } from "./tarball.mjs";

const modules = join(folder, "node_modules");
const { resolve } = createRequire(join(folder, "package.json"));

/** The projects, in one folder. */
export const project = await install("frameworks");

const names = await readdir(modules);
for (const name of names.filter((name) => !name.startsWith("."))) {
  const inner = name.startsWith("@")
    ? (await readdir(join(modules, name))).map((rest) => join(name, rest))
    : [name];
  for (const one of inner) {
    await mkdir(dirname(join(project, "node_modules", one)), { recursive: true });
    await symlink(join(modules, one), join(project, "node_modules", one), "dir");
  }
}

/** A plugin of Vite out of that folder. */
export const plugin = async (name) => import(pathToFileURL(resolve(name)));

/** Builds one of the projects; returns the folder of the output. */
export async function build(name, plugins, options = {}, config = {}) {
  const root = join(project, name);
  const { outDir = "dist" } = options;
  const build = { ...options, outDir };
  await viteBuild({ ...config, root, configFile: false, logLevel: "warn", plugins, build });
  return join(root, outDir);
}

/** Runs one of the frameworks' own checkers in a project. */
export const check = (name, command, ...args) =>
  run(join(modules, ".bin", command), args, { cwd: join(project, name), quiet: true });
