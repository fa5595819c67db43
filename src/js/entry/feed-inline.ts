// Locates the feed modules for Node and for bundlers in development: they are embedded in scripts, and all but the JSON
// module are loaded when they are needed.
import json from "#feed.wasm";
import type { LocateFeedModule, ModuleKind } from "../feed/wasm.ts";

const others: Record<Exclude<ModuleKind, "json">, () => Promise<{ default: string }>> = {
  "json-check": () => import("#feed-check.wasm"),
  xml: () => import("#feed-xml.wasm"),
  "xml-check": () => import("#feed-xml-check.wasm"),
};

// Node and current browsers support SIMD, so the scalar modules are not embedded.
export const locate: LocateFeedModule = async (kind) => {
  const text = kind === "json" ? json : (await others[kind]()).default;
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
};
