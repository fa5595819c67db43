// Filters cards on a page: as a function, and as an element that keeps them filtered.
export { BackInStockError, type ErrorCode } from "../../src/js/shared/errors.ts";
export type { OutOfStock } from "./attributes.ts";
export { ProductBlockElement, type ProductBlockEventMap } from "./element.ts";
export { type ArrangedElements, type ElementsOptions, filterElements } from "./filter-elements.ts";
