// The entry `back-in-stock/feed`: reads feeds as they arrive.
export { BackInStockError, type ErrorCode } from "../shared/errors.ts";
export type { WasmSource } from "../types.ts";
export { checkFeed } from "./check.ts";
export { filterFeed } from "./filter.ts";
export { scanFeed } from "./scan.ts";
export type * from "./types.ts";
export { init } from "./wasm.ts";
