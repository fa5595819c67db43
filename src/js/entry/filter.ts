// The exports that work without `init()`: their module is part of the script.
export { filterBlock } from "../block/filter.ts";
export type { BlockOptions, BlockProblem, BlockProblemCode, BlockValue } from "../block/types.ts";
export { isVisible } from "../block/visibility.ts";
export { BackInStockError, type ErrorCode } from "../shared/errors.ts";
