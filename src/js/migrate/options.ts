// The options of Klaviyo's legacy snippet, and what became of each.
import type { Words } from "../element/words/words.ts";

/** What the snippet takes as text, number or switch; null and an empty text are nothing. */
type Value = string | number | boolean | readonly string[] | null | undefined;

/** The first argument of `klaviyo.init`. */
export interface SnippetAccount {
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

/** The second argument of `klaviyo.enable("backinstock", …)`. What `klaviyo.init` got may stand in it, too. */
export interface SnippetOptions extends SnippetAccount {
  trigger?: {
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
  };
  modal?: {
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
  };
}

/** What an option comes to. A switch sets its attribute when it is the value that is not the snippet's own. */
export type Rule =
  | { attribute: string; unless?: number }
  | { flag: string; when: boolean }
  | { texts: readonly (keyof Words)[] }
  | { property: `--notify-me-${string}` }
  | { lost: string };

const PLACE = "the element stands where you put it";
const STYLE = "style the element and its parts by CSS";
const CARD = "put an element into each card";
const FOLLOW = "set the attribute variant, or follow";

/** By path. */
export const RULES: { readonly [path: string]: Rule } = {
  account: { attribute: "company-id" },
  exclude_on_tags: { attribute: "exclude-tags" },
  include_on_tags: { attribute: "include-tags" },
  // Below 1 is what out of stock means anyway.
  inventory_quantity_threshold: { attribute: "threshold", unless: 1 },
  display_on_policy_continue: { flag: "show-when-continue", when: true },
  is_allow_for_preorder: { flag: "hide-when-preorder", when: false },
  is_allow_for_unmanaged_inventory: { flag: "hide-when-unmanaged", when: false },
  variant_id_element: { lost: FOLLOW },
  variant_id_attribute: { lost: FOLLOW },
  "trigger.product_page_text": { texts: ["button"] },
  "trigger.product_page_class": { lost: "style its part trigger by CSS: a page's classes do not reach it" },
  "trigger.product_page_text_align": { lost: STYLE },
  "trigger.product_page_margin": { lost: STYLE },
  "trigger.product_page_width": { lost: STYLE },
  "trigger.replace_anchor": { lost: PLACE },
  "trigger.replace_sold_out": { lost: PLACE },
  "trigger.alternate_anchor": { lost: PLACE },
  "trigger.is_quick_view": { lost: "put an element into the quick view" },
  "trigger.collection_urls": { lost: CARD },
  "trigger.collection_page_text": { lost: CARD },
  "trigger.collection_page_class": { lost: CARD },
  "trigger.collection_page_text_align": { lost: CARD },
  "trigger.collection_page_width": { lost: CARD },
  "trigger.collection_page_padding": { lost: CARD },
  "modal.headline": { texts: ["heading"] },
  "modal.body_content": { lost: 'put it into the element, in its slot "intro"' },
  "modal.email_field_label": { texts: ["email"] },
  "modal.button_label": { texts: ["submit"] },
  "modal.subscription_success_label": { texts: ["accepted", "acceptedEmail"] },
  "modal.newsletter_subscribe_label": { texts: ["newsletter"] },
  "modal.subscribe_checked": { lost: "a box is never ticked for the shopper" },
  "modal.footer_content": { lost: 'put it into the element, in its slot "footer"' },
  "modal.close_label": { texts: ["close"] },
  "modal.quantity_field_label": { lost: "how many is not asked" },
  "modal.is_quantity_field_enabled": { lost: "how many is not asked" },
  "modal.is_powered_by_link": { lost: "there is no such link" },
  "modal.z_index": { lost: "a dialog is above everything" },
  "modal.styles": { lost: STYLE },
  "modal.additional_styles": { lost: STYLE },
  "modal.font_family": { lost: "the page's own font counts; else set font-family on the element" },
  "modal.headers_font_family": { lost: STYLE },
  "modal.text_color": { property: "--notify-me-text" },
  "modal.background_color": { property: "--notify-me-surface" },
  "modal.button_text_color": { property: "--notify-me-accent-text" },
  "modal.button_background_color": { property: "--notify-me-accent" },
  "modal.error_text_color": { property: "--notify-me-error" },
  "modal.drop_background_color": { lost: "the page behind the dialog is dimmed" },
  "modal.close_button_color": { lost: STYLE },
  "modal.error_background_color": { lost: STYLE },
  "modal.success_background_color": { lost: STYLE },
  "modal.success_text_color": { lost: STYLE },
};

/** What the snippet's platforms are here. */
export const PLATFORMS: { readonly [name: string]: { integration: string; follow: string } } = {
  shopify: { integration: "$shopify", follow: "shopify" },
  bigcommerce: { integration: "$bigcommerce", follow: "bigcommerce" },
};

/** What the snippet itself sets, so that nothing is lost with it. */
export const DEFAULTS: { readonly [path: string]: Value } = {
  "trigger.product_page_margin": "0px",
  "trigger.product_page_width": "auto",
  "trigger.product_page_text_align": "center",
  "modal.z_index": 999_999,
};
