// Shopify: events of Horizon, Dawn and other themes, the field `id` of the product form, and `?variant=` in the URL.

import { globalOf, member } from "../../../src/js/shared/named.ts";
import type { ShopifyVariant } from "../../../src/js/shared/shopify-variant.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue, hasField, watchField } from "./form-field.ts";
import { watchLocation } from "./location.ts";
import { PRODUCT_BOUNDARY, sharesClosest, watchForm } from "./product-form.ts";

/** The chosen variant after the theme has fetched it. Horizon uses `resource`. */
interface SelectedVariant {
  variant?: ShopifyVariant | null;
  detail?: { resource?: ShopifyVariant | null };
}

/** The event `shopify:product:select`. Horizon adds `variantId`, an empty string if no variant is chosen. */
interface SelectEvent extends Event {
  detail?: { variantId?: string };
  promise?: Promise<SelectedVariant>;
}

/** A message that Dawn publishes. */
interface DawnMessage {
  data?: { sectionId?: string; variant?: ShopifyVariant | null };
}
type Subscribe = (event: string, callback: (message: DawnMessage) => void) => (() => void) | undefined;

const SECTION = ".shopify-section";
const FORM = 'form[action*="/cart/add"]';
const NAME = 'product form (form[action*="/cart/add"] with a field id)';

/** Shopify themes. */
export const follow: Adapter = (context) => {
  const { element, signal, rowIds, variant, readShopifyVariant } = context;
  /** Number of choices so far. A pending answer whose number is lower belongs to an earlier choice. */
  let choiceCount = 0;
  /** Whether an event or the URL has reported a choice. */
  let isReported = false;

  const select = (choice: Choice | null) => {
    choiceCount++;
    context.onSelect(choice);
  };
  const selectVariant = (chosen: ShopifyVariant | null | undefined) => {
    isReported = true;
    // Omit the name: events contain only the options, such as "S / Blue".
    const { variant, quantity, policy, available } = readShopifyVariant(chosen ?? {});
    select(variant ? ({ variant, quantity, policy, available } as Choice) : null);
  };
  /** Selects by ID, unless the variant is already selected: an ID alone must not discard its known stock. */
  const selectId = (id: string) => {
    if (id !== variant()) select(id ? { variant: id } : null);
  };
  /** Selects the variant in the URL, unless the URL may refer to another product than the element's form. */
  const selectFromLocation = (form = watched.form) => {
    const id = new URL(location.href).searchParams.get("variant");
    if (!id || element.closest(PRODUCT_BOUNDARY) || (form && !rowIds().includes(id))) return;
    isReported = true;
    selectId(id);
  };
  const watched = watchForm(
    context,
    { name: NAME, selector: FORM, within: SECTION, product: productOf, variant: variantIn },
    {
      onFound(form, signal, isReplacement) {
        if (isReplacement) choiceCount++;
        const id = variantIn(form);
        if (id || isReplacement) selectId(id);
        else selectFromLocation(form);
        watchField(form, "id", selectId, signal);
      },
      onGone: () => select(null),
    },
  );
  if (!watched.form) selectFromLocation();

  const isOurs = (target: EventTarget | null) => {
    const anchor = watched.form ?? element;
    return (
      sharesClosest(anchor, target, PRODUCT_BOUNDARY) &&
      (!(target instanceof Element) || sharesClosest(anchor, target, SECTION))
    );
  };
  const onSelectEvent = (event: SelectEvent) => {
    if (!isOurs(event.target)) return;
    isReported = true;
    const id = event.detail?.variantId;
    if (id !== undefined) selectId(id);
    const count = ++choiceCount;
    const onResolved = ({ variant: row, detail }: SelectedVariant) => {
      const chosen = detail?.resource ?? row;
      // The theme may have selected the same variant through its form or the URL in the meantime.
      const isLatest = count === choiceCount || readShopifyVariant(chosen ?? {}).variant === variant();
      if (isLatest && !signal.aborted) selectVariant(chosen);
    };
    // The promise rejects if another choice supersedes this one.
    event.promise?.then(onResolved, () => {});
  };
  const onVariantChange = (event: Event) => {
    if (isOurs(event.target))
      selectVariant((event as CustomEvent<{ variant?: ShopifyVariant } | null>).detail?.variant);
  };
  const onMessage = ({ data }: DawnMessage) => {
    const inner = element.closest<HTMLElement>("[data-section]");
    const outer = element.closest(SECTION);
    const section = inner
      ? member(inner, "dataset").section
      : outer && member(outer, "id").replace("shopify-section-", "");
    if (section && section === data?.sectionId) selectVariant(data.variant);
  };

  const listen = member(document, "addEventListener");
  listen("shopify:product:select", onSelectEvent, { signal });
  listen("variant:change", onVariantChange, { signal });
  watchLocation(() => selectFromLocation(), signal);
  subscribeToDawn(onMessage, signal);
  return () => {
    const problem = isReported ? undefined : watched.problem();
    return problem && `${problem}, and neither theme events nor the URL reported a chosen variant`;
  };
};

const variantIn = (form: HTMLFormElement) => fieldValue(form, "id");

const productOf = (form: HTMLFormElement) =>
  hasField(form, "id") ? fieldValue(form, "product-id") : undefined;

/** Subscribes to Dawn's messages, once its script is loaded. */
function subscribeToDawn(onMessage: (message: DawnMessage) => void, signal: AbortSignal): void {
  const publisher = globalOf("subscribe");
  if (typeof publisher === "function") {
    const unsubscribe = (publisher as Subscribe)("variant-change", onMessage);
    signal.addEventListener("abort", () => unsubscribe?.());
  } else if (member(document, "readyState") !== "complete") {
    addEventListener("load", () => subscribeToDawn(onMessage, signal), { once: true, signal });
  }
}
