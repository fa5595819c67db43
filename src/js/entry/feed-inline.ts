// Where the modules of feeds are, for Node and for bundlers in development: in scripts, the large ones loaded when needed.
import json from "#feed.wasm";
import type { LocateFeedModule, ModuleKind } from "../feed/wasm.ts";

const others: Record<Exclude<ModuleKind, "json">, () => Promise<{ default: string }>> = {
  "json-check": () => import("#feed-check.wasm"),
  xml: () => import("#feed-xml.wasm"),
  "xml-check": () => import("#feed-xml-check.wasm"),
};

// Where this is used, there is SIMD.
export const locate: LocateFeedModule = async (kind) => {
  const text = kind === "json" ? json : (await others[kind]()).default;
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
};
