// What the package exports for subscribing, whatever loads its core.
import * as core from "#core";
import { withEndpoint } from "./client-settings.ts";
import { warnIfRetired } from "./revision.ts";
import { copyOwn } from "./shared/copy.ts";
import type { BuildOptions, CatalogScope, HttpRequest, SubscriptionRequest } from "./types.ts";
import { callCore } from "./wasm/core.ts";

export type * from "./types.ts";

/**
 * The canonical id of a variant: `variantId("SKU-1")` is `"$custom:::$default:::SKU-1"`. Canonical ids pass unchanged.
 *
 * @throws BackInStockError `invalid_variant_id` for `""`, `" SKU"`, a number, `gid://…`; `invalid_option`
 */
export function variantId(id: string, options: CatalogScope = {}): string {
  const copy = copyOwn(options);
  return callCore(() => core.variantId(id, copy));
}

/**
 * Takes a canonical variant id apart.
 *
 * @throws BackInStockError `invalid_variant_id` for anything else, such as the bare id `"SKU-1"`
 */
export function parseVariantId(canonical: string): { integration: string; catalog: string; id: string } {
  return callCore(() => core.parseVariantId(canonical));
}

/**
 * An email address as it will be sent: without white space around it and invisible characters, its domain in ASCII.
 *
 * @throws BackInStockError `invalid_email` for `"ann"`, `"ann@localhost"`, `"ann@10.0.0.1"`
 */
export function normalizeEmail(text: string): string {
  return callCore(() => core.normalizeEmail(text));
}

/**
 * A phone number in E.164: `normalizePhoneNumber("(415) 555-2671", { country: "US" })` is `"+14155552671"`.
 *
 * @throws BackInStockError `invalid_phone_number` for `"call me"`, for one that is too short or too long, and for a
 *   national one without `country`; `invalid_option` for an unknown country
 */
export function normalizePhoneNumber(text: string, options: { country?: string | undefined } = {}): string {
  const copy = copyOwn(options);
  return callCore(() => core.normalizePhoneNumber(text, copy));
}

/** The address that was probably meant: `suggestEmail("ann@gmial.com")` is `"ann@gmail.com"`; else `undefined`. */
export function suggestEmail(text: string): string | undefined {
  return callCore(() => core.suggestEmail(text));
}

/**
 * The HTTP request of a subscription as data, for a page or for the shop's server. `marketing` only counts as consent
 * here: its own call is made by `subscribe`, and is not part of this request.
 *
 * @throws BackInStockError as `subscribe`
 */
export function buildRequest(request: SubscriptionRequest, options: BuildOptions): HttpRequest {
  const [copy, service] = [copyOwn(request), withEndpoint(copyOwn(options))];
  const built = callCore(() => core.buildRequest(copy, service));
  warnIfRetired(service.revision);
  return built;
}
