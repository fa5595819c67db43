/** Writes the generated file that is committed, the table of phone regions. With `--check` it only compares. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./lib/run.mjs";
import { path as regions, render } from "./phone-table.mjs";

const check = process.argv.includes("--check");
let stale = false;

function writeOrCompare(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  console.log(`${check ? "stale" : "wrote"}: ${path.slice(root.length)}`);
  stale = true;
  if (!check) writeFileSync(path, text);
}

writeOrCompare(regions, render());
if (check && stale) {
  console.error("run `npm run generate` and commit the changes");
  process.exit(1);
}
