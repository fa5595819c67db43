// Magento: maps the chosen options of a configurable product to a simple product, by Luma's widgets or Hyvä's events.

import { globalOf, listenAround, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./form-field.ts";
import { watchForm } from "./product-form.ts";

/** Magento's product data: option IDs by product and attribute, and salable products by attribute and option. */
interface ProductConfig {
  index?: Record<string, Record<string, string>>;
  salable?: Record<string, Record<string, readonly string[]>>;
}

/** The part of jQuery that finds Luma's widgets. */
interface JQueryWidgets {
  data(name: string): { options?: { jsonConfig?: ProductConfig; spConfig?: ProductConfig } } | undefined;
  find(selector: string): JQueryWidgets;
}

/** The detail of Hyvä's event for a chosen option. */
interface HyvaSelection {
  productId?: string | number;
  /** The IDs of the simple products that match the chosen options. */
  candidates?: readonly (string | number)[];
}

/** The part of Alpine that finds Hyvä's components. */
interface Alpine {
  $data?: (element: Element) => { optionConfig?: ProductConfig };
}

const HYVA_EVENT = "configurable-selection-changed";
const SWATCHES = "[data-role^=swatch-option]";
/** Attributes that hold the selected option of a swatch. Magento 2.3 uses the second. */
const SELECTED = ["data-option-selected", "option-selected"];

/** Magento: Luma, Hyvä, and themes based on them. */
export const follow: Adapter = (context) => {
  const { onSelect, variant, rowIds, signal } = context;
  /** Whether Hyvä's event was received. It is more reliable than the options. */
  let hasHyvaEvent = false;
  let product: string | undefined;

  const select = (choice: Choice | null) => {
    if ((choice?.variant ?? "") !== variant()) onSelect(choice);
  };
  const watched = watchForm(
    context,
    { name: "form with options (super_attribute)", selector: "form", product: productOf },
    {
      onFound(form, signal, isReplacement) {
        let lastState = "";
        let isChanged = isReplacement;
        if (isReplacement) hasHyvaEvent = false;
        const check = () => {
          const options = optionsIn(form);
          const config = productConfigOf(form);
          const state = JSON.stringify([options, Boolean(config)]);
          if (state === lastState) return;
          lastState = state;
          // Report options chosen before this script ran, but not an initial state without a choice.
          isChanged ||= Object.values(options).some(Boolean);
          if (isChanged && !hasHyvaEvent) select(choiceOf(config, options));
        };
        const id = fieldValue(form, "product");
        if (hasOptions(form)) check();
        // Without options, the attributes identify the product, if they belong to this form.
        else if (isReplacement && product !== undefined) onSelect(id === product ? {} : null);
        product = id;
        // A script renders the swatches and triggers only jQuery events on their fields, so observe their attributes.
        const observer = new MutationObserver(check);
        observer.observe(form, { subtree: true, childList: true, attributeFilter: SELECTED });
        listenAround(form, "change", check, signal);
        signal.addEventListener("abort", () => observer.disconnect());
      },
      onGone: () => onSelect(null),
    },
  );
  const onHyvaEvent = (event: Event) => {
    const { productId, candidates } = (event as CustomEvent<HyvaSelection | null>).detail ?? {};
    const { form } = watched;
    const ids = Array.from(candidates ?? [], String);
    const isOurs = form
      ? fieldValue(form, "product") === String(productId)
      : !rowIds().length || ids.some((id) => rowIds().includes(id));
    if (!isOurs) return;
    hasHyvaEvent = true;
    const [id, ...others] = ids;
    if (!id || others.length) return select(null);
    const choice = form ? choiceOf(productConfigOf(form), optionsIn(form)) : null;
    select(choice?.variant === id ? choice : { variant: id });
  };
  addEventListener(HYVA_EVENT, onHyvaEvent, { signal });

  return () => {
    if (hasHyvaEvent) return undefined;
    const { form } = watched;
    if (!form) return watched.problem();
    return hasOptions(form) && !productConfigOf(form)
      ? `neither Magento's widgets nor Hyvä's event ${HYVA_EVENT} reported the product of the chosen options`
      : undefined;
  };
};

const productOf = (form: HTMLFormElement) => (hasOptions(form) ? fieldValue(form, "product") : undefined);

/** Whether a form has options, or swatches that a script has yet to fill. */
const hasOptions = (form: HTMLFormElement) =>
  optionFields(form).length > 0 || member(form, "querySelector")(SWATCHES) !== null;

/** The option fields with the IDs of their attributes. In Hyvä, they may be outside the form element. */
const optionFields = (form: HTMLFormElement) =>
  Array.from(member(form, "elements") as HTMLCollectionOf<HTMLInputElement>).flatMap((field) => {
    const attribute = /^super_attribute\[(\d+)\]$/.exec(field.name)?.[1];
    return attribute ? [{ field, attribute }] : [];
  });

/** The chosen option of each attribute; an empty string if none is chosen. */
function optionsIn(form: HTMLFormElement): Record<string, string> {
  const options: Record<string, string> = {};
  for (const { field, attribute } of optionFields(form)) {
    if (field.type !== "radio" || field.checked) options[attribute] = field.value;
    else options[attribute] ??= "";
  }
  return options;
}

/** The product data of Luma's widgets or Hyvä's component. */
function productConfigOf(form: HTMLFormElement): ProductConfig | undefined {
  const jQuery = globalOf("jQuery");
  const $form: JQueryWidgets | undefined = typeof jQuery === "function" ? jQuery(form) : undefined;
  const alpine = globalOf("Alpine") as Alpine | null | undefined;
  const swatches = $form?.find(SWATCHES).data("mage-SwatchRenderer");
  const [option] = optionFields(form);
  return (
    swatches?.options?.jsonConfig ??
    $form?.data("mage-configurable")?.options?.spConfig ??
    (option && alpine?.$data?.(option.field)?.optionConfig)
  );
}

/** The product that matches all chosen options; `null` if options are missing. */
function choiceOf(config: ProductConfig | undefined, options: Record<string, string>): Choice | null {
  const chosen = Object.entries(options);
  const matches = ([, values]: [string, Record<string, string>]) =>
    chosen.every(([attribute, option]) => option && String(values[attribute]) === option);
  const id = Object.entries(config?.index ?? {}).find(matches)?.[0];
  if (!id || chosen.length === 0) return null;
  const salable = config?.salable;
  const isSalable = ([attribute, option]: [string, string]) =>
    salable?.[attribute]?.[option]?.some((product) => String(product) === id) ?? false;
  return { variant: id, available: salable ? chosen.every(isSalable) : undefined };
}
