// The exports that work without loading a module.
export { filterBlock } from "../block/filter.ts";
export type { BlockOptions, BlockProblem, BlockProblemCode, BlockValue } from "../block/types.ts";
export { isVisible } from "../block/visibility.ts";
export { BackInStockError, type ErrorCode } from "../shared/errors.ts";
