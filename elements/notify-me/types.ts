// The public types of the element.

import type { Channel, Outcome, SubscriptionRequest } from "../../src/js/entry/subscribe.ts";
import type { EligibilityReason } from "../../src/js/shared/eligibility.ts";
import type { BackInStockError } from "../../src/js/shared/errors.ts";
import type { ShopifyVariant } from "../../src/js/shared/shopify-variant.ts";
import type { Messages } from "./locales/messages.ts";

/** The value of an attribute; `null` and `undefined` remove it. */
type Text = string | number | null | undefined;
/** The value of a boolean attribute. `false`, `"false"`, `"no"`, `"0"`, `null` and `undefined` unset it. */
type Flag = boolean | string | null | undefined;

/**
 * A row of `variants`: one variant and its stock. Accepts rows of Shopify (Liquid's JSON, Storefront API, Admin API) and rows
 * of a feed unchanged.
 */
export interface VariantRow extends ShopifyVariant {
  /** The variant's ID; `id` is accepted instead. */
  variant?: string | number | undefined;
  id?: string | number | undefined;
  /** The name to show. Falls back to `name`, then `title`. */
  product?: string | { title?: string | undefined } | null | undefined;
  name?: string | undefined;
  title?: string | undefined;
  /** Units in stock. Falls back to Shopify's and a feed's names, such as `inventory_quantity` and `quantityAvailable`. */
  quantity?: number | string | null | undefined;
  /** `continue` if the variant is sold when out of stock. Falls back to Shopify's and a feed's names. */
  policy?: number | string | null | undefined;
  /** Whether the variant can be bought. Used if the quantity is unknown. Falls back to `availableForSale`. */
  available?: boolean | string | null | undefined;
  preorder?: boolean | undefined;
  tags?: string | readonly string[] | undefined;
}

/** Page-wide defaults. Each is also an attribute, in kebab-case. */
export interface NotifyMeDefaults {
  /** Public API key of the Klaviyo account: six letters or digits. */
  companyId?: Text;
  /** The variant's ID in the feed or catalog. Shopify's `gid://shopify/ProductVariant/41` is read as `41`. */
  variant?: Text;
  /** The product's or variant's name to show. */
  product?: Text;
  /** Units in stock. */
  quantity?: Text;
  /** `continue` if the variant is sold when out of stock. A feed's numbers have no effect here. */
  policy?: Text;
  /** Whether the variant can be bought. Used if the quantity is unknown. */
  available?: Flag;
  /** Whether the variant is a preorder. */
  preorder?: Flag;
  /** The product's tags, separated by commas. */
  tags?: string | readonly string[] | null | undefined;
  /** A quantity below this number is out of stock. If unset, a quantity of 0 or less is. */
  threshold?: Text;
  /** Also shows for variants that are sold when out of stock. */
  showWhenContinue?: Flag;
  /** Hides the button for preorders. */
  hideWhenPreorder?: Flag;
  /** Hides the button for unavailable variants whose quantity is unknown. */
  hideWhenUnmanaged?: Flag;
  /** Shows only for products with one of these tags. */
  includeTags?: string | readonly string[] | null | undefined;
  /** Hides the button for products with one of these tags. */
  excludeTags?: string | readonly string[] | null | undefined;
  /** Integration of a bare variant ID: `$custom` (default), `$shopify`, `$bigcommerce`, …. */
  integration?: Text;
  /** Catalog of a bare variant ID. Default: `$default`. */
  catalog?: Text;
  /** Replaces `https://a.klaviyo.com`. */
  endpoint?: Text;
  /** Revision of Klaviyo's API, as a date. */
  revision?: Text;
  /** ISO code of the country for phone numbers without a country calling code. */
  country?: Text;
  /** Timeout of each call, in ms. */
  timeout?: Text;
  /** Days for which an unsent request is stored and retried, or `false`. */
  outbox?: Text | boolean;
  /** Whether the form replaces the button or opens in a dialog. */
  display?: "inline" | "dialog" | null | undefined;
  /** Channels to offer: `EMAIL` (default), `SMS`, `WHATSAPP`, `PUSH`. */
  channels?: string | readonly Channel[] | null | undefined;
  /** ISO codes of the countries to offer for phone numbers. */
  countries?: string | readonly string[] | null | undefined;
  /** ID of the Klaviyo list for newsletter sign-ups and for consent to text messages. */
  listId?: Text;
  /** Offers the newsletter of the list. The checkbox is never checked in advance. */
  newsletter?: Flag;
  /** `recorded` if the shop has already recorded consent to text messages. */
  smsConsent?: "recorded" | null | undefined;
  /** `recorded` if the shop has already recorded consent to WhatsApp messages. */
  whatsappConsent?: "recorded" | null | undefined;
  /** Lets the shopper select several sold-out rows of `variants`. */
  multiple?: Flag;
  /** The button submits at once if every required field is prefilled and the form has no checkbox. */
  oneClick?: Flag;
  /** Prefills the shopper's email address. */
  email?: Text;
  /** Prefills the shopper's phone number. */
  phoneNumber?: Text;
  /** The shop's ID of the shopper. The form then has contact fields only for a newsletter or consent. */
  externalId?: Text;
  /** Klaviyo's ID of the shopper. The form then has contact fields only for a newsletter or consent. */
  profileId?: Text;
  /** Platform adapters that detect the chosen variant: `shopify`, `woocommerce`, `bigcommerce`, `magento`. */
  follow?: Text;
  /** ID of the product form to watch. */
  for?: Text;
  /** The product's variants. Also accepted as JSON in a script inside the element. */
  variants?: readonly VariantRow[] | string | null | undefined;
  /** Custom texts by name; as JSON in the attribute. */
  texts?: Partial<Messages> | string | null | undefined;
  /** Adds a field that people do not see, and rejects submissions that fill it in. */
  honeypot?: Flag;
  /** Minimum time between opening and submitting the form, in seconds. */
  minimumTime?: Text;
  /** Minimum time between two requests for the same variant, in seconds. */
  coolDown?: Text;
  /** Logs to the console why the button shows or is hidden. */
  debug?: Flag;
}

/** The element's events. All bubble and cross shadow boundaries. */
export interface NotifyMeEventMap {
  /** The button appears, or shows for a different variant. */
  "notify-me-visible": CustomEvent<{ variant: string }>;
  "notify-me-open": CustomEvent<{ variant: string }>;
  "notify-me-close": CustomEvent<{ variant: string }>;
  /** Fires before a request is sent. Listeners may edit `request`; `preventDefault()` cancels it. */
  "notify-me-submit": CustomEvent<{ variant: string; request: SubscriptionRequest }>;
  /** Klaviyo accepted the request. `already`: this device sent the same request in the last 30 days. */
  "notify-me-accepted": CustomEvent<{ variant: string; outcome: Outcome; already: boolean }>;
  /**
   * The request is queued and will be retried. `notify-me-settled` follows if the page is still open, unless the shop's relay has
   * stored the request.
   */
  "notify-me-queued": CustomEvent<{ variant: string; outcome: Outcome }>;
  /** A queued request was accepted or rejected. */
  "notify-me-settled": CustomEvent<
    | { variant: string; outcome: Outcome; error?: undefined }
    | { variant: string; outcome?: undefined; error: BackInStockError }
  >;
  /** The request was rejected, failed, or was canceled by the shopper: code `aborted`. */
  "notify-me-rejected": CustomEvent<{ variant: string; error: BackInStockError }>;
}

/** Why the button shows or is hidden. */
export type Reason =
  | EligibilityReason
  /** No variant is set or chosen. */
  | "no_variant";

/** The result of `explain()`. */
export interface Explanation {
  /** Whether the button shows. */
  shows: boolean;
  /** Why the button shows or is hidden. With `multiple`, for the chosen row if it shows, else for the first that does. */
  reason: Reason;
  /** The known values of the variant on which the reason is based. */
  known: { [name: string]: unknown };
  /** The canonical ID that will be sent, and the URL; absent if an option is invalid. */
  variant?: string;
  endpoint?: string;
  /** With `multiple`, the canonical IDs of all variants that can be requested. */
  variants?: string[];
  /** Problems with attributes, adapters, files, and the content security policy. */
  problems: string[];
}
