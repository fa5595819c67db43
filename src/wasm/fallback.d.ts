// The core as plain JavaScript, which the build writes: see scripts/lib/fallback.mjs.

/** Makes an instance. Its memory is the import `env.memory`, which must have `pages` pages. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports;

/** How the glue calls the memory among the exports. */
export const memoryName: string;

/** The size of the memory at first, in pages of 64 KB. */
export const pages: number;
