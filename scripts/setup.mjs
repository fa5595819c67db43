/**
 * Prepares a fresh clone: packages, the Rust target, tools that are built once, and browsers if requested. It has no
 * dependencies, because it runs before anything is installed. A step with nothing to do takes milliseconds.
 *
 *     node scripts/setup.mjs [--browsers chromium,firefox,webkit]
 */
import { pathToFileURL } from "node:url";
import { ensureBrowsers } from "./lib/browser-packages.mjs";
import { ensureFrameworks, ensureNpmPackages, ensureProject } from "./lib/packages.mjs";
import { ensurePhp } from "./lib/php.mjs";
import { ensurePostgres } from "./lib/postgres.mjs";
import { exitOn, SetupError } from "./lib/run.mjs";
import {
  ensureCargoDeny,
  ensureCargoMutants,
  ensureGeckodriver,
  ensureRust,
  ensureWasmBindgen,
  ensureWasmTarget,
} from "./lib/rust.mjs";

export {
  ensureBrowsers,
  ensureCargoDeny,
  ensureCargoMutants,
  ensureFrameworks,
  ensureGeckodriver,
  ensureNpmPackages,
  ensurePhp,
  ensurePostgres,
  ensureProject,
  ensureRust,
  ensureWasmBindgen,
  ensureWasmTarget,
  exitOn,
  SetupError,
};

const OLDEST_NODE = 20;

export async function ensureNode(version = process.versions.node) {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return;
  throw new SetupError(`Node ${OLDEST_NODE} or newer is needed, this is ${version}: https://nodejs.org`);
}

/** The steps that a build needs: no browser and no system package. */
export const buildSteps = [ensureNode, ensureNpmPackages, ensureRust, ensureWasmTarget, ensureWasmBindgen];

async function main(args) {
  const at = args.indexOf("--browsers");
  if (args.length > 0 && (at !== 0 || args.length !== 2)) {
    throw new SetupError("usage: node scripts/setup.mjs [--browsers chromium,firefox,webkit]");
  }
  const steps = buildSteps.map((step) => [step.name, step]);
  if (at === 0) {
    const engines = args[1].split(",");
    steps.push(["ensureBrowsers", () => ensureBrowsers(engines, { ci: Boolean(process.env.CI) })]);
  }
  const started = performance.now();
  for (const [name, step] of steps) {
    const before = performance.now();
    await step();
    report(name, before);
  }
  report("all", started);
}

const report = (name, since) => console.log(`${name} ${Math.round(performance.now() - since)} ms`);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await main(process.argv.slice(2)).catch(exitOn);
