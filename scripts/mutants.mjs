/**
 * Mutation testing of the core: changes its code at random places, one at a time, and runs the native tests on each change. A
 * change that no test detects (a missed mutant) shows a gap in the tests. Runs for a given time, and only prints a report.
 *
 *     npm run mutants [-- --minutes 20 --file src/delivery/retry.rs]
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { toolPath } from "./lib/browsers.mjs";
import { exitOn, root, SetupError } from "./lib/run.mjs";
import { ensureCargoMutants, ensureRust } from "./setup.mjs";

const output = join(root, "target", "mutants");

/** Code that no native test runs: the bindings to the browser. */
const EXCLUDED = ["src/wasm/**", "benches/**", "examples/**"];

async function main() {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "20" }, file: { type: "string", multiple: true } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new SetupError("--minutes must be greater than 0");
  await ensureRust();
  await ensureCargoMutants();
  rmSync(output, { recursive: true, force: true });
  const list = (flag, paths = []) => paths.flatMap((path) => [flag, path]);
  await runFor(minutes * 60_000, toolPath("cargo-mutants"), [
    ...["mutants", "--shuffle", "--output", output, "--colors", "never"],
    // `npm test -- native` already shows that the unchanged code passes.
    ...["--baseline", "skip", "--timeout", "300"],
    ...list("--exclude", EXCLUDED),
    ...list("--file", values.file),
  ]);
  report();
}

/** Runs a command and interrupts it when its time is over. Its results are on disk by then. */
function runFor(ms, command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    const timer = setTimeout(() => child.kill("SIGINT"), ms);
    child.on("error", reject).on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function report() {
  const found = (name) => {
    const path = join(output, "mutants.out", `${name}.txt`);
    return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  };
  const [caught, missed, timeouts] = ["caught", "missed", "timeout"].map(found);
  console.log(`\n${caught.length} caught, ${timeouts.length} ran out of time, ${missed.length} missed`);
  for (const mutant of missed) console.log(`  missed: ${mutant}`);
}

await main().catch(exitOn);
