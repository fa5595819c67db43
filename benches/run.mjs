/**
 * Benchmarks the built package. Prints each row of a table as soon as it is measured: medians, and ratios within one run.
 *
 * Compared with what a page would do without the package. A missed target is marked but does not fail the run; a result that
 * differs from the peer's does:
 *
 *     npm run bench -- [--quick] [--only=scan,xml] [--engine=node] [--charset=ascii] [--json]
 *
 * Compared with an older version of itself, a tarball of `npm pack`. With `--gate`, a missed limit fails the run:
 *
 *     npm run bench -- --beside OLD.tgz [--gate] [--quick] [--only=feeds,blocks,start] [--engine=node] …
 */
import { cpus, loadavg } from "node:os";
import { build, isStale } from "../scripts/build.mjs";
import { exitOn, root } from "../scripts/lib/run.mjs";
import { buildSteps, ensureBrowsers } from "../scripts/setup.mjs";
import { HIDDEN } from "./feed.mjs";
import { besideOld, besidePeers } from "./measure.mjs";
import { parseOptions } from "./options.mjs";
import { unpack } from "./packages.mjs";
import { printer } from "./print.mjs";
import { exitCode, isMissed } from "./rounds.mjs";
import { ENGINES } from "./table.mjs";

async function setUp({ engines, json }) {
  if (json) console.log = console.error; // standard output gets only the JSON document
  for (const step of buildSteps) await step();
  if (engines.includes("chromium")) await ensureBrowsers(["chromium"], { ci: Boolean(process.env.CI) });
  if (isStale()) await build();
}

/** Measures all requested rows. `report` gets each line at once, `fail` the title of each row that threw. */
async function measureAll(options, packages, { report, fail }) {
  // Imported here, because they need packages that the set-up installs.
  const [{ openServer }, { openNode }, { openChromium }] = await Promise.all([
    import("./engines/server.mjs"),
    import("./engines/node.mjs"),
    import("./engines/chromium.mjs"),
  ]);
  const open = { node: openNode, chromium: openChromium };
  const lines = options.beside === undefined ? besidePeers : besideOld;
  const versions = [];
  const server = await openServer(packages);
  try {
    for (const name of options.engines) {
      const engine = await open[name](server.url);
      versions.push(engine.version);
      try {
        for (const [row, charset] of inEngine(name, options)) {
          const { rounds, sessions } = options;
          const setting = { engine, charset, origin: server.url, packages, rounds, sessions };
          try {
            for (const line of await lines(row, setting)) report(line);
          } catch (error) {
            // The other rows are still worth measuring.
            fail(`${row.what}, ${name}, ${charset}`, error);
          }
        }
      } finally {
        await engine.close();
      }
    }
  } finally {
    await server.close();
  }
  return versions;
}

const inEngine = (name, { rows, charsets }) =>
  rows
    .filter(({ engines = ENGINES }) => engines.includes(name))
    .flatMap((row) => (row.charsets ?? charsets).map((charset) => [row, charset]));

async function main() {
  const options = parseOptions(process.argv.slice(2));
  await setUp(options);
  const load = loadavg()[0];
  const results = [];
  const failed = [];
  const print = printer((text) => console.log(text));
  const report = (line) => {
    results.push(line);
    print(line);
  };
  const fail = (title, error) => {
    console.error(`failed: ${title}`, error);
    failed.push(title);
  };

  const old = options.beside === undefined ? undefined : await unpack(options.beside);
  let versions;
  try {
    const packages = old ? { old: old.folder, new: root } : { ours: root };
    versions = await measureAll(options, packages, { report, fail });
  } finally {
    await old?.close();
  }

  process.exitCode = exitCode(options, results, failed);
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  if (options.json) {
    const machine = { cpu, versions, load };
    process.stdout.write(`${JSON.stringify({ machine, hidden: HIDDEN, results, failed })}\n`);
    return;
  }
  console.log("");
  for (const title of failed) console.log(`failed: ${title}`);
  if (options.gate) console.log(`${results.filter(isMissed).length} limits missed`);
  console.log(note(options));
  console.log(`${cpu}, ${versions.join(", ")}, load ${load.toFixed(1)} at the start`);
}

function note({ beside, rounds, sessions }) {
  const hidden = `${(HIDDEN * 100).toFixed(1)} % of all rows are hidden.`;
  return beside === undefined
    ? `${hidden} Medians of ${rounds} shuffled rounds, twice as many on cold pages, half for XML.`
    : `${hidden} Medians of ${rounds * sessions} rounds in ${sessions} processes or pages, four times as many for blocks; ratios are of times, within each round.`;
}

await main().catch(exitOn);
