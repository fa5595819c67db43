// The modules that read feeds: one for each syntax, and for browsers with and without SIMD.
import * as json from "#feed";
import { locate } from "#feed-modules";
import type { WasmSource } from "../types.ts";
import { compileModule, toLoadError } from "../wasm/load.ts";

declare const VERSION: string;

/** The syntaxes. */
export type Syntax = "json" | "xml";

/** The modules: one for each syntax, and one that checks what it reads. */
export type ModuleKind = Syntax | `${Syntax}-check`;

/** What each entry of feeds knows: where its modules are. @internal */
export type LocateFeedModule = (kind: ModuleKind, simd: boolean) => WasmSource | Promise<WasmSource>;

/** The scripts that bind the modules. @internal */
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

/** A module that is there, with the script that binds it. */
interface LoadedModule<K extends ModuleKind> {
  module: WebAssembly.Module;
  binding: Bindings[K];
}

const loads: { [K in ModuleKind]?: Promise<LoadedModule<K>> | undefined } = {};
const ready: { [K in ModuleKind]?: boolean } = {};

/**
 * Loads the module for JSON feeds before it is needed, or tells where it is. Nothing has to call it.
 *
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where the page's policy or the browser forbids WebAssembly
 */
export async function init(source?: WasmSource): Promise<void> {
  await loadModule("json", source);
}

/** Whether the module is there already. */
export const isLoaded = (kind: ModuleKind): boolean => Boolean(ready[kind]);

/** The module; a load that fails is not remembered. @internal */
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

/** An instance with a larger memory is replaced before it reads another feed, since a memory never becomes smaller. */
const MAX_MEMORY_TO_REUSE = 1 << 22;

/** The instance of a module. */
interface Instance {
  module: WebAssembly.Module;
  /** The number of feeds that it is reading. */
  open: number;
  memory?: WebAssembly.Memory | undefined;
  /** Whether its functions are bound. */
  bound: Promise<void>;
}

const instances: { [K in ModuleKind]?: Instance } = {};

/**
 * Binds a module for one more feed, until `close` is called. Feeds that are read at once share an instance. @internal
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
  if (binding.version() !== `${VERSION} ${kind}`) throw "version";
  instance.memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
}

/** One feed less is being read. */
export function release(kind: ModuleKind): void {
  const instance = instances[kind];
  if (instance) instance.open--;
}

/** An instance that stopped is replaced once no feed is open. */
export function discardInstance(kind: ModuleKind): void {
  delete instances[kind]?.memory;
}

/** The smallest module with an instruction of SIMD. */
const SIMD_PROBE = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);
