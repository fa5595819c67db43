import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../scripts/lib/run.mjs";
import { install, root } from "./tarball.mjs";

const project = await install("node");

test("npx runs the installed program", async () => {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const npx = await run("npx", ["--offline", "back-in-stock", "--version"], { cwd: project, quiet: true });
  assert.equal(npx.stdout, `${version}\n`);
});

test("a feed is checked and filtered", async () => {
  await writeFile(join(project, "stock.json"), '[{ "id": "SKU-1", "inventory_quantity": 3 }]');
  const npx = (...args) => run("npx", ["--offline", "back-in-stock", ...args], { cwd: project, quiet: true });
  assert.equal((await npx("filter", "stock.json")).stdout, '{ "id": "SKU-1", "inventory_quantity": 3 }\n');
  // It is not ready: exit code 1.
  await assert.rejects(npx("check", "stock.json"), /title_missing/);
});

test("the emulator starts and answers", { timeout: 20_000 }, async (t) => {
  await writeFile(join(project, "feed.json"), '[{ "id": "SKU-1", "inventory_quantity": 0 }]');
  const program = join(project, "node_modules/.bin/back-in-stock");
  const child = spawn(program, ["emulator", "--feed", "feed.json"], { cwd: project });
  t.after(() => child.kill("SIGKILL"));
  let printed = "";
  while (!printed.includes("/emulator/state")) printed += (await once(child.stdout, "data"))[0];
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
  const { catalog } = await (await fetch(`${url}/emulator/state`)).json();
  assert.deepEqual(
    catalog.map(({ id }) => id),
    ["$custom:::$default:::SKU-1"],
  );
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});
