// The same, with the module in the script.
export * from "./filter.ts";
export * from "./subscribe-inline.ts";
