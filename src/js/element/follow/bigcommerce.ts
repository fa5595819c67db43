// BigCommerce: what the shop answers when options change, told by Cornerstone's event, or asked for where a theme has none.
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./field.ts";
import { nearestForm } from "./place.ts";

/** The answer for the options that are chosen; all numbers are null for what is sold out. */
interface Attributes {
  v3_variant_id?: number | null;
  variantId?: number | null;
  instock?: boolean;
  purchasable?: boolean;
  stock?: number | null;
  available_to_sell?: number | null;
}

const FORM = "form[data-cart-item-add]";
const OPTION = "[data-product-option-change] [name]";
/** How long a theme may take to tell of a change, in ms; one that does not is not waited for again. */
const PATIENCE = 2_000;

/** BigCommerce, in Stencil themes. */
export const follow: Adapter = ({ element, form: given, tell, signal }) => {
  const form = given ?? nearestForm(element, FORM, (found) => fieldValue(found, "product_id"));
  if (!form) return;
  /** Whether the theme has the event, as far as is known. */
  let speaks: boolean | undefined;
  /** The change that has no answer yet. */
  let asked: AbortController | undefined;

  const changed = ({ target }: Event) => {
    if (!(target instanceof Element) || !target.matches(OPTION)) return;
    // The event does not say which product it is about: it answers the form that changed last.
    asked?.abort();
    asked = undefined;
    if ((target as HTMLInputElement).form !== form) return;
    const mine = new AbortController();
    asked = mine;
    // Until then, nobody knows which variant it is.
    tell(null);
    if (!speaks) void ask(mine, speaks === false ? 0 : PATIENCE);
  };
  const answered = (event: Event) => {
    speaks = true;
    if (!asked) return;
    asked.abort();
    tell(choiceOf(attributesIn((event as CustomEvent).detail)));
  };
  const ask = async (mine: AbortController, delay: number) => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (mine.signal.aborted) return;
    speaks = false;
    const data = await fetched(form, mine.signal).catch(() => undefined);
    if (!mine.signal.aborted) tell(choiceOf(data));
  };

  document.addEventListener("change", changed, { signal });
  document.addEventListener("onProductOptionsChanged", answered, { signal });
  signal.addEventListener("abort", () => asked?.abort());
  // What is preselected in the page.
  const { BCData } = globalThis as { BCData?: { product_attributes?: Attributes } };
  const first = form.closest(".modal") ? null : choiceOf(BCData?.product_attributes);
  if (first && first.variant !== element.getAttribute("variant")) tell(first);
};

/** Until Cornerstone 6.20 the event had the answer's data and its markup under each other's name. */
const attributesIn = (detail: { data?: Attributes; content?: Attributes } | null): Attributes | undefined =>
  [detail?.data, detail?.content].find((part) => typeof part?.instock === "boolean");

async function fetched(form: HTMLFormElement, signal: AbortSignal): Promise<Attributes | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  const product = encodeURIComponent(fieldValue(form, "product_id"));
  const response = await fetch(`/remote/v1/product-attributes/${product}`, { method: "POST", body, signal });
  return (await response.json()).data;
}

/** Nothing where no variant is chosen, and where the combination is not sold at all. */
function choiceOf(data: Attributes | undefined): Choice | null {
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
