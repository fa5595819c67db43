// The element's class, for who registers it under a name of their own.
import { locateWith } from "../core.ts";

locateWith(() => new URL("./core.wasm", import.meta.url));

export * from "../element/index.ts";
