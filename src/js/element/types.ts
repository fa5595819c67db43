// The public types of the element.
import type { BackInStockError } from "../errors.ts";
import type { Channel, Outcome, SubscriptionRequest } from "../types.ts";
import type { Words } from "./words/words.ts";

type Text = string | number | null | undefined;
type Flag = boolean | string | null | undefined;

/**
 * A row of `variants`: one variant and its stock. Rows of Shopify's `product.variants` and of a feed are understood as they
 * are.
 */
export interface VariantRow {
  /** Its id; `id` will do as well. */
  variant?: string | number | undefined;
  id?: string | number | undefined;
  /** Its name, for the texts; else `name`, else `title`. */
  product?: string | undefined;
  name?: string | undefined;
  title?: string | undefined;
  quantity?: number | string | null | undefined;
  inventory_quantity?: number | string | null | undefined;
  policy?: number | string | null | undefined;
  inventory_policy?: number | string | null | undefined;
  available?: boolean | null | undefined;
  preorder?: boolean | undefined;
  tags?: string | readonly string[] | undefined;
}

/** What may be said for a whole page; every one is an attribute too, in kebab-case. */
export interface NotifyMeDefaults {
  companyId?: Text;
  variant?: Text;
  product?: Text;
  quantity?: Text;
  policy?: Text;
  available?: Flag;
  preorder?: Flag;
  tags?: string | readonly string[] | null | undefined;
  threshold?: Text;
  showWhenContinue?: Flag;
  hideWhenPreorder?: Flag;
  hideWhenUnmanaged?: Flag;
  includeTags?: string | readonly string[] | null | undefined;
  excludeTags?: string | readonly string[] | null | undefined;
  integration?: Text;
  catalog?: Text;
  endpoint?: Text;
  revision?: Text;
  country?: Text;
  timeout?: Text;
  outbox?: Text | boolean;
  display?: "inline" | "dialog" | null | undefined;
  channels?: string | readonly Channel[] | null | undefined;
  countries?: string | readonly string[] | null | undefined;
  listId?: Text;
  newsletter?: Flag;
  smsConsent?: "recorded" | null | undefined;
  multiple?: Flag;
  oneClick?: Flag;
  email?: Text;
  phoneNumber?: Text;
  externalId?: Text;
  profileId?: Text;
  follow?: Text;
  for?: Text;
  variants?: readonly VariantRow[] | string | null | undefined;
  texts?: Partial<Words> | string | null | undefined;
  honeypot?: Flag;
  minimumTime?: Text;
  coolDown?: Text;
  debug?: Flag;
}

/** What the events of the element tell. All of them bubble, out of shadow trees too. */
export interface NotifyMeEventMap {
  /** The button shows, and did not show for this variant before. */
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

/** What `explain()` says. */
export interface Explanation {
  /** Whether the button shows, and why: `shows`, `in_stock`, `continues`, `preorder`, `unmanaged`, `tags`, `no_variant`. */
  shows: boolean;
  reason: string;
  /** What was known of the variant when that was decided. */
  known: { [name: string]: unknown };
  /** The canonical id that will be sent, and where to, if there is nothing wrong with them. */
  variant?: string;
  endpoint?: string;
  /** What is wrong, or will be: options, and directives of the content security policy. */
  problems: string[];
}
