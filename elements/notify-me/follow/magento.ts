// Magento: the options of a configurable product, and the product that they make: in Luma by its widgets, in Hyvä by events.

import { globalOf, listenAround, member } from "../../../src/js/shared/named.ts";
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./field.ts";
import { followForm } from "./product-form.ts";

/** What Magento knows of a product: ids of options by product and attribute, and of what can be bought. */
interface Config {
  index?: Record<string, Record<string, string>>;
  salable?: Record<string, Record<string, readonly string[]>>;
}

/** jQuery, by which Luma's widgets are found. */
interface Widgets {
  data(name: string): { options?: { jsonConfig?: Config; spConfig?: Config } } | undefined;
  find(selector: string): Widgets;
}

/** What Hyvä says when an option was chosen. */
interface Selection {
  productId?: string | number;
  /** The products that the chosen options leave. */
  candidates?: readonly (string | number)[];
}

/** Alpine, by which Hyvä's components are found. */
interface Components {
  $data?: (element: Element) => { optionConfig?: Config };
}

const HYVA = "configurable-selection-changed";
const SWATCHES = "[data-role^=swatch-option]";
/** On the swatches of an attribute; the second is what Magento 2.3 had. */
const SELECTED = ["data-option-selected", "option-selected"];

/** Magento: Luma, Hyvä, and themes made of them. */
export const follow: Adapter = (scene) => {
  const { emit: tell, variant, rows, signal } = scene;
  /** Whether Hyvä speaks: then its events know more than the options do. */
  let heard = false;
  let product: string | undefined;

  const choose = (choice: Choice | null) => {
    if ((choice?.variant ?? "") !== variant()) tell(choice);
  };
  const followed = followForm(
    scene,
    { name: "form with options (super_attribute)", selector: "form", product: productOf },
    {
      found(form, signal, again) {
        let before = "";
        let isNews = again;
        if (again) heard = false;
        const look = () => {
          const options = optionsIn(form);
          const config = configOf(form);
          const state = JSON.stringify([options, Boolean(config)]);
          if (state === before) return;
          before = state;
          // What was chosen before this ran counts too; nothing chosen yet is not news.
          isNews ||= Object.values(options).some(Boolean);
          if (isNews && !heard) choose(choiceOf(config, options));
        };
        const id = fieldValue(form, "product");
        if (hasOptions(form)) look();
        // Without options, the attributes say which product it is, if they are about this one.
        else if (again && product !== undefined) tell(id === product ? {} : null);
        product = id;
        // Swatches are made by a script, and what it triggers on its fields are jQuery's events, not the browser's.
        const observer = new MutationObserver(look);
        observer.observe(form, { subtree: true, childList: true, attributeFilter: SELECTED });
        listenAround(form, "change", look, signal);
        signal.addEventListener("abort", () => observer.disconnect());
      },
      gone: () => tell(null),
    },
  );
  const selected = (event: Event) => {
    const { productId, candidates } = (event as CustomEvent<Selection | null>).detail ?? {};
    const { form } = followed;
    const ids = Array.from(candidates ?? [], String);
    const isOurs = form
      ? fieldValue(form, "product") === String(productId)
      : !rows().length || ids.some((id) => rows().includes(id));
    if (!isOurs) return;
    heard = true;
    const [id, ...others] = ids;
    if (!id || others.length) return choose(null);
    const choice = form ? choiceOf(configOf(form), optionsIn(form)) : null;
    choose(choice?.variant === id ? choice : { variant: id });
  };
  addEventListener(HYVA, selected, { signal });

  return () => {
    if (heard) return undefined;
    const { form } = followed;
    if (!form) return followed.problem();
    return hasOptions(form) && !configOf(form)
      ? `neither Magento's widgets nor the event ${HYVA} of Hyvä said which product the options make`
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
function configOf(form: HTMLFormElement): Config | undefined {
  const jQuery = globalOf("jQuery");
  const $form: Widgets | undefined = typeof jQuery === "function" ? jQuery(form) : undefined;
  const alpine = globalOf("Alpine") as Components | null | undefined;
  const swatches = $form?.find(SWATCHES).data("mage-SwatchRenderer");
  const [option] = optionFields(form);
  return (
    swatches?.options?.jsonConfig ??
    $form?.data("mage-configurable")?.options?.spConfig ??
    (option && alpine?.$data?.(option.field)?.optionConfig)
  );
}

function choiceOf(config: Config | undefined, options: Record<string, string>): Choice | null {
  const wanted = Object.entries(options);
  const fits = ([, values]: [string, Record<string, string>]) =>
    wanted.every(([attribute, option]) => option && String(values[attribute]) === option);
  const id = Object.entries(config?.index ?? {}).find(fits)?.[0];
  if (!id || wanted.length === 0) return null;
  const salable = config?.salable;
  const isSalable = ([attribute, option]: [string, string]) =>
    salable?.[attribute]?.[option]?.some((product) => String(product) === id) ?? false;
  return { variant: id, available: salable ? wanted.every(isSalable) : undefined };
}
