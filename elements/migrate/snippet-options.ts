// The options of Klaviyo's legacy snippet and their equivalents.
import type { Messages } from "../notify-me/locales/messages.ts";

/** A value of an option. `null` and an empty string mean that the option is not set. */
type Value = string | number | boolean | readonly string[] | null | undefined;

/** The options of the button. */
interface TriggerOptions {
  product_page_text?: Value;
  product_page_class?: Value;
  product_page_text_align?: Value;
  product_page_margin?: Value;
  product_page_width?: Value;
  replace_anchor?: Value;
  replace_sold_out?: Value;
  alternate_anchor?: Value;
  is_quick_view?: Value;
  collection_urls?: Value;
  collection_page_text?: Value;
  collection_page_class?: Value;
  collection_page_text_align?: Value;
  collection_page_width?: Value;
  collection_page_padding?: Value;
}

/** The options of the dialog. */
interface ModalOptions {
  headline?: Value;
  body_content?: Value;
  email_field_label?: Value;
  button_label?: Value;
  subscription_success_label?: Value;
  newsletter_subscribe_label?: Value;
  subscribe_checked?: Value;
  footer_content?: Value;
  close_label?: Value;
  quantity_field_label?: Value;
  is_quantity_field_enabled?: Value;
  is_powered_by_link?: Value;
  z_index?: Value;
  styles?: Value;
  additional_styles?: Value;
  font_family?: Value;
  headers_font_family?: Value;
  text_color?: Value;
  background_color?: Value;
  button_text_color?: Value;
  button_background_color?: Value;
  error_text_color?: Value;
  drop_background_color?: Value;
  close_button_color?: Value;
  error_background_color?: Value;
  success_background_color?: Value;
  success_text_color?: Value;
}

/** The argument of `klaviyo.init`. Also accepts options of the button and the dialog. */
export interface SnippetAccount extends TriggerOptions, ModalOptions {
  account?: Value;
  list?: Value;
  platform?: Value;
  exclude_on_tags?: Value;
  include_on_tags?: Value;
  inventory_quantity_threshold?: Value;
  display_on_policy_continue?: Value;
  is_allow_for_preorder?: Value;
  is_allow_for_unmanaged_inventory?: Value;
  variant_id_element?: Value;
  variant_id_attribute?: Value;
}

/** The second argument of `klaviyo.enable("backinstock", …)`. It may include what `klaviyo.init` takes. */
export interface SnippetOptions extends SnippetAccount {
  trigger?: TriggerOptions | null | undefined;
  modal?: ModalOptions | null | undefined;
}

/** The equivalent of an option. The flag is set if the option has the value `when`. */
export type Rule =
  | { attribute: string; unless?: number }
  | { flag: string; when: boolean }
  | { texts: readonly (keyof Messages)[] }
  | { property: `--notify-me-${string}` }
  | { lost: string };

const PLACEMENT_ADVICE = "the element appears where you place it";
const STYLE_ADVICE = "style the element and its parts with CSS";
const CARD_ADVICE = "put an element into each card";
const VARIANT_ADVICE = "set the attribute variant, or follow";

/** Rules by option name. No two groups share a name. */
const RULES: { readonly [name: string]: Rule } = {
  account: { attribute: "company-id" },
  exclude_on_tags: { attribute: "exclude-tags" },
  include_on_tags: { attribute: "include-tags" },
  // A threshold of 1 is the default.
  inventory_quantity_threshold: { attribute: "threshold", unless: 1 },
  display_on_policy_continue: { flag: "show-when-continue", when: true },
  is_allow_for_preorder: { flag: "hide-when-preorder", when: false },
  is_allow_for_unmanaged_inventory: { flag: "hide-when-unmanaged", when: false },
  variant_id_element: { lost: VARIANT_ADVICE },
  variant_id_attribute: { lost: VARIANT_ADVICE },
  product_page_text: { texts: ["button"] },
  product_page_class: { lost: "style its part trigger with CSS; a page's classes do not apply inside it" },
  product_page_text_align: { lost: STYLE_ADVICE },
  product_page_margin: { lost: STYLE_ADVICE },
  product_page_width: { lost: STYLE_ADVICE },
  replace_anchor: { lost: PLACEMENT_ADVICE },
  replace_sold_out: { lost: PLACEMENT_ADVICE },
  alternate_anchor: { lost: PLACEMENT_ADVICE },
  is_quick_view: { lost: "put an element into the quick view" },
  collection_urls: { lost: CARD_ADVICE },
  headline: { texts: ["heading"] },
  body_content: { lost: 'put it into the slot "intro"' },
  email_field_label: { texts: ["email"] },
  button_label: { texts: ["submit"] },
  subscription_success_label: { texts: ["accepted", "acceptedEmail"] },
  newsletter_subscribe_label: { texts: ["newsletter"] },
  subscribe_checked: { lost: "the checkbox is never checked in advance" },
  footer_content: { lost: 'put it into the slot "footer"' },
  close_label: { texts: ["close"] },
  quantity_field_label: { lost: "the form has no quantity field" },
  is_quantity_field_enabled: { lost: "the form has no quantity field" },
  is_powered_by_link: { lost: "the element has no such link" },
  z_index: { lost: "a modal dialog is always on top" },
  styles: { lost: STYLE_ADVICE },
  additional_styles: { lost: STYLE_ADVICE },
  font_family: { lost: "the element inherits the page's font; to change it, set font-family on the element" },
  headers_font_family: { lost: STYLE_ADVICE },
  text_color: { property: "--notify-me-text" },
  background_color: { property: "--notify-me-surface" },
  button_text_color: { property: "--notify-me-accent-text" },
  button_background_color: { property: "--notify-me-accent" },
  error_text_color: { property: "--notify-me-error" },
  drop_background_color: { lost: "the page behind the dialog is dimmed" },
  close_button_color: { lost: STYLE_ADVICE },
  error_background_color: { lost: STYLE_ADVICE },
  success_background_color: { lost: STYLE_ADVICE },
  success_text_color: { lost: STYLE_ADVICE },
};

/** The rule for an option. Also covers undocumented options that start with `collection_page_`. */
export function ruleOf(name: string): Rule | undefined {
  if (Object.hasOwn(RULES, name)) return RULES[name];
  return name.startsWith("collection_page_") ? { lost: CARD_ADVICE } : undefined;
}

/** The attributes for each platform that the snippet supports. */
export const PLATFORMS: { readonly [name: string]: { integration: string; follow: string } } = {
  shopify: { integration: "$shopify", follow: "shopify" },
  bigcommerce: { integration: "$bigcommerce", follow: "bigcommerce" },
};

/** Default values of the snippet, which need no advice. */
export const DEFAULTS: { readonly [name: string]: Value } = {
  product_page_margin: "0px",
  product_page_width: "auto",
  product_page_text_align: "center",
  z_index: 999_999,
};
