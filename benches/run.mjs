/**
 * Measures the built package beside what a page would do without it, and prints each row of a table as soon as it is
 * measured: medians, and ratios within one run. A missed target is marked and does not fail the run; an answer that differs
 * from the peer's does.
 *
 *     npm run bench -- [--quick] [--only=scan,xml] [--engine=node] [--charset=ascii] [--json]
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { build, isStale } from "../scripts/build.mjs";
import { exitOn, SetupError } from "../scripts/lib/run.mjs";
import { buildSteps, ensureBrowsers } from "../scripts/setup.mjs";
import { CHARSETS, HIDDEN } from "./feed.mjs";
import { printer } from "./print.mjs";
import { judge, measured, median } from "./rounds.mjs";
import { ENGINES, TABLE } from "./table.mjs";

const ROUNDS = 11;
const QUICK = 3;

function wanted() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      only: { type: "string" },
      engine: { type: "string" },
      charset: { type: "string" },
    },
  });
  const { quick, json, only, engine, charset } = values;
  return {
    json,
    rounds: quick ? QUICK : ROUNDS,
    keys: chosen(only, [...new Set(TABLE.map(({ key }) => key))]),
    engines: chosen(engine, ENGINES),
    // What lies between the two ends is left out where time matters.
    charsets: chosen(charset, CHARSETS, quick ? ["ascii", "beyond"] : CHARSETS),
  };
}

function chosen(text, known, otherwise = known) {
  if (text === undefined) return otherwise;
  const names = text.split(",");
  for (const name of names)
    if (!known.includes(name)) throw new SetupError(`no ${name}: ${known.join(", ")}`);
  return names;
}

/** The lines that one row of the table gives in one engine and charset. */
async function lines(row, engine, charset, { origin, rounds }) {
  const session = await (row.cold ? engine.coldSession() : engine.session());
  const about = { key: row.key, what: row.what, engine: engine.name, charset };
  const options = { ...row.options, charset, origin };
  try {
    if (row.memory) return memoryLines(about, row, await session.measure(row.work, options));
    const names = await session.prepare(row.work, options);
    const count = Math.max(QUICK, Math.round(rounds * (row.rounds ?? 1)));
    const samples = await measured(names, session.sample, count);
    return Object.entries(row.peers).map(([name, { is, target }]) => {
      const [ours, peer] = [median(samples.ours), median(samples[name])];
      const verdict = judge(ours, peer, target[engine.name][charset]);
      return {
        ...about,
        beside: is,
        ours,
        peer,
        ...verdict,
        samples: { ours: samples.ours, peer: samples[name] },
      };
    });
  } finally {
    await session.close();
  }
}

function memoryLines(about, { memory: most }, found) {
  return Object.keys(most)
    .filter((kind) => kind in found)
    .map((kind) => ({
      ...about,
      memory: kind === "wasm" ? "of the module" : "growth of the heap",
      bytes: found[kind],
      most: most[kind],
      reached: found[kind] <= most[kind],
    }));
}

/** Measures all requested rows in one engine. `report` gets each line at once, `failed` the title of each row that threw. */
async function inEngine(engine, options, origin, { report, failed }) {
  for (const row of TABLE) {
    if (!options.keys.includes(row.key) || !(row.engines ?? ENGINES).includes(engine.name)) continue;
    for (const charset of row.charsets ?? options.charsets) {
      try {
        for (const line of await lines(row, engine, charset, { origin, rounds: options.rounds }))
          report(line);
      } catch (error) {
        // The other rows are still worth measuring.
        const title = `${row.what}, ${engine.name}, ${charset}`;
        console.error(`failed: ${title}`, error);
        failed.push(title);
      }
    }
  }
}

async function setUp({ engines, json }) {
  if (json) console.log = console.error; // standard output gets the JSON document alone
  for (const step of buildSteps) await step();
  if (engines.includes("chromium")) await ensureBrowsers(["chromium"], { ci: Boolean(process.env.CI) });
  if (isStale()) await build();
}

async function main() {
  const options = wanted();
  await setUp(options);
  // These need what the set-up installs.
  const [{ openServer }, { openNode }, { openChromium }] = await Promise.all([
    import("./engines/server.mjs"),
    import("./engines/node.mjs"),
    import("./engines/chromium.mjs"),
  ]);
  const open = { node: openNode, chromium: openChromium };
  const load = loadavg()[0];
  const versions = [];
  const results = [];
  const failed = [];
  const print = printer((text) => console.log(text));
  const report = (line) => {
    results.push(line);
    print(line);
  };
  const server = await openServer();
  try {
    for (const name of options.engines) {
      const engine = await open[name](server.url);
      versions.push(engine.version);
      try {
        await inEngine(engine, options, server.url, { report, failed });
      } finally {
        await engine.close();
      }
    }
  } finally {
    await server.close();
  }

  if (failed.length > 0) process.exitCode = 1;
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  if (options.json) {
    const machine = { cpu, versions, load };
    process.stdout.write(`${JSON.stringify({ machine, hidden: HIDDEN, results, failed })}\n`);
    return;
  }
  console.log("");
  for (const title of failed) console.log(`failed: ${title}`);
  const share = (HIDDEN * 100).toFixed(1);
  console.log(
    `Of all rows ${share} % are hidden. Medians of ${options.rounds} shuffled rounds, twice as many on cold pages, half for XML.`,
  );
  console.log(`${cpu}, ${versions.join(", ")}, load ${load.toFixed(1)} at the start`);
}

await main().catch(exitOn);
