// WooCommerce: the events of classic variation forms, and the hidden `variation_id` of block themes, which fire none.

import { globalOf, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue, followField, hasField } from "./field.ts";
import { followForm } from "./product-form.ts";

/** A variation, as `found_variation` and the form's `data-product_variations` have it. */
interface Variation {
  variation_id: number | string;
  is_in_stock?: boolean;
  backorders_allowed?: boolean;
}

interface JQuery {
  on(events: string, handler: (event: unknown, variation?: Variation) => void): void;
  off(events: string): void;
}

const FORM = "form.variations_form, form.wc-block-add-to-cart-with-options";
const NAME = "variation form (form.variations_form with a field variation_id)";
let count = 0;

/** WooCommerce, in classic and in block themes. */
export const follow: Adapter = (scene) => {
  const { emit: tell, variant } = scene;
  const choose = (variation: Variation | undefined) => tell(variation ? choiceOf(variation) : null);
  const followed = followForm(
    scene,
    { name: NAME, selector: FORM, product: productOf },
    {
      found(form, signal, again) {
        const chooseId = (value: string) => {
          const id = idIn(value);
          if (id !== variant()) choose(id ? (listed(form, id) ?? { variation_id: id }) : undefined);
        };
        listen(form, choose, signal);
        followField(form, "variation_id", chooseId, signal);
        // What was chosen before this ran counts too; nothing chosen yet is not news.
        const first = fieldValue(form, "variation_id");
        if (again || idIn(first)) chooseId(first);
      },
      gone: () => choose(undefined),
    },
  );
  return followed.problem;
};

const productOf = (form: HTMLFormElement) =>
  hasField(form, "variation_id") ? fieldValue(form, "product_id") : undefined;

/** 0 is how the platform says none. */
const idIn = (value: unknown) => (value && value !== "0" ? String(value) : "");

/** Hears the events of jQuery, which are no events of the browser, once its script is there. */
function listen(form: HTMLFormElement, choose: (found?: Variation) => void, signal: AbortSignal): void {
  const jQuery = globalOf("jQuery");
  if (typeof jQuery === "function") {
    const own = `.notify-me-${++count}`;
    const $form: JQuery = jQuery(form);
    $form.on(`found_variation${own}`, (_, variation) => choose(variation));
    $form.on(`reset_data${own} hide_variation${own}`, () => choose());
    signal.addEventListener("abort", () => $form.off(own));
  } else if (member(document, "readyState") !== "complete") {
    addEventListener("load", () => listen(form, choose, signal), { once: true, signal });
  }
}

/** The variation in the form's own list, which it has unless there are very many. */
function listed(form: HTMLFormElement, id: string): Variation | undefined {
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
