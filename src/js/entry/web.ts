// For pages and bundlers. The build leaves these two apart: telling where the module is is a side effect, and who only
// filters does not need it.
export * from "./filter.ts";
export * from "./subscribe.ts";
