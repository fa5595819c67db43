// The module as plain JavaScript. It imports nothing, so that a page's bundler splits nothing else for its sake.
export { fresh } from "#compat";
