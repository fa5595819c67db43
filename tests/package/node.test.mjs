import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { emulate, files, folder, install, node, tool } from "./tarball.mjs";

const project = await install("node");
const expected = { variant: "$custom:::$default:::SKU-1", outcome: { status: "accepted" } };

test("Node imports the package by its name", async (t) => {
  const emulator = await emulate(t, project);
  assert.deepEqual(JSON.parse(await node(project, "main.js", emulator.url)), expected);
  assert.equal(emulator.state().subscriptions.length, 1);
});

test("an esbuild bundle for Node is one file and runs elsewhere", async (t) => {
  const elsewhere = await mkdtemp(join(folder, "elsewhere-"));
  const flags = ["--bundle", "--platform=node", "--format=esm", `--outfile=${join(elsewhere, "main.mjs")}`];
  await tool(project, "esbuild", "main.js", ...flags);
  assert.deepEqual(await files(elsewhere), ["main.mjs"]);
  const emulator = await emulate(t, project);
  assert.deepEqual(JSON.parse(await node(elsewhere, "main.mjs", emulator.url)), expected);
});

test("Node runs under the condition that development servers set", async (t) => {
  const emulator = await emulate(t, project);
  const printed = await node(project, "--conditions=development", "main.js", emulator.url);
  assert.deepEqual(JSON.parse(printed), expected);
});

test("a page that only filters has nothing of the rest, in one file", async () => {
  const elsewhere = await mkdtemp(join(folder, "elsewhere-"));
  const flags = [
    "--bundle",
    "--minify",
    "--format=esm",
    "--conditions=",
    `--outfile=${join(elsewhere, "main.mjs")}`,
  ];
  await tool(project, "esbuild", "filter.js", ...flags);
  assert.deepEqual(await files(elsewhere), ["main.mjs"]);
  const script = await readFile(join(elsewhere, "main.mjs"), "utf8");
  assert.doesNotMatch(script, /core\.wasm|klaviyo|fetch\(/);
  assert.deepEqual(JSON.parse(await node(elsewhere, "main.mjs")), { shown: ["SKU-2"], visible: false });
});
