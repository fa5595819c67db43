// Starts the module. Everywhere that this runs, a module can be compiled or imported synchronously.
import * as core from "#relay";
import { BackInStockError } from "../shared/errors.ts";

declare const VERSION: string;

let compile: () => WebAssembly.Module;
let module: WebAssembly.Module | undefined;

/** Each entry of the package provides its module. */
export function provide(compiled: () => WebAssembly.Module): void {
  compile = compiled;
}

/**
 * Starts the module if it is not running.
 *
 * @throws BackInStockError `load_failed`
 */
export function start(): void {
  if (module) return;
  try {
    module = compile();
    restart();
  } catch (cause) {
    module = undefined;
    const error = new BackInStockError("load_failed", undefined, "relay.wasm could not be used");
    error.cause = cause;
    throw error;
  }
}

/** Replaces the instance, since an exception that unwinds through it leaves its state invalid. */
export function restart(): void {
  core.bind(new WebAssembly.Instance(module as WebAssembly.Module, core.imports).exports);
  // A bundler may have taken the module of another release.
  if (core.relayVersion() !== VERSION) throw new Error("version");
}
