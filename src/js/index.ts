// What the package exports for subscribing, whatever loads its module.

import { pack, SHAPES } from "./fields.ts";
import { checkOptions } from "./options.ts";
import { snapshot } from "./shared/known-keys.ts";
import type { BuildOptions, CatalogScope, HttpRequest, SubscriptionRequest } from "./types.ts";
import { call } from "./wasm/core.ts";

export type * from "./types.ts";

/** The numbers of the core's normal forms. */
const CANONICAL = 0;
const PARTS = 1;
const EMAIL = 2;
const SUGGESTION = 3;
const PHONE = 4;
/** The number of what a request of `buildRequest` is for. */
const ALERT = 1;

/**
 * The canonical id of a variant: `variantId("SKU-1")` is `"$custom:::$default:::SKU-1"`. Canonical ids pass unchanged.
 *
 * @throws BackInStockError `invalid_variant_id` for `""`, `" SKU"`, a number, `gid://…`; `invalid_option`
 */
export function variantId(id: string, options: CatalogScope = {}): string {
  return call("normalize", pack({ ...checkOptions(options, SHAPES.scope), variant: { id } }), CANONICAL);
}

/**
 * Takes a canonical variant id apart.
 *
 * @throws BackInStockError `invalid_variant_id` for anything else, a bare id such as `"SKU-1"` among it
 */
export function parseVariantId(canonical: string): { integration: string; catalog: string; id: string } {
  const parts = call("normalize", pack({ variant: { id: canonical } }), PARTS).split("\0");
  const [integration = "", catalog = "", id = ""] = parts;
  return { integration, catalog, id };
}

/**
 * An e-mail address as it will be sent: without white space around it and invisible characters, its domain in ASCII.
 *
 * @throws BackInStockError `invalid_email` for `"ann"`, `"ann@localhost"`, `"ann@10.0.0.1"`
 */
export function normalizeEmail(text: string): string {
  return call("normalize", pack({ profile: { email: text } }), EMAIL);
}

/**
 * A phone number in E.164: `normalizePhoneNumber("(415) 555-2671", { country: "US" })` is `"+14155552671"`.
 *
 * @throws BackInStockError `invalid_phone_number` for `"call me"`, for one that is too short or too long, and for a
 *   national one without `country`; `invalid_option` for a country that there is none of
 */
export function normalizePhoneNumber(text: string, options: { country?: string | undefined } = {}): string {
  const country = checkOptions(options, SHAPES.country);
  return call("normalize", pack({ ...country, profile: { phoneNumber: text } }), PHONE);
}

/** The address that was probably meant: `suggestEmail("ann@gmial.com")` is `"ann@gmail.com"`; else `undefined`. */
export function suggestEmail(text: string): string | undefined {
  return call("normalize", pack({ profile: { email: text } }), SUGGESTION) || undefined;
}

/**
 * The HTTP request of a subscription as data, for a page or for the shop's server. `marketing` only counts as consent
 * here: its own call is made by `subscribe`, and not part of this request.
 *
 * @throws BackInStockError as `subscribe`
 */
export function buildRequest(request: SubscriptionRequest, options: BuildOptions): HttpRequest {
  // An unknown name is said before any value is judged.
  const asked = snapshot(request, SHAPES.request, "request");
  const [url = "", headers = "", body = ""] = call(
    "request",
    pack(checkOptions(options, SHAPES.build), asked),
    ALERT,
  ).split("\0");
  return { method: "POST", url, headers: JSON.parse(headers), body: JSON.parse(body) };
}
