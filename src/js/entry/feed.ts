// For pages and bundlers: the modules are files beside this one, fetched when they are needed.
import { locateWith } from "../feed/module.ts";

// Each address is written out, since bundlers look for it.
locateWith((kind, simd) => {
  if (kind === "json-check") return new URL("./feed-check.wasm", import.meta.url);
  if (kind === "xml-check") return new URL("./feed-xml-check.wasm", import.meta.url);
  if (kind === "json") {
    return simd ? new URL("./feed.wasm", import.meta.url) : new URL("./feed-scalar.wasm", import.meta.url);
  }
  return simd
    ? new URL("./feed-xml.wasm", import.meta.url)
    : new URL("./feed-xml-scalar.wasm", import.meta.url);
});

export * from "../feed/index.ts";
