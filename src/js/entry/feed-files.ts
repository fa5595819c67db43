// Locates the feed modules for pages and bundlers: files next to this script, fetched when they are needed.
import type { LocateFeedModule } from "../feed/wasm.ts";

// Each address is a literal, since bundlers search for this expression.
export const locate: LocateFeedModule = (kind, simd) => {
  if (kind === "json-check") return new URL("./feed-check.wasm", import.meta.url);
  if (kind === "xml-check") return new URL("./feed-xml-check.wasm", import.meta.url);
  if (kind === "json") {
    return simd ? new URL("./feed.wasm", import.meta.url) : new URL("./feed-scalar.wasm", import.meta.url);
  }
  return simd
    ? new URL("./feed-xml.wasm", import.meta.url)
    : new URL("./feed-xml-scalar.wasm", import.meta.url);
};
