/** Every memory that a module exported since this script was loaded. */
const memories = [];
const { instantiate, instantiateStreaming, Instance } = WebAssembly;

function note({ exports }) {
  memories.push(...Object.values(exports).filter((one) => one instanceof WebAssembly.Memory));
}

async function noted(instantiated) {
  const result = await instantiated;
  note(result.instance ?? result);
  return result;
}

WebAssembly.instantiate = (...args) => noted(instantiate(...args));
if (instantiateStreaming)
  WebAssembly.instantiateStreaming = (...args) => noted(instantiateStreaming(...args));
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    note(this);
  }
};

/** How often the heap is looked at, in rows. */
const EVERY = 500;

/** Each reads a feed, calls `look` now and then, and gives the number of rows. */
const READERS = {
  async filterFeed({ filterFeed }, response, look) {
    let rows = 0;
    for await (const row of filterFeed(response)) {
      if (row.id === undefined) throw new Error("a row without an id");
      rows++;
      if (rows % EVERY === 0) look();
    }
    return rows;
  },
  checkFeed: async ({ checkFeed }, response, look) => (await checkFeed(response, { onProgress: look })).items,
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
  let highest = before;
  const look = () => {
    if (used) highest = Math.max(highest, used());
  };
  const rows = await READERS[read](api, response, look);
  if (rows === 0 || memories.length === 0) throw new Error("no rows, or no module was seen");
  const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return used ? { wasm, heap: highest - before } : { wasm };
}
