// The package's main entry for pages and bundlers. The build emits the two parts as separate files, so that a page that
// only filters does not load the second.
export * from "./filter.ts";
export * from "./subscribe.ts";
