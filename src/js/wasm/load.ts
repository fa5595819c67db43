// A WebAssembly module from wherever it is, and what to say when there is none.
import { BackInStockError } from "../shared/errors.ts";
import type { WasmSource } from "../types.ts";

/** Gives the source of a module. It may throw: a script that is not a module does not know its own address. */
export type Locate = () => WasmSource | Promise<WasmSource>;

/**
 * The compiled module. Read whole, not streamed: for so few bytes, a wrong content type does no harm then.
 *
 * @throws BackInStockError `load_failed` if there is no source, or it cannot be fetched
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
  // `fetch` takes anything for an address: "/undefined", "/[object Object]".
  const isUsable = typeof source === "string" || source instanceof WebAssembly.Module || isBytes(source);
  if (isUsable || "href" in Object(source) || "url" in Object(source)) return source as WasmSource;
  throw loadError("its address is not known: call init() with it", cause);
}

/** Also of another realm: in a test with jsdom, `fetch` returns buffers of Node's. */
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

/** What to throw for what was thrown while a module was compiled and started. */
export function toLoadError(cause: unknown): BackInStockError {
  if (cause instanceof BackInStockError) return cause;
  return isBlocked() ? blockedError() : loadError("none of this version was found", cause);
}

/** An empty module: where even this one is refused, so is every other. Some engines refuse only to start it. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Whether WebAssembly is missing, or forbidden by the page's policy. */
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
    "WebAssembly is not allowed here: script-src needs 'wasm-unsafe-eval'",
  );

/** The error of a module that is there, and cannot be used. */
export function loadError(why: string, cause: unknown): BackInStockError {
  const error = new BackInStockError("load_failed", undefined, `the module could not be used: ${why}`);
  error.cause = cause;
  return error;
}
