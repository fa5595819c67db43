// BigCommerce: the shop's answer to a change of options, from Cornerstone's event, or requested if a theme has no event.

import { globalOf, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./form-field.ts";
import { watchForm } from "./product-form.ts";

/** The shop's answer for the chosen options. For sold-out variants, all numbers are null. */
interface OptionsAnswer {
  v3_variant_id?: number | null;
  variantId?: number | null;
  instock?: boolean;
  purchasable?: boolean;
  stock?: number | null;
  available_to_sell?: number | null;
}

const FORM = "form[data-cart-item-add]";
const NAME = "product form (form[data-cart-item-add])";
/** Option fields. File inputs are excluded, since themes ignore them. */
const OPTION = "[data-product-option-change] [name]:not([type=file])";
/** How long to wait for a theme's event after a change, in ms. */
const ANSWER_TIMEOUT = 2_000;

/** BigCommerce, in Stencil themes. */
export const follow: Adapter = (context) => {
  const { onSelect, variant, signal } = context;
  /** Number of changes, to any product's options, that the theme has not answered. */
  let unanswered = 0;
  /** Set while the choice is unanswered; aborts the wait. */
  let pending: AbortController | undefined;
  /** Whether this adapter requests the answer itself, instead of waiting for the theme's event. */
  let isOwnRequest = false;
  let product: string | undefined;

  const cancel = () => {
    pending?.abort();
    pending = undefined;
  };
  /** Clears the choice until an answer identifies the variant. */
  const awaitAnswer = (usesOwnRequest: boolean) => {
    cancel();
    isOwnRequest = usesOwnRequest;
    pending = new AbortController();
    onSelect(null);
    return pending.signal;
  };
  const settle = (data: OptionsAnswer | undefined) => {
    cancel();
    onSelect(choiceOf(data));
  };
  const requestAnswer = async (form: HTMLFormElement, signal: AbortSignal) => {
    const data = await fetchAnswer(form, signal).catch(() => undefined);
    if (!signal.aborted) settle(data);
  };

  const watched = watchForm(
    context,
    { name: NAME, selector: FORM, product: productOf },
    {
      onFound(form, _, isReplacement) {
        cancel();
        if (!isReplacement) {
          const first = choiceOf(preselected(form));
          if (first && first.variant !== variant()) onSelect(first);
        } else if (member(form, "querySelector")(OPTION)) void requestAnswer(form, awaitAnswer(true));
        // Without options, the attributes identify the variant, if they belong to this product.
        else if (product !== undefined) onSelect(productOf(form) === product ? {} : null);
        product = productOf(form);
      },
      onGone() {
        cancel();
        onSelect(null);
      },
    },
  );
  const onChange = async ({ target }: Event) => {
    if (!(target instanceof Element) || !member(target, "matches")(OPTION)) return;
    // The theme's event does not identify the change. It is unambiguous only for a single unanswered change.
    const isClear = ++unanswered === 1;
    const { form } = watched;
    if (!form || ((target as HTMLInputElement).form !== form && !pending)) return;
    const signal = awaitAnswer(!isClear);
    await new Promise((resolve) => setTimeout(resolve, isClear ? ANSWER_TIMEOUT : 0));
    if (signal.aborted) return;
    isOwnRequest = true;
    void requestAnswer(form, signal);
  };
  const onThemeAnswer = (event: Event) => {
    unanswered = Math.max(0, unanswered - 1);
    if (pending && !isOwnRequest) settle(answerIn((event as CustomEvent).detail));
  };

  const listen = member(document, "addEventListener");
  listen("change", onChange, { signal });
  listen("onProductOptionsChanged", onThemeAnswer, { signal });
  signal.addEventListener("abort", cancel);
  return watched.problem;
};

const productOf = (form: HTMLFormElement) => fieldValue(form, "product_id");

/** The page's initial choice. It applies to the page's product, and not to a product in a quick view. */
function preselected(form: HTMLFormElement): OptionsAnswer | undefined {
  const data = globalOf("BCData") as { product_attributes?: OptionsAnswer } | null | undefined;
  return member(form, "closest")(".modal") ? undefined : data?.product_attributes;
}

/** The answer in the event. Up to Cornerstone 6.20, `data` and `content` were swapped. */
const answerIn = (
  detail: { data?: OptionsAnswer; content?: OptionsAnswer } | null,
): OptionsAnswer | undefined =>
  [detail?.data, detail?.content].find((part) => typeof part?.instock === "boolean");

/** Requests the shop's answer for the options chosen in a form. */
async function fetchAnswer(form: HTMLFormElement, signal: AbortSignal): Promise<OptionsAnswer | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  const product = encodeURIComponent(fieldValue(form, "product_id"));
  const response = await fetch(`/remote/v1/product-attributes/${product}`, { method: "POST", body, signal });
  return (await response.json()).data;
}

/** The chosen variant; `null` if none is chosen, or if the combination is not for sale. */
function choiceOf(data: OptionsAnswer | undefined): Choice | null {
  const id = data?.v3_variant_id ?? data?.variantId;
  if (!data || !id) return null;
  const available = data.instock === true || Number(data.available_to_sell) > 0;
  if (available && data.purchasable === false) return null;
  return {
    variant: String(id),
    available,
    quantity: available ? (data.available_to_sell ?? data.stock) : 0,
  };
}
