// The package as it would be published, and small projects that install it and nothing else.

import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root, run } from "../../scripts/lib/run.mjs";

export { root };

/** A folder that ends with the tests of this process. */
export const folder = await mkdtemp(join(tmpdir(), "back-in-stock-package-"));
after(() => rm(folder, { recursive: true, force: true }));

// Outside of the work tree, and with a cache of its own: nothing can come from anywhere but the tarball.
const env = { npm_config_cache: join(folder, "cache"), npm_config_update_notifier: "false" };
const npm = (cwd, ...args) => run("npm", args, { cwd, env, quiet: true });

await npm(root, "pack", "--ignore-scripts", "--pack-destination", folder);
const [name] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));

/** The path of the tarball. */
export const tarball = join(folder, name);

/**
 * Copies a project of `projects/` and installs the tarball into it, without a network.
 *
 * @returns {Promise<string>} the project's folder
 */
export async function install(project) {
  const place = await mkdtemp(join(folder, `${project}-`));
  await cp(fileURLToPath(new URL(`projects/${project}`, import.meta.url)), place, { recursive: true });
  await writeFile(join(place, "package.json"), '{ "private": true, "type": "module" }\n');
  await npm(place, "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball);
  return place;
}

/** Runs one of the repository's tools in a project, where they are the consumer's, in the tool's own default mode. */
export const tool = (cwd, command, ...args) =>
  run(join(root, "node_modules/.bin", command), args, { cwd, env: { NODE_ENV: "" }, quiet: true });

/** Runs a script of a project in Node; returns what it prints. */
export const node = async (cwd, ...args) => (await run(process.execPath, args, { cwd, quiet: true })).stdout;

/** All files below a folder, sorted, with `/` between the names. */
export async function files(place) {
  const found = await readdir(place, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(place.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

/** An emulator out of a project's own copy of the package, on a day when the package's revision was new. */
export async function emulate(t, project) {
  const { resolve } = createRequire(join(project, "package.json"));
  const { createEmulator } = await import(pathToFileURL(resolve("back-in-stock/emulator")));
  const feed = [{ id: "SKU-1", title: "Shirt", inventory_quantity: 0 }];
  const emulator = await createEmulator({ feed, now: () => Date.parse("2026-08-01T12:00:00Z") });
  t.after(() => emulator.close());
  return emulator;
}
