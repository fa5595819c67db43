/** The packages to measure: the built one in this work tree, or an older one from a tarball of `npm pack`. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { run, SetupError } from "../scripts/lib/run.mjs";

const NODE = ["node", "import"];
const PAGE = ["browser", "import"];

/**
 * Unpacks a tarball into a temporary folder. Its scripts have their own URLs there, so it shares no module state with another
 * version in the same process.
 *
 * @returns {Promise<{folder: string, version: string, close(): Promise<void>}>}
 */
export async function unpack(tarball) {
  if (!existsSync(tarball)) throw new SetupError(`--beside: ${tarball} does not exist`);
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-bench-"));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const args = ["-xzf", resolve(tarball), "-C", folder, "--strip-components=1"];
    await run("tar", args, { label: "unpacking", quiet: true });
    return { folder, version: manifestOf(folder).version, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The URLs of a package's entries in an engine. `core.wasm` always comes from the server, because Node's `fetch` cannot read
 * files.
 *
 * @param {Record<string, string>} folders of the packages, by name
 * @param {"node" | "chromium"} engine
 * @param {string} origin of the server
 */
export function addresses(folders, engine, origin) {
  const one = ([name, folder]) => {
    const served = (file) => new URL(file, `${origin}/packages/${name}/`).href;
    const address = engine === "node" ? (file) => pathToFileURL(join(folder, file)).href : served;
    const conditions = engine === "node" ? NODE : PAGE;
    const entry = (path) => entryFile(manifestOf(folder), path, conditions);
    return [
      name,
      { main: address(entry(".")), feed: address(entry("./feed")), wasm: served(entry("./core.wasm")) },
    ];
  };
  return Object.fromEntries(Object.entries(folders).map(one));
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** The file of an entry, from `exports`, because the folders in a package differ between versions. */
export function entryFile(manifest, path, conditions) {
  let leaf = manifest.exports?.[path];
  while (typeof leaf === "object" && leaf !== null) {
    leaf = leaf[Object.keys(leaf).find((name) => name === "default" || conditions.includes(name))];
  }
  if (typeof leaf !== "string")
    throw new SetupError(`${manifest.name} ${manifest.version} has no entry "${path}"`);
  return leaf;
}
