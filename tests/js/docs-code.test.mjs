// The code of the documentation runs: JavaScript in Node, commands, and JSON. tests/browser/docs.test.mjs runs what needs a page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { run } from "../../scripts/lib/run.mjs";
import { serve } from "../browser/static-server.mjs";
import { blocksIn, nameOf, nodeBlocks, root } from "../docs/documents.mjs";
import { rows, xml } from "../docs/feed.mjs";

/** Inside of the repository, so that an example finds the package by its name. */
const inside = join(root, "tests/.work/docs");
mkdirSync(inside, { recursive: true });
const outside = mkdtempSync(join(tmpdir(), "back-in-stock-docs-"));
after(() => rmSync(outside, { recursive: true, force: true }));
for (const folder of [inside, outside]) {
  writeFileSync(join(folder, "feed.json"), JSON.stringify(rows));
  writeFileSync(join(folder, "feed.xml"), xml);
}

let checked = 0;

/** Turns `expression; // "value"` into a comparison. What follows the value after a semicolon is prose. */
function withChecks({ path, line, code }) {
  const lines = code.split("\n").map((text, index) => {
    const [, indent, expression, comment] =
      /^(\s*)(?!const |let |import |[}\s])(.+); \/\/ (.+)$/.exec(text) ?? [];
    const value = literal(comment) ?? literal(comment?.split("; ")[0]);
    if (value === undefined) return text;
    checked++;
    return `${indent}checkExample(${expression}, ${value}, ${JSON.stringify(`${path}:${line + index}`)});`;
  });
  return lines.join("\n").replaceAll("import.meta.env.", "process.env.");
}

function literal(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

for (const block of nodeBlocks()) {
  test(`${nameOf(block)} runs`, async () => {
    const file = join(inside, `${nameOf(block).replace(/\W+/g, "-")}.mjs`);
    writeFileSync(file, withChecks(block));
    await run(process.execPath, [join(root, "tests/docs/node.mjs"), file], { cwd: inside, quiet: true });
  });
}

test("values in comments are compared", async () => {
  assert.ok(checked >= 15, `${checked}`);
  const file = join(inside, "wrong.mjs");
  writeFileSync(file, withChecks({ path: "x.md", line: 7, code: "1 + 1; // 3; as everybody knows\n" }));
  await assert.rejects(
    run(process.execPath, [join(root, "tests/docs/node.mjs"), file], { quiet: true }),
    /x\.md:7/,
  );
});

for (const block of blocksIn("json")) test(`${nameOf(block)} is JSON`, () => JSON.parse(block.code));

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const parts = readFileSync(join(root, "scripts/test.mjs"), "utf8");

/** Commands for those who work on the package are not run by its own tests: they must exist. */
function exists(command) {
  const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [name, ...rest] = words;
  if (name === "npm" && rest[0] === "start") {
    const options = readFileSync(join(root, "scripts/start.mjs"), "utf8");
    for (const option of rest.slice(2))
      assert.match(options, new RegExp(`^ +"?${option.slice(2)}"?: {`, "m"));
    return true;
  }
  if (name === "npm" && rest[0] === "test") {
    for (const part of rest.slice(2)) assert.match(parts, new RegExp(`^ {2}${part}:`, "m"), command);
    return true;
  }
  if (name === "npm" && rest[0] === "run")
    return Object.hasOwn(
      scripts,
      rest.find((word) => /^[a-z][\w:-]*$/.test(word) && word !== "run"),
    );
  if (name === "npm" && rest[0] === "install") return rest[1] === "back-in-stock";
  if (name === "node") return existsSync(join(root, words.at(-1)));
  if (name === "cd") return existsSync(join(root, rest[0])) && rest[1] === "&&" && rest[2] === "cargo";
  return false;
}

/** The address of a shop with the feeds. */
const shop = await serve({ "/feed.json": JSON.stringify(rows), "/feed.xml": xml });
after(() => shop.close());

/** Runs a line as a shell does, in a folder with feeds; `npx` runs this package's program. */
async function shell(command) {
  const here = command.replaceAll("https://shop.example", shop.url).replace(/--port \d+/, "--port 0");
  const script = `npx() { shift; exec "$NODE" "$CLI" "$@"; }\n${here}`;
  const env = { ...process.env, NODE: process.execPath, CLI: join(root, "dist/cli.js") };
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], { cwd: outside, env });
  let output = "";
  let ending;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
      const [, state] = /^State: +(http.*)$/m.exec(output) ?? [];
      if (state) ending ??= interrupt(child, state);
    });
  const [code] = await once(child, "close");
  await ending;
  assert.equal(code, 0, `${command}\n${output}`);
}

/** The emulator runs until it is interrupted. */
async function interrupt(child, state) {
  const answer = await fetch(state);
  child.kill("SIGTERM");
  assert.equal((await answer.json()).catalog.length, rows.length);
}

for (const block of blocksIn("sh")) {
  const commands = block.code
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, ""))
    .filter(Boolean);
  test(`${nameOf(block)}: each command runs, or exists`, { timeout: 60_000 }, async () => {
    for (const command of commands) {
      if (/\bnpx back-in-stock\b/.test(command)) await shell(command);
      else assert.ok(exists(command), command);
    }
  });
}
