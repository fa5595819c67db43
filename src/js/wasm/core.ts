// Loads the core, and makes all calls to it. The build generates `#core` from `src/wasm/*.rs` and `src/wasm/types.d.ts`.
import * as core from "#core";
import { BackInStockError } from "../shared/errors.ts";
import type { WasmSource } from "../types.ts";
import { compileModule, isBlocked, type Locate, loadError, toLoadError } from "./load.ts";

declare const VERSION: string;

/** Creates an instance of the core, as WebAssembly or as plain JavaScript. */
type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

let ready = false;
/** Creates a replacement for an instance that stopped. */
let recreate: Instantiate;
/** Creates the core as plain JavaScript. Set if that is used. */
let fallback: Instantiate | undefined;
let loading: Promise<void> | undefined;
let locateCore: Locate | undefined;

/**
 * Sets the default source of the core. Each entry calls this when it is used, so that bundlers do not drop the source. The
 * first source takes precedence: a page with the core in its script needs no file for an element's form. @internal
 */
export function locateWith(source: Locate): void {
  locateCore ??= source;
}

/** Makes later loads use plain JavaScript. @internal */
export function forceFallback(instantiate: Instantiate): void {
  fallback = instantiate;
}

/**
 * Loads the core. Further calls share the first load; after a failure, the next call tries again. If the page's policy or
 * the browser forbids WebAssembly, the core is loaded as plain JavaScript instead.
 *
 * @param source the core's address or bytes, or the compiled core. Each entry of the package has a default
 * @throws BackInStockError `load_failed`; `wasm_blocked` if WebAssembly is forbidden and the JavaScript version cannot be
 *   loaded
 */
export function init(source?: WasmSource): Promise<void> {
  // Later calls and retries use the same source.
  if (source) locateCore = () => source;
  if (!loading) {
    const attempt = loadCore().catch((error: unknown) => {
      // Otherwise every later call would fail with the same error.
      if (loading === attempt) loading = undefined;
      throw error;
    });
    loading = attempt;
  }
  return loading;
}

/** Loads the core within `timeout` milliseconds. After a timeout, the next call starts a new load. @internal */
export async function loadWithin(timeout: number): Promise<void> {
  if (ready) return;
  const mine = init();
  await withTimeout(timeout, mine, () => {
    if (loading === mine) loading = undefined;
  });
}

/**
 * Waits for a promise for `timeout` milliseconds.
 *
 * @throws BackInStockError `timeout`, or the promise's rejection
 * @internal
 */
export function withTimeout<T>(timeout: number, promise: Promise<T>, late?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      late?.();
      reject(
        new BackInStockError(
          "timeout",
          undefined,
          "a script, the WebAssembly module or the storage did not respond in time",
        ),
      );
    }, timeout);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function loadCore(): Promise<void> {
  try {
    // Checked first, so that a module that cannot run is not fetched.
    if (!fallback && isBlocked()) fallback = (await import("./fallback.ts")).instantiate;
    if (fallback) recreate = fallback;
    else {
      const module = await compileModule(locateCore);
      const first = await WebAssembly.instantiate(module, core.imports);
      recreate = (imports) => new WebAssembly.Instance(module, imports).exports;
      if (!ready) start(() => first.exports);
      return;
    }
    if (!ready) start(recreate);
  } catch (cause) {
    throw toLoadError(cause);
  }
}

function start(instantiate: Instantiate): void {
  core.bind(instantiate(core.imports));
  // The page may serve the module of another release.
  if (core.version() !== VERSION) throw "version";
  ready = true;
}

/**
 * Runs a function that calls the core.
 *
 * @throws BackInStockError `not_initialized` before `init` has finished; `load_failed` if the core crashes; any error of the
 *   core
 * @internal
 */
export function callCore<T>(call: () => T): T {
  if (!ready) {
    throw new BackInStockError("not_initialized", undefined, "the module is not loaded: await init() first");
  }
  try {
    return call();
  } catch (cause) {
    throw cause instanceof BackInStockError ? cause : replaceInstance(cause);
  }
}

/** Asynchronous calls of the core. Each function is called with the error if the core crashes. */
const pendingCalls = new Set<(error: BackInStockError) => void>();
/** Called when no asynchronous call is pending. */
let onDrained: (() => void) | undefined;
/** Maximum time in milliseconds for pending calls to end after the core has stopped. */
const MAX_DRAIN_TIME = 1_000;

/**
 * Registers an asynchronous call of the core. The core is not replaced until the call has ended, because the call's promise
 * would call back into the new instance.
 *
 * @param stop must make the call's promise settle
 * @returns a function to call when the call has ended
 * @internal
 */
export function whileWaiting(stop: (error: BackInStockError) => void): () => void {
  pendingCalls.add(stop);
  return () => {
    pendingCalls.delete(stop);
    if (pendingCalls.size === 0) onDrained?.();
  };
}

/** Replaces the instance, since an exception that unwinds through the core leaves its state invalid. */
function replaceInstance(cause: unknown): BackInStockError {
  const error = loadError("it stopped and was replaced", cause);
  ready = false;
  if (pendingCalls.size === 0) restart();
  else {
    loading = new Promise<void>((resolve) => {
      // A later task: the stopped calls end in the next microtasks.
      onDrained = () => setTimeout(resolve);
      setTimeout(resolve, MAX_DRAIN_TIME);
    }).then(restart);
    for (const stop of [...pendingCalls]) stop(error);
  }
  return error;
}

function restart(): void {
  onDrained = undefined;
  loading = undefined;
  try {
    start(recreate);
    loading = Promise.resolve();
  } catch {
    // The next call of init() loads the core again.
  }
}
