// Runs `npm run bench -- --beside` with the built package beside itself, in one engine, and checks all that it gives.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseOptions } from "../../benches/options.mjs";
import { root, tarball } from "./tarball.mjs";

/** @param {"node" | "chromium"} engine */
export async function benchBeside(t, engine) {
  const args = ["--beside", tarball, "--quick", "--gate", "--json", `--engine=${engine}`, "--charset=ascii"];
  // Chromium has a socket there, and the path of a socket is short.
  const TMPDIR = await mkdtemp(join(tmpdir(), "bench-"));
  t.after(() => rm(TMPDIR, { recursive: true, force: true }));
  const env = { ...process.env, TMPDIR };
  const child = spawn(process.execPath, [join(root, "benches/run.mjs"), ...args], { cwd: root, env });
  t.after(() => child.kill("SIGKILL"));
  const unpacked = () => readdirSync(TMPDIR).filter((name) => name.startsWith("back-in-stock-bench-")).length;
  let printed = 0;
  let whilePrinting;
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
    printed += text.split("\n").filter((line) => line.includes(` ${engine} `)).length;
    if (printed > 0) whilePrinting ??= unpacked();
  });
  const [code] = await once(child, "close");

  assert.match(output, /^\{/, errors);
  const { results, failed } = JSON.parse(output);
  assert.deepEqual(failed, [], errors);
  const rows = parseOptions(args).rows.filter(({ engines }) => engines?.includes(engine) ?? true);
  assert.deepEqual(
    results.map(({ what }) => what),
    rows.map(({ what }) => what),
  );
  for (const { what, samples, newToOld, newToPeer, target } of results) {
    const row = rows.find((one) => one.what === what);
    assert.ok(samples.old.length >= 6 && samples.new.length === samples.old.length, what);
    for (const ms of [...samples.old, ...samples.new]) assert.ok(ms > 0, what);
    assert.ok(newToOld > 0, what);
    assert.equal(newToPeer > 0, row.peer !== undefined, what);
    assert.equal(target !== undefined, row.gate !== undefined, what);
  }
  // How fast a loaded machine is, is not tested; that the exit code follows from the lines is.
  assert.equal(code, results.some(({ reached }) => reached === false) ? 1 : 0, errors);
  assert.equal(printed, rows.length, errors);
  // The first row came while others were still to be measured: the old package was there until the last one.
  assert.equal(whilePrinting, 1);
  assert.equal(unpacked(), 0);
}
