// What filters cards in a page: a function, and an element that does it for as long as it is there.
export { BackInStockError, type ErrorCode } from "../../src/js/shared/errors.ts";
export type { OutOfStock } from "./attributes.ts";
export { ProductBlockElement, type ProductBlockEventMap } from "./element.ts";
export { type ArrangedElements, type ElementsOptions, filterElements } from "./filter-elements.ts";
