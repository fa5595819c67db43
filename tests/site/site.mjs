// What the tests of the documentation site share.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { files, root } from "../../scripts/lib/run.mjs";
import { serve } from "../../site/build/serve.mjs";

/** The path below which the tests serve the site, as GitHub Pages does. */
export const BASE = "/back-in-stock/";

/** Where `npm test -- site` builds the site, by its path. */
export const folders = {
  [BASE]: join(root, "tests/.work/site"),
  "/": join(root, "tests/.work/site-at-root"),
};

export const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** The paths of all files of a built site, with slashes. */
export function pathsIn(folder) {
  if (!existsSync(folder)) throw new Error("the site is not built; run: npm test -- site");
  return files(folder).map((file) => file.slice(folder.length + 1).replaceAll("\\", "/"));
}

/** Serves the site; the policy refuses each request to another origin, and the console reports it. */
export function startSite() {
  pathsIn(folders[BASE]);
  const own = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:";
  return serve(folders[BASE], BASE, 0, { "content-security-policy": `default-src ${own}` });
}
