// The modules that read feeds: one for each syntax, and for browsers with and without SIMD.
import { locate } from "#feed-modules";
import type { WasmSource } from "../types.ts";
import { compiled, explained } from "../wasm/load.ts";

/** The syntaxes. */
export type Format = "json" | "xml";

/** The modules: one for each syntax, and one that checks what it reads. */
export type Kind = Format | `${Format}-check`;

/** What a module exports; `src/wasm/feed.rs` says what each does. */
export interface Exports {
  memory: WebAssembly.Memory;
  text(length: number): number;
  open(at: number, length: number, threshold: number, limit: number): void;
  room(length: number): number;
  scan(length: number, last: boolean): number;
  see(what: number): number;
}

/** What each entry of feeds knows: where its modules are. @internal */
export type Locate = (kind: Kind, simd: boolean) => WasmSource | Promise<WasmSource>;

const modules: { [kind in Kind]?: Promise<WebAssembly.Module> | undefined } = {};
const ready: { [kind in Kind]?: WebAssembly.Module } = {};

/**
 * Loads the module for JSON feeds before it is needed, or tells where it is. Nothing has to call it.
 *
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where the page's policy or the browser forbids WebAssembly
 */
export async function init(source?: WasmSource): Promise<void> {
  await load("json", source);
}

/** The module, if it is there already. */
export const loaded = (kind: Kind): WebAssembly.Module | undefined => ready[kind];

/** The module; a load that fails is not remembered. */
export function load(kind: Kind, source?: WasmSource): Promise<WebAssembly.Module> {
  const known = modules[kind];
  if (known && !source) return known;
  const loading = locateAndCompile(kind, source);
  modules[kind] = loading;
  loading.then(
    (module) => {
      ready[kind] = module;
    },
    () => {
      if (modules[kind] === loading) modules[kind] = undefined;
    },
  );
  return loading;
}

async function locateAndCompile(kind: Kind, source?: WasmSource): Promise<WebAssembly.Module> {
  try {
    return await compiled(() => source ?? locate(kind, WebAssembly.validate(SIMD)));
  } catch (cause) {
    throw explained(cause);
  }
}

/** A new instance, which has a memory of its own: feeds that are read at once do not share it. */
export async function instance(module: WebAssembly.Module): Promise<Exports> {
  try {
    const { exports } = await WebAssembly.instantiate(module);
    return exports as unknown as Exports;
  } catch (cause) {
    throw explained(cause);
  }
}

/** The smallest module with an instruction of SIMD. */
const SIMD = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);
