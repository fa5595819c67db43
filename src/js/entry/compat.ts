// Has `init` use plain JavaScript, and not try WebAssembly: for pages that know that their policy forbids it.
import { useFallback } from "../wasm/core.ts";
import { instantiate } from "../wasm/fallback.ts";

useFallback(instantiate);
