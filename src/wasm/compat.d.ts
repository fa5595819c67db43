// What the build makes of the module as plain JavaScript: see scripts/lib/plain.mjs.
import type { Exports } from "../js/wasm/core.ts";

/** A new instance of it. */
export function fresh(): Exports;
