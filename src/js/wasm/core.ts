// Loading the module, and the one place through which it is called.

import { FINGERPRINT, TIMEOUT } from "../generated/core.ts";
import { BackInStockError, numbered } from "../shared/errors.ts";
import type { WasmSource } from "../types.ts";
import { compiled, explained, failed, isBlocked, type Locate } from "./load.ts";

/** What the module exports; `src/wasm/subscribe.rs` says what each does. @internal */
export interface Exports {
  memory: { readonly buffer: ArrayBuffer };
  room(length: number): number;
  normalize(at: number, length: number, what: number): number;
  request(at: number, length: number, purpose: number): number;
  read(at: number, length: number, status: number): number;
  retry(error: number, attempts: number, seconds: number, date: number, now: number, random: number): number;
  next(created: number, uncertain: number, due: number, lease: number, days: number, now: number): number;
  fingerprint(): number;
}

/** The module frees nothing: with a memory of so many bytes, it is time for a new instance. */
const LARGE = 1 << 22;

type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

/** What is called, once it is there. */
let core: Exports | undefined;
/** A new instance of the plain JavaScript, if that is what runs. */
let fresh: (() => Exports) | undefined;
let module: WebAssembly.Module | undefined;
let loading: Promise<void> | undefined;
let locate: Locate | undefined;

/**
 * Sets where the module is unless `init` gets a source. Each entry passes its own when it is used, so that no bundler can
 * drop it. The first one counts: a page with the module in its script needs no file for an element's form. @internal
 */
export function locateWith(source: Locate): void {
  locate ??= source;
}

/** From now on, what is loaded is plain JavaScript. @internal */
export function run(instantiate: Instantiate): void {
  fresh = () => instantiate({}) as unknown as Exports;
}

/**
 * Loads the module. Calling it again, or while it loads, does nothing more; after a failure it tries again.
 * Where the page's policy or the browser forbids WebAssembly, the same is loaded as plain JavaScript instead.
 *
 * @param source where the module is, or the module; each entry of the package has a default
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where WebAssembly is forbidden and the script for that cannot
 *   be loaded
 */
export function init(source?: WasmSource): Promise<void> {
  // A later call, and a retry, has no other address than this one.
  if (source) locate = () => source;
  if (!loading) {
    const mine = load().catch((error: unknown) => {
      // Kept, a failure would last until the page is loaded again.
      if (loading === mine) loading = undefined;
      throw error;
    });
    loading = mine;
  }
  return loading;
}

/** The same within `timeout` milliseconds; after that, the next call does not wait for this attempt. @internal */
export async function loaded(timeout: number): Promise<void> {
  if (core) return;
  const mine = init();
  await within(timeout, mine, () => {
    if (loading === mine) loading = undefined;
  });
}

/** What a promise gives, or a `timeout` after so many milliseconds. @internal */
export function within<T>(timeout: number, promise: Promise<T>, late?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      late?.();
      reject(numbered(TIMEOUT));
    }, timeout);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function load(): Promise<void> {
  try {
    // Asked first: the module would be fetched for nothing.
    if (!fresh && isBlocked()) run((await import("./fallback.ts")).instantiate);
    let instance = fresh;
    if (!instance) {
      module = await compiled(locate);
      const { exports } = await WebAssembly.instantiate(module);
      instance = () => exports as unknown as Exports;
    }
    if (!core) start(instance);
  } catch (cause) {
    throw explained(cause);
  }
}

function start(instance: () => Exports): void {
  const started = instance();
  // WebAssembly returns 32 bits as a signed number.
  if (started.fingerprint() >>> 0 !== FINGERPRINT) throw "fingerprint";
  core = started;
}

/**
 * Calls the module. What it refuses, it returns as a number below 256; a larger one is a time, or the address of a text.
 *
 * @throws BackInStockError `not_initialized` before `init` is done
 * @internal
 */
export function call(name: "normalize" | "request" | "read", text: string, number: number): string;
/** @internal */
export function call(name: "retry" | "next", ...values: number[]): number;
export function call(name: keyof Exports, ...values: (string | number)[]): string | number {
  if (!core) {
    throw new BackInStockError(
      "not_initialized",
      undefined,
      "the module is not loaded yet: await init() first",
    );
  }
  let result: string | number;
  try {
    if (core.memory.buffer.byteLength > LARGE) start(fresh ?? again);
    const [text, ...rest] = values;
    const run = core[name] as (...values: unknown[]) => number;
    result = typeof text === "string" ? read(core, run(...written(core, text), ...rest)) : run(...values);
  } catch (cause) {
    throw replace(cause);
  }
  if (typeof result === "number" && result < 256) throw numbered(result);
  return result;
}

/** Writes a text into the module's memory: its address and its length in bytes. */
function written({ memory, room }: Exports, text: string): [number, number] {
  const bytes = new TextEncoder().encode(text);
  const at = room(bytes.length);
  // Not before: for the room, the memory may have been replaced by a larger one.
  new Uint8Array(memory.buffer, at).set(bytes);
  return [at, bytes.length];
}

/** The text at an address, up to U+0001; of what is no address, the number. */
function read({ memory }: Exports, at: number): string | number {
  if (at < 256) return at;
  const bytes = new Uint8Array(memory.buffer, at);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(1)));
}

/** A trap, which must not happen, leaves the instance in no state to go on: it gets a new one. */
function replace(cause: unknown): BackInStockError {
  core = undefined;
  loading = undefined;
  try {
    start(fresh ?? again);
    loading = Promise.resolve();
  } catch {
    // The next init() loads it anew.
  }
  return failed("it stopped and was replaced", cause);
}

const again = () => new WebAssembly.Instance(module as WebAssembly.Module).exports as unknown as Exports;
