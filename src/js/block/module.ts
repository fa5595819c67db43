// The block module. Its bytes are part of the script.
import { bind, imports } from "#block";
import base64 from "#block.wasm";
import { loadError, toLoadError } from "../wasm/load.ts";

/** An instance that arranged more rows is replaced, because its memory never shrinks. */
const MAX_ROWS_TO_REUSE = 100_000;

let module: WebAssembly.Module | undefined;
let isReady = false;

/**
 * Compiles and starts the module synchronously, since `filterBlock` is synchronous. Chrome before 115 allows that only
 * below 4,096 bytes.
 */
function start(): void {
  try {
    module ??= new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    bind(new WebAssembly.Instance(module, imports).exports);
    isReady = true;
  } catch (cause) {
    throw toLoadError(cause);
  }
}

/**
 * Runs calls of the module for a block with `count` rows.
 *
 * @throws BackInStockError `wasm_blocked`; `load_failed` if the module crashed; the next call uses a new instance
 */
export function callModule<T>(count: number, work: () => T): T {
  if (!isReady) start();
  isReady = false;
  let result: T;
  try {
    result = work();
  } catch (cause) {
    throw loadError("it stopped and was replaced", cause);
  }
  isReady = count <= MAX_ROWS_TO_REUSE;
  return result;
}
