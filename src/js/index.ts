// The functions and types that every entry for subscribing exports. Before `init()`, each function throws `not_initialized`.
import * as core from "#core";
import { withEndpoint } from "./client-settings.ts";
import { warnIfRetired } from "./revision.ts";
import { copyOwn } from "./shared/copy.ts";
import type { BuildOptions, CatalogScope, HttpRequest, SubscriptionRequest } from "./types.ts";
import { callCore } from "./wasm/core.ts";

export type * from "./types.ts";

/**
 * Builds a canonical variant id: `variantId("SKU-1")` is `"$custom:::$default:::SKU-1"`. Returns canonical ids unchanged.
 *
 * @throws BackInStockError `invalid_variant_id` for `""`, `" SKU"`, a number, `gid://…`; `invalid_option`;
 *   `not_initialized` before `init()`
 */
export function variantId(id: string, options: CatalogScope = {}): string {
  const copy = copyOwn(options);
  return callCore(() => core.variantId(id, copy));
}

/**
 * Splits a canonical variant id into its parts.
 *
 * @throws BackInStockError `invalid_variant_id` for any other text, such as the bare id `"SKU-1"`; `not_initialized`
 *   before `init()`
 */
export function parseVariantId(canonical: string): { integration: string; catalog: string; id: string } {
  return callCore(() => core.parseVariantId(canonical));
}

/**
 * Normalizes an email address: removes surrounding white space and invisible characters, and converts its domain to ASCII.
 *
 * @throws BackInStockError `invalid_email` for `"ann"`, `"ann@localhost"`, `"ann@10.0.0.1"`; `not_initialized` before
 *   `init()`
 */
export function normalizeEmail(text: string): string {
  return callCore(() => core.normalizeEmail(text));
}

/**
 * Normalizes a phone number to E.164: `normalizePhoneNumber("(415) 555-2671", { country: "US" })` is `"+14155552671"`.
 *
 * @throws BackInStockError `invalid_phone_number` for `"call me"`, for a number that is too short or too long, and for a
 *   national number without `country`; `invalid_option` for an unknown country; `not_initialized` before `init()`
 */
export function normalizePhoneNumber(text: string, options: { country?: string | undefined } = {}): string {
  const copy = copyOwn(options);
  return callCore(() => core.normalizePhoneNumber(text, copy));
}

/**
 * Suggests a correction for a misspelled email address: `suggestEmail("ann@gmial.com")` is `"ann@gmail.com"`. Returns
 * `undefined` if there is nothing to correct.
 *
 * @throws BackInStockError `not_initialized` before `init()`
 */
export function suggestEmail(text: string): string | undefined {
  return callCore(() => core.suggestEmail(text));
}

/**
 * Builds the HTTP request for an alert, to be sent by a page or by the shop's server. `marketing` is only
 * checked: record the consent yourself before you send an SMS or WhatsApp alert.
 *
 * @throws BackInStockError for invalid input, with the same codes as `subscribe`; `not_initialized` before `init()`
 */
export function buildRequest(request: SubscriptionRequest, options: BuildOptions): HttpRequest {
  const [copy, service] = [copyOwn(request), withEndpoint(copyOwn(options))];
  const built = callCore(() => core.buildRequest(copy, service));
  warnIfRetired(service.revision);
  return built;
}
