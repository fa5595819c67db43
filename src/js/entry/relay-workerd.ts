// `back-in-stock/relay` for Cloudflare Workers, where only an imported module can be used.
import module from "#relay-module";
import { provide } from "../relay/module.ts";

provide(() => module);

export * from "../relay/limiter.ts";
export { createRelay } from "../relay/relay.ts";
export type * from "../relay/types.ts";
export { BackInStockError, type ErrorCode } from "../shared/errors.ts";
