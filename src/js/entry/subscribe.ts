// Subscribing, for pages and bundlers: the module is a file beside this one, fetched when it is needed.
import { Client } from "../client.ts";
import type { BackInStockOptions, WasmSource } from "../types.ts";
import { init as load, locateWith } from "../wasm/core.ts";

/** Bundlers look for this expression; a second one elsewhere would make some of them emit the file twice. */
const locate = () => new URL("./core.wasm", import.meta.url);

/** Sends back-in-stock subscriptions from a page to Klaviyo's client endpoint. */
export class BackInStock extends Client {
  /**
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions) {
    super(options, locate);
  }
}

/**
 * Loads the module. Calling it again, or while it loads, does nothing more; after a failure it tries again.
 * Where the page's policy or the browser forbids WebAssembly, the same is loaded as plain JavaScript instead.
 *
 * @param source where the module is, or the module; without it, `core.wasm` beside this script
 * @throws BackInStockError `load_failed`, or `wasm_blocked` where WebAssembly is forbidden and the script for that cannot
 *   be loaded
 */
export function init(source?: WasmSource): Promise<void> {
  locateWith(locate);
  return load(source);
}

export * from "../index.ts";
