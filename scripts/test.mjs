/**
 * Runs all tests, even on a fresh machine. Prints the time of each part; the last line is `N passed, N failed`.
 * `BROWSERS=chromium,firefox,webkit` selects the engines; the default is Chromium.
 *
 *     npm test [-- part …]
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, isStale } from "./build.mjs";
import { buildSite } from "./docs.mjs";
import { exitOn, root, SetupError } from "./lib/run.mjs";
import {
  buildSteps,
  ensureBrowsers,
  ensureFrameworks,
  ensurePhp,
  ensurePostgres,
  ensureProject,
} from "./setup.mjs";
import { report } from "./size.mjs";
import { prepareShop } from "./start.mjs";
import { supply } from "./supply.mjs";

const engines = (process.env.BROWSERS || "chromium").split(",").map((name) => name.trim());
const bin = (path) => join(root, "node_modules", path);

/** A check that counts as one test. */
const check =
  (command, ...args) =>
  async () =>
    tally((await stream(command, args)).code === 0);
const checkNode = (...args) => check(process.execPath, ...args);
/** A part that counts its own tests. */
const tests =
  (...patterns) =>
  () =>
    countTests(process.execPath, ["--test", "--test-reporter=spec", ...patterns.flatMap(files)]);

const clippy = (...flags) => check("cargo", "clippy", "--locked", ...flags, "--", "-D", "warnings");

/** The crate with what only servers need. */
const SERVER = ["--features", "relay"];
/** The relay, which cargo leaves out unless it is named. */
const RELAY = ["--package", "back-in-stock-relay"];
/** Its tests that start a Postgres. */
const WITH_POSTGRES = ["--test", "kill", "--test", "relays"];

/** Runs clippy once for each set of features, because a module's code exists only with its features. */
async function clippyOfModules() {
  const { MODULES } = await import("./lib/wasm.mjs");
  const wasm = ["--lib", "--target", "wasm32-unknown-unknown", "--no-default-features", "--features"];
  const features = new Set(Object.values(MODULES).map((module) => module.features));
  return all(...Array.from(features, (list) => clippy(...wasm, list)))();
}

const PARTS = {
  format: all(
    check("cargo", "fmt", "--all", "--check"),
    checkNode(bin("@biomejs/biome/bin/biome"), "ci", "--log-level=warn", "--error-on-warnings", "."),
  ),
  clippy: all(clippy("--all-targets", ...SERVER), clippyOfModules),
  // What docs.rs shows, and what would be published: compiled as packed.
  crate: all(
    check("cargo", "rustdoc", "--locked", "--lib", "--all-features", "--", "-D", "warnings"),
    check("cargo", "package", "--locked", "--allow-dirty"),
  ),
  generated: checkNode("scripts/generate.mjs", "--check"),
  native: () => countTests("cargo", ["test", "--locked", ...SERVER]),
  size: async () => tally(await report()),
  types: all(
    ...["tsconfig.json", "tsconfig.node.json", "www/tsconfig.json", "site/tsconfig.json"].map((project) =>
      checkNode(bin("typescript/bin/tsc"), "-p", project),
    ),
  ),
  emulator: tests("tests/emulator/*.test.mjs"),
  // Against the built emulator.
  relay: all(clippy("--all-targets", ...RELAY), () => countTests("cargo", ["test", "--locked", ...RELAY])),
  "relay-kill": all(clippy(...WITH_POSTGRES, ...RELAY), () =>
    countTests("cargo", [
      ...["test", "--locked", ...RELAY, ...WITH_POSTGRES],
      ...["--", "--nocapture", "--test-threads=3"],
    ]),
  ),
  js: tests("tests/js/*.test.mjs"),
  shop: tests("tests/shop/*.test.mjs"),
  package: tests("tests/package/*.test.mjs"),
  release: tests("tests/release/*.test.mjs"),
  reproducible: tests("tests/reproducible/*.test.mjs"),
  frameworks: tests("tests/frameworks/*.test.mjs"),
  site: tests("tests/site/*.test.mjs"),
  browser: tests("tests/browser/*.test.mjs", "tests/browser/adapters/*.test.mjs"),
  supply: async () => sumOf((await supply()).map(tally)),
};

/** These build for minutes, so they run only in CI or on request. */
const SLOW = ["reproducible", "supply"];
const isDefault = (name) => !SLOW.includes(name) || Boolean(process.env.CI);

const tally = (ok) => ({ passed: Number(ok), failed: Number(!ok) });

function all(...checks) {
  return async () => {
    const results = [];
    for (const one of checks) results.push(await one());
    return sumOf(results);
  };
}

function sumOf(results) {
  const sum = { passed: 0, failed: 0 };
  for (const result of results) add(sum, result);
  return sum;
}

function add(sum, { passed, failed }) {
  sum.passed += passed;
  sum.failed += failed;
}

/** Runs tests and adds up their reported counts: `12 passed; 0 failed`, `pass 12`. No count means a failure. */
async function countTests(command, args) {
  const { code, output } = await stream(command, args);
  const sum = { passed: 0, failed: 0 };
  for (const [, passed, failed] of output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed/gm)) {
    add(sum, { passed: Number(passed), failed: Number(failed) });
  }
  for (const [, word, number] of output.matchAll(/^ℹ (pass|fail|cancelled|skipped|todo) (\d+)/gm)) {
    // A test that did not run has not passed.
    sum[word === "pass" ? "passed" : "failed"] += Number(number);
  }
  if ((code !== 0 && sum.failed === 0) || sum.passed + sum.failed === 0) sum.failed++;
  return sum;
}

function stream(command, args) {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      BROWSERS: engines.join(","),
      NODE_TEST_CONTEXT: undefined,
      FORCE_COLOR: "0",
    };
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
}

function files(pattern) {
  const [folder = "", ending = ""] = pattern.split("*");
  const found = readdirSync(join(root, folder)).filter((name) => name.endsWith(ending));
  if (found.length === 0) throw new Error(`no tests at ${pattern}`);
  return found.sort().map((name) => folder + name);
}

/** Installs the packages of the projects for production builds. */
async function ensureProjects() {
  const { builds, runtimes, vitest, workers } = await import("../tests/frameworks/builds.mjs");
  for (const project of new Set([...builds, vitest, workers, runtimes].map(({ project }) => project)))
    await ensureProject(project);
}

async function main(names) {
  for (const name of names)
    if (!PARTS[name]) throw new SetupError(`no part ${name}: ${Object.keys(PARTS).join(", ")}`);
  const runs = (...parts) => names.length === 0 || parts.some((part) => names.includes(part));
  const times = [];
  const timed = async (name, work) => {
    console.log(`\n— ${name}`);
    const started = performance.now();
    const result = await work();
    times.push([name, (performance.now() - started) / 1000, result]);
    return result;
  };
  await timed("set-up", async () => {
    for (const step of buildSteps) await step();
    if (runs("package", "frameworks", "site", "browser")) {
      await ensureBrowsers(engines, { ci: Boolean(process.env.CI) });
    }
    if (runs("package")) await ensureFrameworks();
    if (runs("frameworks")) await ensureProjects();
    if (runs("browser")) await ensurePhp({ ci: Boolean(process.env.CI) });
    if (runs("relay-kill")) await ensurePostgres({ ci: Boolean(process.env.CI) });
    if (isStale()) await build();
    await prepareShop();
    if (runs("site")) {
      const { folders } = await import("../tests/site/site.mjs");
      for (const [base, out] of Object.entries(folders)) await buildSite({ base, out });
    }
  });
  const sum = { passed: 0, failed: 0 };
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.length === 0 ? isDefault(name) : names.includes(name)) add(sum, await timed(name, part));
  }
  console.log("");
  for (const [name, seconds, result] of times) {
    const counts = result ? `${result.passed} passed${result.failed ? `, ${result.failed} FAILED` : ""}` : "";
    console.log(`${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s  ${counts}`);
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.failed ? 1 : 0;
}

await main(process.argv.slice(2)).catch(exitOn);
