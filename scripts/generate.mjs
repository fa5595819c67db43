/**
 * Writes what is generated and committed: the table of regions, and what the wrapper knows of the core. With
 * `--check` it only compares.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/run.mjs";
import { path as regions, render } from "./phone-table.mjs";

const check = process.argv.includes("--check");
let stale = false;

function put(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  console.log(`${check ? "stale" : "wrote"}: ${path.slice(root.length)}`);
  stale = true;
  if (!check) writeFileSync(path, text);
}

put(regions, render());
for (const name of ["inventory", "eligibility"]) {
  const { stdout } = await run("cargo", ["run", "--quiet", "--locked", "--example", "generate", name], {
    quiet: true,
  });
  put(join(root, `src/js/generated/${name}.ts`), stdout);
}
if (check && stale) {
  console.error("run `npm run generate`, and commit what it writes");
  process.exit(1);
}
