// What the build makes of the module as plain JavaScript: see scripts/lib/plain.mjs.
import type { core } from "./glue.d.ts";

/** Puts a new instance behind the exports, and gives them. */
export function fresh(): typeof core;
