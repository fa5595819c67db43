/** All WebAssembly memories that were exported since this script was loaded. */
const memories = [];
const { instantiate, instantiateStreaming, Instance } = WebAssembly;

function track({ exports }) {
  memories.push(...Object.values(exports).filter((one) => one instanceof WebAssembly.Memory));
}

async function tracked(instantiated) {
  const result = await instantiated;
  track(result.instance ?? result);
  return result;
}

WebAssembly.instantiate = (...args) => tracked(instantiate(...args));
if (instantiateStreaming)
  WebAssembly.instantiateStreaming = (...args) => tracked(instantiateStreaming(...args));
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    track(this);
  }
};

/** The number of rows between two samples of the heap. */
const EVERY = 500;

/** Each reads a feed, calls `sampleHeap` regularly, and returns the number of rows. */
const READERS = {
  async filterFeed({ filterFeed }, response, sampleHeap) {
    let rows = 0;
    for await (const row of filterFeed(response)) {
      if (row.id === undefined) throw new Error("a row without an id");
      rows++;
      if (rows % EVERY === 0) sampleHeap();
    }
    return rows;
  },
  checkFeed: async ({ checkFeed }, response, sampleHeap) =>
    (await checkFeed(response, { onProgress: sampleHeap })).items,
};

/**
 * What reading a feed from a server takes, in bytes: the module's memory, and in Node by how much the heap grew at its
 * highest, garbage included.
 *
 * @returns {Promise<{wasm: number, heap?: number}>}
 */
export async function measure({ origin, read = "filterFeed", ...options }, api) {
  const used = globalThis.process ? () => process.memoryUsage().heapUsed : undefined;
  const response = await fetch(`${origin}/feed?${new URLSearchParams(options)}`);
  globalThis.gc?.();
  const before = used?.();
  let peak = before;
  const sampleHeap = () => {
    if (used) peak = Math.max(peak, used());
  };
  const rows = await READERS[read](api, response, sampleHeap);
  if (rows === 0 || memories.length === 0) throw new Error("no rows, or no module was seen");
  const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return used ? { wasm, heap: peak - before } : { wasm };
}
