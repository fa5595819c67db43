// What the build makes of wasm-bindgen's output: see scripts/build.mjs.

/** The module's imports. */
export const imports: WebAssembly.Imports;

/** Makes an instance's exports the ones behind `core`, and gives it. */
export function attach(exports: WebAssembly.Exports): typeof core;

/** The module's exports, as `src/wasm/mod.rs` describes them. A number stands for an error. */
export const core: {
  normalize(fields: string, what: number): string | number;
  request(fields: string, purpose: number, init?: object): unknown;
  read(status: number, errors: string): undefined | number;
  retry(error: number, attempts: number, seconds: number, date: number, now: number, random: number): number;
  next(created: number, uncertain: number, due: number, lease: number, days: number, now: number): number;
  fingerprint(): number;
};
