// Shopify: the events of Horizon, Dawn and other themes, the product form's `id`, and `?variant=` in the address.
import type { Adapter, Choice } from "./adapter.ts";
import { followAddress } from "./address.ts";
import { fieldValue, followField, hasField } from "./field.ts";
import { isBeside, nearestForm } from "./place.ts";

/** A variant as themes hand it on: Liquid's JSON, or the shape of Shopify's standard events. */
interface Variant {
  id: string | number;
  available?: boolean;
  availableForSale?: boolean;
  inventory_management?: string | null;
  inventory_quantity?: number;
  inventory_policy?: string;
}

/** What a choice comes to, once the theme has fetched it; `resource` is Horizon's. */
interface Selected {
  variant?: Variant | null;
  detail?: { resource?: Variant | null };
}

/** `shopify:product:select`; the `variantId` that is known at once is Horizon's, empty for none. */
interface SelectEvent extends Event {
  detail?: { variantId?: string };
  promise?: Promise<Selected>;
}

/** What Dawn publishes. */
interface Published {
  data?: { sectionId?: string; variant?: Variant | null };
}
type Subscribe = (event: string, callback: (message: Published) => void) => (() => void) | undefined;

/** Within one of these, all is about one product. */
const CARDS = "product-card, .card-wrapper, dialog, quick-add-modal";
const SECTION = ".shopify-section";
const FORM = 'form[action*="/cart/add"]';

/** Shopify. */
export const follow: Adapter = ({ element, form: given, tell, signal }) => {
  const form = given ?? nearestForm(element, FORM, productOf);
  let last = element.getAttribute("variant") ?? "";
  let turn = 0;

  const choose = (variant: Variant | null | undefined) => {
    const choice = variant ? choiceOf(variant) : null;
    last = choice?.variant ?? "";
    tell(choice);
  };
  /** What has the id alone must not undo what told more of the same variant. */
  const chooseId = (id: string) => {
    if (id !== last) choose(id ? { id } : null);
  };
  const isOurs = (target: EventTarget | null) => {
    const place = form?.isConnected ? form : element;
    return (
      isBeside(place, target, CARDS) && (!(target instanceof Element) || isBeside(place, target, SECTION))
    );
  };

  const selected = (event: SelectEvent) => {
    if (!isOurs(event.target)) return;
    const mine = ++turn;
    const id = event.detail?.variantId;
    if (id !== undefined) chooseId(id);
    const answered = ({ variant, detail }: Selected) => {
      if (mine === turn && !signal.aborted) choose(detail?.resource ?? variant);
    };
    // It rejects where the next choice replaces this one.
    event.promise?.then(answered, () => {});
  };
  const changed = (event: Event) => {
    if (isOurs(event.target)) choose((event as CustomEvent<{ variant?: Variant } | null>).detail?.variant);
  };
  const published = ({ data }: Published) => {
    const inner = element.closest<HTMLElement>("[data-section]")?.dataset.section;
    const section = inner ?? element.closest(SECTION)?.id.replace("shopify-section-", "");
    if (section && section === data?.sectionId) choose(data.variant);
  };
  const addressed = () => {
    const id = new URL(location.href).searchParams.get("variant");
    if (id && !element.closest(CARDS)) chooseId(id);
  };

  document.addEventListener("shopify:product:select", selected, { signal });
  document.addEventListener("variant:change", changed, { signal });
  if (form) followField(form, "id", chooseId, signal);
  followAddress(addressed, signal);
  subscribe(published, signal);
  // What was chosen before this ran counts too.
  const first = form ? fieldValue(form, "id") : "";
  if (first) chooseId(first);
  else addressed();
};

const productOf = (form: HTMLFormElement) =>
  hasField(form, "id") ? fieldValue(form, "product-id") : undefined;

/** Hears Dawn's publications, once its script is there. */
function subscribe(published: (message: Published) => void, signal: AbortSignal): void {
  const found = (globalThis as { subscribe?: Subscribe }).subscribe;
  if (typeof found === "function") {
    const end = found("variant-change", published);
    signal.addEventListener("abort", () => end?.());
  } else if (document.readyState !== "complete") {
    addEventListener("load", () => subscribe(published, signal), { once: true, signal });
  }
}

const choiceOf = (variant: Variant): Choice => ({
  variant: String(variant.id).replace(/^gid:.*\//, ""),
  available: variant.available ?? variant.availableForSale,
  // Where nobody counts, the number says nothing.
  quantity: variant.inventory_management === null ? null : variant.inventory_quantity,
  policy: variant.inventory_policy,
});
