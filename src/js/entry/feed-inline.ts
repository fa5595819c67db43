// For Node, and for bundlers in development: the modules are in the script.
import simd from "#feed.wasm";
import { locateWith } from "../feed/module.ts";

// Where this is used, there is SIMD.
locateWith(async (kind) => {
  const text = kind.endsWith("-check") ? (await import("#feed-check.wasm")).default : simd;
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
});

export * from "../feed/index.ts";
