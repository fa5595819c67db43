import { filterFeed } from "back-in-stock/feed";

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

/**
 * What reading a feed from a server takes, in bytes: the module's memory, and in Node by how much the heap grew at its
 * highest, garbage included.
 *
 * @returns {Promise<{wasm: number, heap?: number}>}
 */
export async function measure({ origin, ...options }) {
  const used = globalThis.process ? () => process.memoryUsage().heapUsed : undefined;
  const response = await fetch(`${origin}/feed?${new URLSearchParams(options)}`);
  globalThis.gc?.();
  const before = used?.();
  let highest = before;
  let rows = 0;
  for await (const row of filterFeed(response)) {
    if (row.id === undefined) throw new Error("a row without an id");
    rows++;
    if (used && rows % EVERY === 0) highest = Math.max(highest, used());
  }
  if (rows === 0 || memories.length === 0) throw new Error("no rows, or no module was seen");
  const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return used ? { wasm, heap: highest - before } : { wasm };
}
