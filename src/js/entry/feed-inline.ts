// For Node, and for bundlers in development: the modules are in scripts, those that few need in their own.
import json from "#feed.wasm";
import { type Kind, locateWith } from "../feed/module.ts";

const others: Record<Exclude<Kind, "json">, () => Promise<{ default: string }>> = {
  "json-check": () => import("#feed-check.wasm"),
  xml: () => import("#feed-xml.wasm"),
  "xml-check": () => import("#feed-xml-check.wasm"),
};

// Where this is used, there is SIMD.
locateWith(async (kind) => {
  const text = kind === "json" ? json : (await others[kind]()).default;
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
});

export * from "../feed/index.ts";
