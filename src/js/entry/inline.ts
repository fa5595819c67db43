// For pages that can fetch no second file, and for Node: the module is in the script, a third larger.

import bytes from "#core.wasm";
import { locateWith } from "../core.ts";

locateWith(() => bytes);

export * from "../index.ts";
