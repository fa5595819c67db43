// BigCommerce: what the shop answers when options change, told by Cornerstone's event, or asked for where a theme has none.

import { globalOf, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./form-field.ts";
import { watchForm } from "./product-form.ts";

/** The answer for the options that are chosen; all numbers are null for what is sold out. */
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
/** Themes do nothing when a file is chosen. */
const OPTION = "[data-product-option-change] [name]:not([type=file])";
/** How long a theme may take to answer a change, in ms. */
const ANSWER_TIMEOUT = 2_000;

/** BigCommerce, in Stencil themes. */
export const follow: Adapter = (context) => {
  const { onSelect, variant, signal } = context;
  /** The changes, of any product, that the theme has not answered. */
  let unanswered = 0;
  /** The choice that has no answer yet. */
  let pending: AbortController | undefined;
  /** Whether the shop itself is to answer it, and not the theme. */
  let isOwnRequest = false;
  let product: string | undefined;

  const cancel = () => {
    pending?.abort();
    pending = undefined;
  };
  /** Until the shop has answered, nobody knows which variant it is. */
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
        // Without options, the attributes say which variant it is, if they are about this product.
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
    // The event does not say which change it answers. That is clear only if it is the only one without an answer.
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

/** What the page says is chosen at first. It is about the page's product, and not about one in a quick view. */
function preselected(form: HTMLFormElement): OptionsAnswer | undefined {
  const data = globalOf("BCData") as { product_attributes?: OptionsAnswer } | null | undefined;
  return member(form, "closest")(".modal") ? undefined : data?.product_attributes;
}

/** Until Cornerstone 6.20 the event had the answer's data and its markup under each other's name. */
const answerIn = (
  detail: { data?: OptionsAnswer; content?: OptionsAnswer } | null,
): OptionsAnswer | undefined =>
  [detail?.data, detail?.content].find((part) => typeof part?.instock === "boolean");

async function fetchAnswer(form: HTMLFormElement, signal: AbortSignal): Promise<OptionsAnswer | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  const product = encodeURIComponent(fieldValue(form, "product_id"));
  const response = await fetch(`/remote/v1/product-attributes/${product}`, { method: "POST", body, signal });
  return (await response.json()).data;
}

/** Nothing where no variant is chosen, and where the combination is not sold at all. */
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
