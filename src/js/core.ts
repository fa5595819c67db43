// Loading the module, and the one place through which it is called.

import * as glue from "#glue";
import { BackInStockError, numbered } from "./errors.ts";
import { FINGERPRINT, TIMEOUT } from "./generated/core.ts";
import { compiled, explained, failed } from "./module.ts";
import type { WasmSource } from "./types.ts";

type Exports = typeof glue.core;

let module: WebAssembly.Module | undefined;
let loading: Promise<void> | undefined;
let ready = false;
let locate: (() => WasmSource | Promise<WasmSource>) | undefined;

/** Tells where the module is when `init` is not told. Only the package's entries know. @internal */
export function locateWith(source: () => WasmSource | Promise<WasmSource>): void {
  locate = source;
}

/**
 * Loads the module. Calling it again, or while it loads, does nothing more; after a failure it tries again.
 *
 * @param source where the module is, or the module; each entry of the package has a default
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where the page's policy or the browser forbids WebAssembly
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
  if (ready) return;
  const mine = init();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      if (loading === mine) loading = undefined;
      reject(numbered(TIMEOUT));
    }, timeout);
    mine.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function load(): Promise<void> {
  const from = await locate?.();
  try {
    module = await compiled(from);
    const instance = await WebAssembly.instantiate(module, glue.imports);
    if (!ready) start(instance);
  } catch (cause) {
    throw explained(cause);
  }
}

function start(instance: WebAssembly.Instance): void {
  glue.attach(instance.exports);
  if (glue.core.fingerprint() !== FINGERPRINT) throw "fingerprint";
  ready = true;
}

/**
 * Calls the module. What it refuses, it returns as a number.
 *
 * @throws BackInStockError `not_initialized` before `init` is done
 * @internal
 */
export function call<T>(name: keyof Exports, ...values: unknown[]): T {
  if (!ready) {
    throw new BackInStockError(
      "not_initialized",
      undefined,
      "the module is not loaded yet: await init() first",
    );
  }
  let result: unknown;
  try {
    result = (glue.core[name] as (...values: unknown[]) => unknown)(...values);
  } catch (cause) {
    throw replace(cause);
  }
  if (typeof result === "number") throw numbered(result);
  return result as T;
}

/** A trap, which must not happen, leaves the instance in no state to go on with: it gets a new one. */
function replace(cause: unknown): BackInStockError {
  ready = false;
  loading = undefined;
  try {
    if (module) start(new WebAssembly.Instance(module, glue.imports));
    loading = Promise.resolve();
  } catch {
    // The next init() loads it anew.
  }
  return failed("it stopped and was replaced", cause);
}
