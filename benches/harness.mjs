/** What is measured is measured by this, in Node and in a page alike. */

/** A sample takes at least so long, in ms, where the work can be repeated: then a timer's steps do not count. */
const LEAST = 10;

let contenders;
const repeats = new Map();
/** Results go here, so that no engine may leave out what nobody reads. */
export let result;

/**
 * Makes a work ready, once: checks that all contenders give the same, and warms them up.
 *
 * @param {string} work a file in `works/`
 * @returns {Promise<string[]>} the names of the contenders
 */
export async function prepare(work, options) {
  const module = await import(`./works/${work}.mjs`);
  const prepared = await module.prepare(options);
  await prepared.check();
  contenders = prepared.contenders;
  for (const name of Object.keys(contenders)) repeats.set(name, await enough(contenders[name]));
  return Object.keys(contenders);
}

/** How often a contender runs in one sample. */
async function enough(run) {
  for (let times = 1; ; ) {
    const ms = await time(run, times);
    if (ms >= LEAST) return times;
    times = Math.ceil(times * Math.min(10, (LEAST / ms) * 1.2));
  }
}

async function time(run, times) {
  const start = performance.now();
  for (let left = times; left > 0; left--) {
    result = run();
    // A wait costs more than a small work that needs none.
    if (result instanceof Promise) await result;
  }
  return performance.now() - start;
}

/** One sample: milliseconds for one run. */
export async function sample(name) {
  const times = repeats.get(name);
  globalThis.gc?.();
  return (await time(contenders[name], times)) / times;
}

/** The memory that a work takes. */
export async function measure(work, options) {
  const module = await import(`./works/${work}.mjs`);
  return module.measure(options);
}
