import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { vitest } from "./builds.mjs";
import { entriesIn } from "./entries.mjs";
import { command, layOut } from "./project.mjs";

const ENVIRONMENTS = 3;

test("Vitest with node, jsdom and happy-dom: every entry is imported, and a shopper subscribes", async () => {
  const place = await layOut(vitest);
  const entries = await entriesIn(place);
  const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json=report.json"];
  await command(place, ["vitest", "run", ...reporters], { ENTRIES: entries.join(" ") });
  const report = JSON.parse(await readFile(join(place, "report.json"), "utf8"));
  assert.equal(report.numPassedTests, ENVIRONMENTS * (entries.length + 1));
});
