// `back-in-stock/relay` for Cloudflare Workers, where only an imported module can be used.
import module from "#relay-module";
import { createRelayWith } from "../relay/relay.ts";
import type { Relay, RelayOptions } from "../relay/types.ts";

const compiled = () => module;

/**
 * Creates a handler for a route of the shop's own server. Pages send their requests to it instead of to Klaviyo:
 * `new BackInStock({ companyId, endpoint: "/bis" })`.
 *
 * Without a queue, it forwards a request at once. After a temporary failure it answers 503, so that the page's outbox keeps
 * the request. With a queue, it stores a request, answers 202 with the header `Back-In-Stock-Relay: stored`, and `consume`
 * delivers it.
 *
 * @throws BackInStockError `invalid_company_id`, `private_key`, `unknown_option`, `invalid_option`, `load_failed`
 */
export function createRelay(options: RelayOptions): Relay {
  return createRelayWith(options, compiled);
}

export type * from "../relay/types.ts";
export { BackInStockError, type ErrorCode } from "../shared/errors.ts";
