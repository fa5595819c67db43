// Feeds, as they arrive.
export { BackInStockError, type ErrorCode } from "../errors.ts";
export type { WasmSource } from "../types.ts";
export { checkFeed } from "./check.ts";
export { filterFeed } from "./filter.ts";
export { init } from "./module.ts";
export { scanFeed } from "./scan.ts";
export type * from "./types.ts";
