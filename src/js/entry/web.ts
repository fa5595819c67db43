// For pages and bundlers. The build keeps the two apart: a page that only filters loads only the first.
export * from "./filter.ts";
export * from "./subscribe.ts";
