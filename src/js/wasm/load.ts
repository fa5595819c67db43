// Loads and compiles a WebAssembly module, and creates the errors for failures.
import { BackInStockError } from "../shared/errors.ts";
import type { WasmSource } from "../types.ts";

/** Returns the source of a module. May throw, since a classic script does not know its own address. */
export type Locate = () => WasmSource | Promise<WasmSource>;

/**
 * Fetches and compiles a module. It is not compiled while streaming, which would require the right content type.
 *
 * @throws BackInStockError `load_failed` if the source is unknown or cannot be fetched
 */
export async function compileModule(locate: Locate | undefined): Promise<WebAssembly.Module> {
  const bytes = await fetchModule(await sourceOf(locate));
  return bytes instanceof WebAssembly.Module ? bytes : WebAssembly.compile(bytes);
}

async function sourceOf(locate: Locate | undefined): Promise<WasmSource> {
  let source: WasmSource | undefined;
  let cause: unknown;
  try {
    source = await locate?.();
  } catch (error) {
    cause = error;
  }
  // `fetch` converts any value to an address, such as "/undefined" or "/[object Object]".
  const isUsable = typeof source === "string" || source instanceof WebAssembly.Module || isBytes(source);
  if (isUsable || "href" in Object(source) || "url" in Object(source)) return source as WasmSource;
  throw loadError("its address is unknown: call init() with it", cause);
}

/** Accepts buffers of other realms: under jsdom, `fetch` returns Node's buffers. */
const isBytes = (source: unknown): source is BufferSource =>
  ArrayBuffer.isView(source) || Object.prototype.toString.call(source) === "[object ArrayBuffer]";

async function fetchModule(source: WasmSource): Promise<BufferSource | WebAssembly.Module> {
  if (source instanceof WebAssembly.Module || isBytes(source)) return source;
  try {
    const response = source instanceof Response ? source : await fetch(source as string | URL | Request);
    if (response.ok) return await response.arrayBuffer();
    throw `HTTP ${response.status}`;
  } catch (cause) {
    throw loadError(typeof cause === "string" ? cause : "it could not be fetched", cause);
  }
}

/** Converts an exception during compilation and start to an error. */
export function toLoadError(cause: unknown): BackInStockError {
  if (cause instanceof BackInStockError) return cause;
  return isBlocked() ? blockedError() : loadError("it is not a module of this version", cause);
}

/** An empty module. If this one is blocked, all are. Some engines block instantiation only. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Whether WebAssembly is unsupported or forbidden by the page's policy. */
export function isBlocked(): boolean {
  try {
    return !new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch {
    return true;
  }
}

const blockedError = () =>
  new BackInStockError(
    "wasm_blocked",
    undefined,
    "WebAssembly is not allowed on this page: add 'wasm-unsafe-eval' to script-src",
  );

/** The error for a module that cannot be loaded or has stopped. */
export function loadError(why: string, cause: unknown): BackInStockError {
  const error = new BackInStockError("load_failed", undefined, `the module could not be used: ${why}`);
  error.cause = cause;
  return error;
}
