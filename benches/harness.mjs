/**
 * Measures workloads, in Node and in a page.
 *
 * `prepare(options)` of a workload (`workloads/*.mjs`) runs once for all packages, so that all read the same bytes. It returns:
 * - `run(api)`, which returns the function to measure for a package, and `peers`, the functions of other contenders;
 * - `answer(api)` and `expected()`, the rows of the package and of a peer, and `written`, the part of a row to compare.
 *
 * A cold workload has `summary(result)` instead of the last ones: a text that must be the same for all contenders.
 */
import { assertSameRows } from "./peers.mjs";

/** The minimum time of a sample in ms, long enough that the timer's resolution does not matter. */
const MIN_SAMPLE_MS = 10;

let contenders;
const repeats = new Map();
/** Stores results, so that no engine can optimize away unused work. */
export let result;

const prepared = async (workload, options) => (await import(`./workloads/${workload}.mjs`)).prepare(options);

/** The exports of a package, and the address of its `core.wasm`. */
async function load({ main, feed, wasm }) {
  const [core, feeds] = await Promise.all([import(main), import(feed)]);
  return { ...feeds, ...core, wasm }; // both have an `init`; the core's is the one that is measured
}

/**
 * Prepares a workload: checks that all contenders give the same result, and warms them up.
 *
 * @param {string} name a file in `workloads/`
 * @param {object} options of the workload
 * @param {{packages: Record<string, {main: string, feed: string, wasm: string}>, peers: string[]}} measured addresses of
 *   the packages, by name, and the names of the peers beside them
 * @returns {Promise<string[]>} the names of the contenders
 */
export async function prepare(name, options, { packages, peers }) {
  const workload = await prepared(name, options);
  contenders = {};
  let expected = peers.length > 0 ? await workload.expected() : undefined;
  for (const [key, addresses] of Object.entries(packages)) {
    const api = await load(addresses);
    const rows = await workload.answer(api);
    expected ??= rows;
    assertSameRows(rows, expected, workload.written);
    contenders[key] = await workload.run(api);
  }
  for (const peer of peers) contenders[peer] = workload.peers[peer];
  for (const key of Object.keys(contenders)) repeats.set(key, await calibrate(contenders[key]));
  return Object.keys(contenders);
}

/** Finds how often a contender must run in one sample. */
async function calibrate(run) {
  for (let times = 1; ; ) {
    const ms = await time(run, times);
    if (ms >= MIN_SAMPLE_MS) return times;
    times = Math.ceil(times * Math.min(10, (MIN_SAMPLE_MS / ms) * 1.2));
  }
}

async function time(run, times) {
  const start = performance.now();
  for (let left = times; left > 0; left--) {
    result = run();
    // Awaiting costs more than a small synchronous workload.
    if (result instanceof Promise) result = await result;
  }
  return performance.now() - start;
}

/** Takes a sample; returns milliseconds per run. */
export async function sample(name) {
  const times = repeats.get(name);
  globalThis.gc?.();
  return (await time(contenders[name], times)) / times;
}

/**
 * Runs a contender once in a new page or process. Its scripts are loaded, but no WebAssembly modules.
 *
 * @returns {Promise<{ms: number, summary: string}>}
 */
export async function cold(name, options, { packages, contender }) {
  const workload = await prepared(name, options);
  const addresses = packages[contender];
  const run = addresses ? await workload.run(await load(addresses)) : workload.peers[contender];
  const ms = await time(run, 1);
  return { ms, summary: workload.summary(result) };
}

/** Measures the memory of a workload. */
export async function measure(name, options, { packages }) {
  const workload = await import(`./workloads/${name}.mjs`);
  return workload.measure(options, await load(packages.ours));
}
