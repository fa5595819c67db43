// Subscribing, for pages and bundlers: the module is a file beside this one, fetched when it is needed.
import { locateWith } from "../core.ts";

locateWith(() => new URL("./core.wasm", import.meta.url));

export * from "../index.ts";
