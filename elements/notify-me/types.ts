// The public types of the element.

import type { Channel, Outcome, SubscriptionRequest } from "../../src/js/entry/subscribe.ts";
import type { Reason as EligibilityReason } from "../../src/js/shared/eligibility.ts";
import type { BackInStockError } from "../../src/js/shared/errors.ts";
import type { ShopifyVariant } from "../../src/js/shared/shopify-variant.ts";
import type { Messages } from "./locales/messages.ts";

type Text = string | number | null | undefined;
type Flag = boolean | string | null | undefined;

/**
 * A row of `variants`: one variant and its stock. Shopify's own rows (Liquid's JSON, the Storefront and Admin APIs) and rows
 * of a feed are understood unchanged.
 */
export interface VariantRow extends ShopifyVariant {
  /** Its id; `id` will do as well. */
  variant?: string | number | undefined;
  id?: string | number | undefined;
  /** Its name, for the texts; else `name`, else `title`. */
  product?: string | { title?: string | undefined } | null | undefined;
  name?: string | undefined;
  title?: string | undefined;
  /** Its stock; else Shopify's and a feed's names count, such as `inventory_quantity` and `quantityAvailable`. */
  quantity?: number | string | null | undefined;
  /** `continue` if it is sold although there is none; else Shopify's and a feed's names count. */
  policy?: number | string | null | undefined;
  /** Whether it can be bought; else `availableForSale` counts. */
  available?: boolean | string | null | undefined;
  preorder?: boolean | undefined;
  tags?: string | readonly string[] | undefined;
}

/** What may be said for a whole page; every one is an attribute too, in kebab-case. */
export interface NotifyMeDefaults {
  /** The public API key of the Klaviyo account: six letters or digits. */
  companyId?: Text;
  /** The variant's id, as the feed or catalog has it. */
  variant?: Text;
  /** The name to show, of the product or the variant. */
  product?: Text;
  /** How many there are. */
  quantity?: Text;
  /** `continue` says that it is sold although there is none; a feed's numbers say nothing here. */
  policy?: Text;
  /** Whether it can be bought; counts where no quantity is known. */
  available?: Flag;
  /** It is a preorder. */
  preorder?: Flag;
  /** The product's tags, with commas between them. */
  tags?: string | readonly string[] | null | undefined;
  /** Out of stock is a quantity below this number, and not 0 or less. */
  threshold?: Text;
  /** Shows for what is sold although there is none, too. */
  showWhenContinue?: Flag;
  /** Does not show for preorders. */
  hideWhenPreorder?: Flag;
  /** Does not show where no quantity is known. */
  hideWhenUnmanaged?: Flag;
  /** Shows only for products with one of these tags. */
  includeTags?: string | readonly string[] | null | undefined;
  /** Does not show for products with one of these tags. */
  excludeTags?: string | readonly string[] | null | undefined;
  /** What stands before a bare variant id: `$custom` if not given, `$shopify`, `$bigcommerce`, …. */
  integration?: Text;
  /** The second part of a canonical id: `$default` if not given. */
  catalog?: Text;
  /** Where requests go, instead of `https://a.klaviyo.com`. */
  endpoint?: Text;
  /** Of the API. */
  revision?: Text;
  /** ISO code, for phone numbers without a country calling code. */
  country?: Text;
  /** Milliseconds for each call. */
  timeout?: Text;
  /** How many days a request is kept if it cannot be sent, or `false`. */
  outbox?: Text | boolean;
  /** The form opens in place of the button, or in a dialog. */
  display?: "inline" | "dialog" | null | undefined;
  /** How the shopper may be told: `EMAIL` if not given, `SMS`, `WHATSAPP`, `PUSH`. */
  channels?: string | readonly Channel[] | null | undefined;
  /** ISO codes that a phone number's country can be chosen from. */
  countries?: string | readonly string[] | null | undefined;
  /** The list that a newsletter or consent to text messages is recorded for. */
  listId?: Text;
  /** Offers the newsletter of the list; the box is never ticked beforehand. */
  newsletter?: Flag;
  /** Consent to text messages was recorded before. */
  smsConsent?: "recorded" | null | undefined;
  /** Consent to WhatsApp messages was recorded before. */
  whatsappConsent?: "recorded" | null | undefined;
  /** Several of the sold-out rows of `variants` can be asked for at once. */
  multiple?: Flag;
  /** The button asks at once, if nothing is missing. */
  oneClick?: Flag;
  /** The shopper's address, filled in. */
  email?: Text;
  /** The shopper's phone number, filled in. */
  phoneNumber?: Text;
  /** The shop's id of the shopper; no address is asked for then. */
  externalId?: Text;
  /** Klaviyo's id of the shopper; no address is asked for then. */
  profileId?: Text;
  /** Adapters that tell which variant was chosen: `shopify`, `woocommerce`, `bigcommerce`, `magento`. */
  follow?: Text;
  /** The id of the product form that is followed. */
  for?: Text;
  /** The product's variants, also as JSON in a script inside of the element. */
  variants?: readonly VariantRow[] | string | null | undefined;
  /** Texts instead of the language's own, by name; as JSON in the attribute. */
  texts?: Partial<Messages> | string | null | undefined;
  /** Adds a field that people do not see, and does not send what fills it in. */
  honeypot?: Flag;
  /** Seconds between the opening of the form and a request, at least. */
  minimumTime?: Text;
  /** Seconds between two requests for one variant, at least. */
  coolDown?: Text;
  /** Says in the console why the button shows or does not. */
  debug?: Flag;
}

/** What the events of the element tell. All of them bubble, out of shadow trees too. */
export interface NotifyMeEventMap {
  /** The button appears, or shows for another variant than just before. */
  "notify-me-visible": CustomEvent<{ variant: string }>;
  "notify-me-open": CustomEvent<{ variant: string }>;
  "notify-me-close": CustomEvent<{ variant: string }>;
  /** Before a request is sent, which may be edited. `preventDefault()` keeps it from being sent. */
  "notify-me-submit": CustomEvent<{ variant: string; request: SubscriptionRequest }>;
  /** The service accepted; `already`: this device has asked for the same in the last 30 days. */
  "notify-me-accepted": CustomEvent<{ variant: string; outcome: Outcome; already: boolean }>;
  /** The device keeps it and tries again; `notify-me-settled` follows, if this page is still open then. */
  "notify-me-queued": CustomEvent<{ variant: string; outcome: Outcome }>;
  /** A queued one got its final answer. */
  "notify-me-settled": CustomEvent<
    | { variant: string; outcome: Outcome; error?: undefined }
    | { variant: string; outcome?: undefined; error: BackInStockError }
  >;
  "notify-me-rejected": CustomEvent<{ variant: string; error: BackInStockError }>;
}

/** Why the button shows, or why it does not. */
export type Reason =
  | EligibilityReason
  /** No variant is given, or chosen. */
  | "no_variant";

/** What `explain()` says. */
export interface Explanation {
  /** Whether the button shows. */
  shows: boolean;
  /** Why it shows, or why not. With `multiple`, of the first row that shows. */
  reason: Reason;
  /** What was known of the variant when that was decided. */
  known: { [name: string]: unknown };
  /** The canonical id that will be sent, and where to, if there is nothing wrong with them. */
  variant?: string;
  endpoint?: string;
  /** With `multiple`: the canonical ids of all that can be requested. */
  variants?: string[];
  /** What is wrong, or will be: attributes, adapters, files, and directives of the content security policy. */
  problems: string[];
}
