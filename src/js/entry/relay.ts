// `back-in-stock/relay` for Node, Deno and Bun. The module is embedded as base64.
import base64 from "#relay.wasm";
import { provide } from "../relay/module.ts";

provide(() => new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))));

export * from "../relay/limiter.ts";
export { createRelay } from "../relay/relay.ts";
export type * from "../relay/types.ts";
export { BackInStockError, type ErrorCode } from "../shared/errors.ts";
