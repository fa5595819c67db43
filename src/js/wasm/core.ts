// Loading the core, and the one place through which it is called.
import * as core from "#core";
import { BackInStockError } from "../shared/errors.ts";
import type { WasmSource } from "../types.ts";
import { compileModule, isBlocked, type Locate, loadError, toLoadError } from "./load.ts";

declare const VERSION: string;

/** Makes an instance of the core, as WebAssembly or as plain JavaScript. */
type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

let ready = false;
/** Makes another instance, in place of one that stopped. */
let recreate: Instantiate;
/** The core as plain JavaScript, if that is what runs. */
let fallback: Instantiate | undefined;
let loading: Promise<void> | undefined;
let locateCore: Locate | undefined;

/**
 * Sets where the core is unless `init` gets a source. Each entry passes its own when it is used, so that no bundler can
 * drop it. The first one counts: a page with the core in its script needs no file for an element's form. @internal
 */
export function locateWith(source: Locate): void {
  locateCore ??= source;
}

/** From now on, what is loaded is plain JavaScript. @internal */
export function useFallback(instantiate: Instantiate): void {
  fallback = instantiate;
}

/**
 * Loads the core. Calling it again, or while it loads, does nothing more; after a failure it tries again.
 * Where the page's policy or the browser forbids WebAssembly, the same is loaded as plain JavaScript instead.
 *
 * @param source where the core is, or the compiled core; each entry of the package has a default
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where WebAssembly is forbidden and the script for that cannot
 *   be loaded
 */
export function init(source?: WasmSource): Promise<void> {
  // A later call, and a retry, has no other address than this one.
  if (source) locateCore = () => source;
  if (!loading) {
    const attempt = loadCore().catch((error: unknown) => {
      // A stored failure would last until the page is loaded again.
      if (loading === attempt) loading = undefined;
      throw error;
    });
    loading = attempt;
  }
  return loading;
}

/** The same within `timeout` milliseconds; after that, the next call does not wait for this attempt. @internal */
export async function loadWithin(timeout: number): Promise<void> {
  if (ready) return;
  const mine = init();
  await withTimeout(timeout, mine, () => {
    if (loading === mine) loading = undefined;
  });
}

/** What a promise gives, or a `timeout` after that many milliseconds. @internal */
export function withTimeout<T>(timeout: number, promise: Promise<T>, late?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      late?.();
      reject(new BackInStockError("timeout", undefined, "Klaviyo did not answer in time"));
    }, timeout);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function loadCore(): Promise<void> {
  try {
    // Asked first: the module would be fetched for nothing.
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
  // A page may have the module of another release.
  if (core.version() !== VERSION) throw "version";
  ready = true;
}

/**
 * Runs what calls the core.
 *
 * @throws BackInStockError `not_initialized` before `init` is done; whatever the core throws
 * @internal
 */
export function callCore<T>(call: () => T): T {
  if (!ready) {
    throw new BackInStockError(
      "not_initialized",
      undefined,
      "the module is not loaded yet: await init() first",
    );
  }
  try {
    return call();
  } catch (cause) {
    throw cause instanceof BackInStockError ? cause : replaceInstance(cause);
  }
}

/** What waits for a promise inside of the core: called with the error if the core stops. */
const pendingCalls = new Set<(error: BackInStockError) => void>();
/** Called when nothing waits any more. */
let onDrained: (() => void) | undefined;
/** Milliseconds for what waits to end when the core has stopped. */
const MAX_DRAIN_TIME = 1_000;

/**
 * Notes that a call of the core waits for a promise. The core is not replaced before it has ended: the promise would call
 * the new instance back in place of the one that waits.
 *
 * @param stop must make the promise settle
 * @returns to be called when the call has ended
 * @internal
 */
export function whileWaiting(stop: (error: BackInStockError) => void): () => void {
  pendingCalls.add(stop);
  return () => {
    pendingCalls.delete(stop);
    if (pendingCalls.size === 0) onDrained?.();
  };
}

/** Whatever is thrown through the core leaves the instance in no state to go on: it is replaced. */
function replaceInstance(cause: unknown): BackInStockError {
  const error = loadError("it stopped and was replaced", cause);
  ready = false;
  if (pendingCalls.size === 0) restart();
  else {
    loading = new Promise<void>((resolve) => {
      // Not at once: what was stopped ends in the next microtasks.
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
    // The next init() loads it again.
  }
}
