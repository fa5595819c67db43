// The modules that read feeds: one for each syntax, and for browsers with and without SIMD.
import * as json from "#feed";
import { locate } from "#feed-modules";
import type { WasmSource } from "../types.ts";
import { compiled, explained } from "../wasm/load.ts";

/** The syntaxes. */
export type Format = "json" | "xml";

/** The modules: one for each syntax, and one that checks what it reads. */
export type Kind = Format | `${Format}-check`;

/** What each entry of feeds knows: where its modules are. @internal */
export type Locate = (kind: Kind, simd: boolean) => WasmSource | Promise<WasmSource>;

/** The scripts that bind the modules. */
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

/** The module; a load that fails is not remembered. */
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

/** The number of feeds that are being read, and the instance that reads them. */
const open: { [K in Kind]?: number } = {};
const instances: { [K in Kind]?: Promise<void> } = {};

/**
 * Binds a module for one more feed, until `close` is called. Feeds that are read at once share an instance; otherwise each
 * begins with a new one, so that the memory of a large feed is let go.
 */
export async function bound<K extends Kind>(kind: K, { module, binding }: Loaded<K>): Promise<Bindings[K]> {
  const before = open[kind] ?? 0;
  open[kind] = before + 1;
  if (before === 0)
    instances[kind] = WebAssembly.instantiate(module, binding.imports).then(({ exports }) =>
      binding.bind(exports),
    );
  try {
    await instances[kind];
    return binding;
  } catch (cause) {
    close(kind);
    throw explained(cause);
  }
}

/** A feed that was bound is read. */
export function close(kind: Kind): void {
  open[kind] = (open[kind] ?? 1) - 1;
}

/** The smallest module with an instruction of SIMD. */
const SIMD = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);
