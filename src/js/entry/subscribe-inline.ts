// Subscribing for Node and for pages that cannot fetch a second file. The module is embedded as base64, a third larger.
import base64 from "#core.wasm";
import { Client } from "../client.ts";
import type { BackInStockOptions, WasmSource } from "../types.ts";
import { init as load, locateWith } from "../wasm/core.ts";

const locate = () => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** Sends back-in-stock subscriptions from a page to Klaviyo's client endpoint. */
export class BackInStock extends Client {
  /**
   * Creates a client. Nothing is loaded yet. With an outbox, queued requests are sent once the page is idle.
   *
   * @throws BackInStockError `private_key`, `invalid_company_id`, `unknown_option`, `invalid_option`
   */
  constructor(options: BackInStockOptions) {
    super(options, locate);
  }
}

/**
 * Loads the module. Further calls share the first load; after a failure, the next call tries again. If the page's policy
 * or the browser forbids WebAssembly, the module is loaded as plain JavaScript instead.
 *
 * @param source the module's address or bytes, or the compiled module; by default, the bytes in this script
 * @throws BackInStockError `load_failed`; `wasm_blocked` if WebAssembly is forbidden and the JavaScript version cannot be
 *   loaded
 */
export function init(source?: WasmSource): Promise<void> {
  locateWith(locate);
  return load(source);
}

export * from "../index.ts";
