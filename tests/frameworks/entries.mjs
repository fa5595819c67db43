import { readFile } from "node:fs/promises";
import { join } from "node:path";

const isScript = (target) =>
  typeof target === "string" ? target.endsWith(".js") : Object.values(target).some(isScript);

/** The package's entries that are scripts, by the names that a project imports them by. */
export async function entriesIn(place) {
  const manifest = await readFile(join(place, "node_modules/back-in-stock/package.json"), "utf8");
  const { exports } = JSON.parse(manifest);
  return Object.keys(exports)
    .filter((path) => isScript(exports[path]))
    .map((path) => `back-in-stock${path.slice(1)}`);
}
