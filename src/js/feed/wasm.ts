// The modules that read feeds: one for each syntax, and for browsers with and without SIMD.
import * as json from "#feed";
import { locate } from "#feed-modules";
import type { WasmSource } from "../types.ts";
import { compiled, explained } from "../wasm/load.ts";

declare const VERSION: string;

/** The syntaxes. */
export type Format = "json" | "xml";

/** The modules: one for each syntax, and one that checks what it reads. */
export type Kind = Format | `${Format}-check`;

/** What each entry of feeds knows: where its modules are. @internal */
export type Locate = (kind: Kind, simd: boolean) => WasmSource | Promise<WasmSource>;

/** The scripts that bind the modules. @internal */
export interface Bindings {
  json: typeof import("#feed");
  "json-check": typeof import("#feed-check");
  xml: typeof import("#feed-xml");
  "xml-check": typeof import("#feed-xml-check");
}

const bindings: { [K in Kind]: () => Bindings[K] | Promise<Bindings[K]> } = {
  json: () => json,
  "json-check": () => import("#feed-check"),
  xml: () => import("#feed-xml"),
  "xml-check": () => import("#feed-xml-check"),
};

/** A module that is there, with the script that binds it. */
interface Loaded<K extends Kind> {
  module: WebAssembly.Module;
  binding: Bindings[K];
}

const loads: { [K in Kind]?: Promise<Loaded<K>> | undefined } = {};
const ready: { [K in Kind]?: boolean } = {};

/**
 * Loads the module for JSON feeds before it is needed, or tells where it is. Nothing has to call it.
 *
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where the page's policy or the browser forbids WebAssembly
 */
export async function init(source?: WasmSource): Promise<void> {
  await load("json", source);
}

/** Whether the module is there already. */
export const isLoaded = (kind: Kind): boolean => Boolean(ready[kind]);

/** The module; a load that fails is not remembered. @internal */
export function load<K extends Kind>(kind: K, source?: WasmSource): Promise<Loaded<K>> {
  const known = loads[kind];
  if (known && !source) return known;
  const loading = locateAndCompile(kind, source);
  (loads as Record<Kind, unknown>)[kind] = loading;
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

async function locateAndCompile<K extends Kind>(kind: K, source?: WasmSource): Promise<Loaded<K>> {
  try {
    const module = await compiled(() => source ?? locate(kind, WebAssembly.validate(SIMD)));
    return { module, binding: await bindings[kind]() };
  } catch (cause) {
    throw explained(cause);
  }
}

/** An instance with a larger memory is replaced before it reads another feed, since a memory never becomes smaller. */
const LARGE = 1 << 22;

/** The instance of a module. */
interface Instance {
  module: WebAssembly.Module;
  /** The number of feeds that it is reading. */
  open: number;
  memory?: WebAssembly.Memory | undefined;
  /** Whether its functions are bound. */
  bound: Promise<void>;
}

const instances: { [K in Kind]?: Instance } = {};

/**
 * Binds a module for one more feed, until `close` is called. Feeds that are read at once share an instance. @internal
 */
export async function bound<K extends Kind>(kind: K, { module, binding }: Loaded<K>): Promise<Bindings[K]> {
  let instance = instances[kind];
  const isUsable = instance?.module === module && (instance.memory?.buffer.byteLength ?? LARGE) < LARGE;
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
    close(kind);
    throw explained(cause);
  }
}

async function bind(kind: Kind, instance: Instance, binding: Bindings[Kind]): Promise<void> {
  const { exports } = await WebAssembly.instantiate(instance.module, binding.imports);
  binding.bind(exports);
  if (binding.version() !== `${VERSION} ${kind}`) throw "version";
  instance.memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
}

/** One feed less is being read. */
export function close(kind: Kind): void {
  const instance = instances[kind];
  if (instance) instance.open--;
}

/** An instance that stopped is replaced once no feed is open. */
export function discard(kind: Kind): void {
  delete instances[kind]?.memory;
}

/** The smallest module with an instruction of SIMD. */
const SIMD = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);
