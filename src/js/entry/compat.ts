// Makes `init` load the core as plain JavaScript, for pages whose policy forbids WebAssembly.
import { forceFallback } from "../wasm/core.ts";
import { instantiate } from "../wasm/fallback.ts";

forceFallback(instantiate);
