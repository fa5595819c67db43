/**
 * Measures, in Node and in a page alike.
 *
 * A work (`works/*.mjs`) is made by `prepare(options)`, once for all packages, so that all read the same bytes:
 * - `run(api)` returns the function to measure for one package, `peers` has those of other contenders;
 * - `answer(api)` and `expected()` return rows, by the package and by a peer; `written` says what of a row is compared.
 *
 * A cold work has `summary(result)` instead of the last: a text that must be the same for all contenders.
 */
import { assertSameRows } from "./peers.mjs";

/** A sample takes at least this long, in ms, if the work can be repeated: then the resolution of a timer does not matter. */
const MIN_SAMPLE_MS = 10;

let contenders;
const repeats = new Map();
/** Results go here, so that no engine may leave out what nobody reads. */
export let result;

const prepared = async (workload, options) => (await import(`./workloads/${workload}.mjs`)).prepare(options);

/** The exports of a package, and the address of its `core.wasm`. */
async function load({ main, feed, wasm }) {
  const [core, feeds] = await Promise.all([import(main), import(feed)]);
  return { ...feeds, ...core, wasm }; // both have an `init`; the core's is the one that is measured
}

/**
 * Prepares a work: checks that all contenders give the same, and warms them up.
 *
 * @param {string} name a file in `works/`
 * @param {object} options of the work
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

/** How often a contender runs in one sample. */
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
    // A wait costs more than a small work that needs none.
    if (result instanceof Promise) result = await result;
  }
  return performance.now() - start;
}

/** One sample: milliseconds for one run. */
export async function sample(name) {
  const times = repeats.get(name);
  globalThis.gc?.();
  return (await time(contenders[name], times)) / times;
}

/**
 * The first and only run of a contender in a new page or process: its scripts are loaded, and no module is.
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

/** The memory that a work takes. */
export async function measure(name, options, { packages }) {
  const workload = await import(`./workloads/${name}.mjs`);
  return workload.measure(options, await load(packages.ours));
}
