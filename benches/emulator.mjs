/**
 * Measures how many subscriptions per second the emulator accepts while it stores a million. It runs in a separate process
 * with raised limits, and loads the stored subscriptions from a data file.
 *
 *     npm run bench:emulator -- [--held 1000000] [--seconds 20] [--connections 32]
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import autocannon from "autocannon";

const program = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const VARIANTS = 1_000;
const START = Date.parse("2026-08-01T12:00:00Z");
const variant = (index) => `$custom:::$default:::SKU-${index % VARIANTS}`;

const body = (index) =>
  JSON.stringify({
    data: {
      type: "back-in-stock-subscription",
      attributes: {
        channels: ["EMAIL"],
        profile: { data: { type: "profile", attributes: { email: `shopper-${index}@example.com` } } },
      },
      relationships: { variant: { data: { type: "catalog-variant", id: variant(index) } } },
    },
  });

/** Writes the data file of an emulator with `held` subscriptions. */
async function writeData(path, held) {
  const file = createWriteStream(path);
  file.write(`${JSON.stringify({ file: "back-in-stock emulator", version: 1 })}\n`);
  for (let index = 0; index < held; index++) {
    const line = {
      do: "accept",
      identifiers: { email: `shopper-${index}@example.com` },
      subscription: { variant: variant(index), channels: ["EMAIL"] },
      at: START + index,
    };
    if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
}

/** Starts the program and waits until it serves. */
async function start(folder) {
  const feed = join(folder, "feed.json");
  const rows = Array.from({ length: VARIANTS }, (_, index) => ({
    id: `SKU-${index}`,
    inventory_quantity: 0,
  }));
  await writeFile(feed, JSON.stringify(rows));
  const limits = ["--burst", "1000000", "--steady", "1000000"];
  const args = [program, "emulator", "--feed", feed, "--data", join(folder, "data.jsonl"), ...limits];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  while (!printed.includes("variants")) await once(child.stdout, "data");
  return { child, url: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)[0] };
}

/** Resident memory of a process, in MiB. */
async function memory(pid) {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Math.round(Number(stdout) / 1024);
}

/** Sends requests, each for a new person. */
function sendLoad(url, { seconds, connections, from }) {
  let index = from;
  return autocannon({
    url: `${url}/client/back-in-stock-subscriptions?company_id=ABC123`,
    method: "POST",
    headers: { "content-type": "application/vnd.api+json", revision: "2026-07-15" },
    connections,
    duration: seconds,
    requests: [{ setupRequest: (request) => ({ ...request, body: body(index++) }) }],
  });
}

/** Runs the benchmark; returns its results. */
export async function bench({ held, seconds, connections, warmup = 3 }) {
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-bench-"));
  let child;
  try {
    await writeData(join(folder, "data.jsonl"), held);
    const before = performance.now();
    const started = await start(folder);
    child = started.child;
    const startMs = performance.now() - before;
    const summary = async () => (await fetch(`${started.url}/emulator/summary`)).json();
    const { counts } = await summary();
    const startMiB = await memory(child.pid);
    if (warmup > 0) await sendLoad(started.url, { seconds: warmup, connections, from: held });
    const warm = await summary();
    const result = await sendLoad(started.url, { seconds, connections, from: held * 2 + 1_000_000 });
    const end = await summary();
    return {
      held: counts.waiting,
      startMs,
      startMiB,
      accepted: end.counts.waiting - warm.counts.waiting,
      perSecond: (end.counts.waiting - warm.counts.waiting) / result.duration,
      refused: result.non2xx,
      errors: result.errors,
      latency: { p50: result.latency.p50, p99: result.latency.p99 },
      endMiB: await memory(child.pid),
      endHeld: end.counts.waiting,
    };
  } finally {
    child?.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      held: { type: "string", default: "1000000" },
      seconds: { type: "string", default: "20" },
      connections: { type: "string", default: "32" },
    },
  });
  const [held, seconds, connections] = ["held", "seconds", "connections"].map((name) => Number(values[name]));
  const count = (number) => Math.round(number).toLocaleString("en");
  const found = await bench({ held, seconds, connections });
  console.log(
    `${cpus().length} cores (${cpus()[0].model}), Node ${process.versions.node}, ${connections} connections`,
  );
  console.log(`held at the start     ${count(found.held)} subscriptions, ${found.startMiB} MiB resident`);
  console.log(`read and serving in   ${count(found.startMs)} ms`);
  console.log(
    `accepted              ${count(found.accepted)} in ${seconds} s: ${count(found.perSecond)} a second`,
  );
  console.log(`refused, failed       ${found.refused}, ${found.errors}`);
  console.log(`latency               ${found.latency.p50} ms median, ${found.latency.p99} ms for 99 of 100`);
  console.log(`held at the end       ${count(found.endHeld)} subscriptions, ${found.endMiB} MiB resident`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
