// Magento: the options of a configurable product, and the product that they make: in Luma by its widgets, in Hyvä by events.

import { globalOf, listenAround, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./form-field.ts";
import { watchForm } from "./product-form.ts";

/** What Magento knows of a product: ids of options by product and attribute, and of what can be bought. */
interface ProductConfig {
  index?: Record<string, Record<string, string>>;
  salable?: Record<string, Record<string, readonly string[]>>;
}

/** jQuery, by which Luma's widgets are found. */
interface JQueryWidgets {
  data(name: string): { options?: { jsonConfig?: ProductConfig; spConfig?: ProductConfig } } | undefined;
  find(selector: string): JQueryWidgets;
}

/** What Hyvä says when an option was chosen. */
interface HyvaSelection {
  productId?: string | number;
  /** The products that the chosen options leave. */
  candidates?: readonly (string | number)[];
}

/** Alpine, by which Hyvä's components are found. */
interface Alpine {
  $data?: (element: Element) => { optionConfig?: ProductConfig };
}

const HYVA_EVENT = "configurable-selection-changed";
const SWATCHES = "[data-role^=swatch-option]";
/** On the swatches of an attribute; the second is what Magento 2.3 had. */
const SELECTED = ["data-option-selected", "option-selected"];

/** Magento: Luma, Hyvä, and themes made of them. */
export const follow: Adapter = (context) => {
  const { onSelect, variant, rowIds, signal } = context;
  /** Whether Hyvä speaks: then its events know more than the options do. */
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
          // What was chosen before this ran counts too; nothing chosen yet is not news.
          isChanged ||= Object.values(options).some(Boolean);
          if (isChanged && !hasHyvaEvent) select(choiceOf(config, options));
        };
        const id = fieldValue(form, "product");
        if (hasOptions(form)) check();
        // Without options, the attributes say which product it is, if they are about this one.
        else if (isReplacement && product !== undefined) onSelect(id === product ? {} : null);
        product = id;
        // Swatches are made by a script, and what it triggers on its fields are jQuery's events, not the browser's.
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
      ? `neither Magento's widgets nor the event ${HYVA_EVENT} of Hyvä said which product the options make`
      : undefined;
  };
};

const productOf = (form: HTMLFormElement) => (hasOptions(form) ? fieldValue(form, "product") : undefined);

/** Whether a form has options, or will have them once a script has made its swatches. */
const hasOptions = (form: HTMLFormElement) =>
  optionFields(form).length > 0 || member(form, "querySelector")(SWATCHES) !== null;

/** The fields of options, with the id of their attribute. In Hyvä they may be outside of the form. */
const optionFields = (form: HTMLFormElement) =>
  Array.from(member(form, "elements") as HTMLCollectionOf<HTMLInputElement>).flatMap((field) => {
    const attribute = /^super_attribute\[(\d+)\]$/.exec(field.name)?.[1];
    return attribute ? [{ field, attribute }] : [];
  });

/** The chosen option of each attribute; an empty text if none is chosen. */
function optionsIn(form: HTMLFormElement): Record<string, string> {
  const options: Record<string, string> = {};
  for (const { field, attribute } of optionFields(form)) {
    if (field.type !== "radio" || field.checked) options[attribute] = field.value;
    else options[attribute] ??= "";
  }
  return options;
}

/** What Luma's widgets, or Hyvä's component, know of the product. */
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
