// Shopify: the events of Horizon, Dawn and other themes, the product form's `id`, and `?variant=` in the address.

import { globalOf, member } from "../../../src/js/shared/named.ts";
import type { ShopifyVariant } from "../../../src/js/shared/shopify-variant.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { followAddress } from "./address.ts";
import { fieldValue, followField, hasField } from "./field.ts";
import { APART, followForm, isBeside } from "./product-form.ts";

/** What a choice comes to, once the theme has fetched it; `resource` is Horizon's. */
interface Selected {
  variant?: ShopifyVariant | null;
  detail?: { resource?: ShopifyVariant | null };
}

/** `shopify:product:select`; the `variantId` that is known at once is Horizon's, empty for none. */
interface SelectEvent extends Event {
  detail?: { variantId?: string };
  promise?: Promise<Selected>;
}

/** What Dawn publishes. */
interface Published {
  data?: { sectionId?: string; variant?: ShopifyVariant | null };
}
type Subscribe = (event: string, callback: (message: Published) => void) => (() => void) | undefined;

const SECTION = ".shopify-section";
const FORM = 'form[action*="/cart/add"]';
const NAME = 'product form (form[action*="/cart/add"] with a field id)';

/** Shopify. */
export const follow: Adapter = (scene) => {
  const { element, signal, rows, variant, readShopifyVariant } = scene;
  /** Counts what was chosen: an answer that is on its way belongs to an earlier choice. */
  let turn = 0;
  let heard = false;

  const tell = (choice: Choice | null) => {
    turn++;
    scene.emit(choice);
  };
  const choose = (chosen: ShopifyVariant | null | undefined) => {
    heard = true;
    // The name is left out: events say the options alone, such as "S / Blue".
    const { variant, quantity, policy, available } = readShopifyVariant(chosen ?? {});
    tell(variant ? ({ variant, quantity, policy, available } as Choice) : null);
  };
  /** What has the id alone must not undo what said more of the same variant. */
  const chooseId = (id: string) => {
    if (id !== variant()) tell(id ? { variant: id } : null);
  };
  /** The address may be about another product than the form beside the element. */
  const chooseInAddress = (form = followed.form) => {
    const id = new URL(location.href).searchParams.get("variant");
    if (!id || element.closest(APART) || (form && !rows().includes(id))) return;
    heard = true;
    chooseId(id);
  };
  const followed = followForm(
    scene,
    { name: NAME, selector: FORM, within: SECTION, product: productOf, variant: variantIn },
    {
      found(form, signal, again) {
        if (again) turn++;
        const id = variantIn(form);
        if (id || again) chooseId(id);
        else chooseInAddress(form);
        followField(form, "id", chooseId, signal);
      },
      gone: () => tell(null),
    },
  );
  if (!followed.form) chooseInAddress();

  const isOurs = (target: EventTarget | null) => {
    const place = followed.form ?? element;
    return (
      isBeside(place, target, APART) && (!(target instanceof Element) || isBeside(place, target, SECTION))
    );
  };
  const selected = (event: SelectEvent) => {
    if (!isOurs(event.target)) return;
    heard = true;
    const id = event.detail?.variantId;
    if (id !== undefined) chooseId(id);
    const mine = ++turn;
    const answered = ({ variant: row, detail }: Selected) => {
      const chosen = detail?.resource ?? row;
      // The theme may have chosen the same variant in its form or the address meanwhile.
      const isLatest = mine === turn || readShopifyVariant(chosen ?? {}).variant === variant();
      if (isLatest && !signal.aborted) choose(chosen);
    };
    // It rejects where the next choice replaces this one.
    event.promise?.then(answered, () => {});
  };
  const changed = (event: Event) => {
    if (isOurs(event.target))
      choose((event as CustomEvent<{ variant?: ShopifyVariant } | null>).detail?.variant);
  };
  const published = ({ data }: Published) => {
    const inner = element.closest<HTMLElement>("[data-section]");
    const outer = element.closest(SECTION);
    const section = inner
      ? member(inner, "dataset").section
      : outer && member(outer, "id").replace("shopify-section-", "");
    if (section && section === data?.sectionId) choose(data.variant);
  };

  const listen = member(document, "addEventListener");
  listen("shopify:product:select", selected, { signal });
  listen("variant:change", changed, { signal });
  followAddress(() => chooseInAddress(), signal);
  subscribe(published, signal);
  return () => {
    const problem = heard ? undefined : followed.problem();
    return (
      problem && `${problem}, and neither the theme's events nor the address said which variant was chosen`
    );
  };
};

const variantIn = (form: HTMLFormElement) => fieldValue(form, "id");

const productOf = (form: HTMLFormElement) =>
  hasField(form, "id") ? fieldValue(form, "product-id") : undefined;

/** Hears Dawn's publications, once its script is there. */
function subscribe(published: (message: Published) => void, signal: AbortSignal): void {
  const found = globalOf("subscribe");
  if (typeof found === "function") {
    const end = (found as Subscribe)("variant-change", published);
    signal.addEventListener("abort", () => end?.());
  } else if (member(document, "readyState") !== "complete") {
    addEventListener("load", () => subscribe(published, signal), { once: true, signal });
  }
}
