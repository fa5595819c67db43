// Loads the modules that read feeds. Each syntax has a module, which exists with and without SIMD.
import * as json from "#feed";
import { locate } from "#feed-modules";
import type { WasmSource } from "../types.ts";
import { compileModule, toLoadError } from "../wasm/load.ts";

declare const VERSION: string;

/** The syntaxes of feeds. */
export type Syntax = "json" | "xml";

/** The modules: each syntax has one for reading and one for checking. */
export type ModuleKind = Syntax | `${Syntax}-check`;

/** Returns the source of a module. Each entry for feeds has its own implementation. @internal */
export type LocateFeedModule = (kind: ModuleKind, simd: boolean) => WasmSource | Promise<WasmSource>;

/** The modules' bindings. @internal */
export interface Bindings {
  json: typeof import("#feed");
  "json-check": typeof import("#feed-check");
  xml: typeof import("#feed-xml");
  "xml-check": typeof import("#feed-xml-check");
}

const bindings: { [K in ModuleKind]: () => Bindings[K] | Promise<Bindings[K]> } = {
  json: () => json,
  "json-check": () => import("#feed-check"),
  xml: () => import("#feed-xml"),
  "xml-check": () => import("#feed-xml-check"),
};

/** A loaded module and its bindings. */
interface LoadedModule<K extends ModuleKind> {
  module: WebAssembly.Module;
  binding: Bindings[K];
}

const loads: { [K in ModuleKind]?: Promise<LoadedModule<K>> | undefined } = {};
const ready: { [K in ModuleKind]?: boolean } = {};

/**
 * Loads the module for JSON feeds in advance. Optional, unless the page must set the module's source.
 *
 * @param source the module's address or bytes, or the compiled module; by default, the entry's own
 * @throws BackInStockError `load_failed`; `wasm_blocked` if the page's policy or the browser forbids WebAssembly
 */
export async function init(source?: WasmSource): Promise<void> {
  await loadModule("json", source);
}

/** Whether a module is loaded. */
export const isLoaded = (kind: ModuleKind): boolean => Boolean(ready[kind]);

/** Loads a module once. After a failure, the next call tries again. @internal */
export function loadModule<K extends ModuleKind>(kind: K, source?: WasmSource): Promise<LoadedModule<K>> {
  const known = loads[kind];
  if (known && !source) return known;
  const loading = locateAndCompile(kind, source);
  (loads as Record<ModuleKind, unknown>)[kind] = loading;
  loading.then(
    () => {
      ready[kind] = true;
    },
    () => {
      if (loads[kind] === loading) loads[kind] = undefined;
    },
  );
  return loading;
}

async function locateAndCompile<K extends ModuleKind>(
  kind: K,
  source?: WasmSource,
): Promise<LoadedModule<K>> {
  try {
    const module = await compileModule(() => source ?? locate(kind, WebAssembly.validate(SIMD_PROBE)));
    return { module, binding: await bindings[kind]() };
  } catch (cause) {
    throw toLoadError(cause);
  }
}

/** In bytes. An instance with a larger memory is replaced before it reads another feed, since memories never shrink. */
const MAX_MEMORY_TO_REUSE = 1 << 22;

/** An instance of a module. */
interface Instance {
  module: WebAssembly.Module;
  /** The number of feeds that it is reading. */
  open: number;
  memory?: WebAssembly.Memory | undefined;
  /** Resolves when its functions are bound. */
  bound: Promise<void>;
}

const instances: { [K in ModuleKind]?: Instance } = {};

/**
 * Acquires an instance for one feed, until `release` is called. Feeds that are read concurrently share an instance.
 * @internal
 */
export async function acquire<K extends ModuleKind>(
  kind: K,
  { module, binding }: LoadedModule<K>,
): Promise<Bindings[K]> {
  let instance = instances[kind];
  const isUsable =
    instance?.module === module &&
    (instance.memory?.buffer.byteLength ?? MAX_MEMORY_TO_REUSE) < MAX_MEMORY_TO_REUSE;
  if (!instance || (instance.open === 0 && !isUsable)) {
    instance = { module, open: 0, bound: Promise.resolve() };
    instance.bound = bind(kind, instance, binding);
    instances[kind] = instance;
  }
  instance.open++;
  try {
    await instance.bound;
    return binding;
  } catch (cause) {
    release(kind);
    throw toLoadError(cause);
  }
}

async function bind(kind: ModuleKind, instance: Instance, binding: Bindings[ModuleKind]): Promise<void> {
  const { exports } = await WebAssembly.instantiate(instance.module, binding.imports);
  binding.bind(exports);
  if (binding.moduleVersion() !== `${VERSION} ${kind}`) throw "version";
  instance.memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
}

/** Releases the instance after a feed. */
export function release(kind: ModuleKind): void {
  const instance = instances[kind];
  if (instance) instance.open--;
}

/** Marks an instance that stopped. It is replaced once no feed uses it. */
export function discardInstance(kind: ModuleKind): void {
  delete instances[kind]?.memory;
}

/** A minimal module with a SIMD instruction. `WebAssembly.validate` accepts it if SIMD is supported. */
const SIMD_PROBE = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);
