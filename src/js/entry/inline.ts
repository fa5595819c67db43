// The package's main entry with the modules embedded in the script.
export * from "./filter.ts";
export * from "./subscribe-inline.ts";
