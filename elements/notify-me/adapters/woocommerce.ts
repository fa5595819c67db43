// WooCommerce: events of classic variation forms, and the hidden field `variation_id` of block themes, which have no events.

import { globalOf, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue, hasField, watchField } from "./form-field.ts";
import { watchForm } from "./product-form.ts";

/** A variation in the event `found_variation` and in the form's `data-product_variations`. */
interface Variation {
  variation_id: number | string;
  is_in_stock?: boolean;
  backorders_allowed?: boolean;
}

/** The part of jQuery that handles events. */
interface JQuery {
  on(events: string, handler: (event: unknown, variation?: Variation) => void): void;
  off(events: string): void;
}

const FORM = "form.variations_form, form.wc-block-add-to-cart-with-options";
const NAME = "variation form (form.variations_form with a field variation_id)";
let count = 0;

/** WooCommerce: classic and block themes. */
export const follow: Adapter = (context) => {
  const { onSelect, variant } = context;
  const select = (variation: Variation | undefined) => onSelect(variation ? choiceOf(variation) : null);
  const watched = watchForm(
    context,
    { name: NAME, selector: FORM, product: productOf },
    {
      onFound(form, signal, isReplacement) {
        const selectId = (value: string) => {
          const id = idIn(value);
          if (id !== variant()) select(id ? (listedVariation(form, id) ?? { variation_id: id }) : undefined);
        };
        listenToJQuery(form, select, signal);
        watchField(form, "variation_id", selectId, signal);
        // Report a variation chosen before this script ran, but not an initial state without a choice.
        const first = fieldValue(form, "variation_id");
        if (isReplacement || idIn(first)) selectId(first);
      },
      onGone: () => select(undefined),
    },
  );
  return watched.problem;
};

const productOf = (form: HTMLFormElement) =>
  hasField(form, "variation_id") ? fieldValue(form, "product_id") : undefined;

/** The ID of a variation; an empty string for WooCommerce's `0`, which means none. */
const idIn = (value: unknown) => (value && value !== "0" ? String(value) : "");

/** Listens for jQuery's events, which are not DOM events, once its script is loaded. */
function listenToJQuery(
  form: HTMLFormElement,
  select: (found?: Variation) => void,
  signal: AbortSignal,
): void {
  const jQuery = globalOf("jQuery");
  if (typeof jQuery === "function") {
    const namespace = `.notify-me-${++count}`;
    const $form: JQuery = jQuery(form);
    $form.on(`found_variation${namespace}`, (_, variation) => select(variation));
    $form.on(`reset_data${namespace} hide_variation${namespace}`, () => select());
    signal.addEventListener("abort", () => $form.off(namespace));
  } else if (member(document, "readyState") !== "complete") {
    addEventListener("load", () => listenToJQuery(form, select, signal), { once: true, signal });
  }
}

/** Finds a variation in the form's list. WooCommerce omits the list if a product has many variations. */
function listedVariation(form: HTMLFormElement, id: string): Variation | undefined {
  try {
    const list: unknown = JSON.parse(member(form, "dataset").product_variations ?? "");
    return Array.isArray(list) ? list.find((one) => idIn(one?.variation_id) === id) : undefined;
  } catch {
    return undefined;
  }
}

const choiceOf = (variation: Variation): Choice => ({
  variant: idIn(variation.variation_id),
  available: variation.is_in_stock,
  policy: variation.backorders_allowed ? "continue" : undefined,
});
