// Magento: the options of a configurable product, as swatches or as selects, and the product that they come to.
import type { Adapter, Choice } from "./adapter.ts";
import { fieldValue } from "./field.ts";
import { nearestForm } from "./place.ts";

/** What Magento's widgets know of a product: ids of options by product and attribute, and of what can be bought. */
interface Config {
  index?: Record<string, Record<string, string>>;
  salable?: Record<string, Record<string, readonly string[]>>;
}

interface Widgets {
  data(name: string): { options?: { jsonConfig?: Config; spConfig?: Config } } | undefined;
  find(selector: string): Widgets;
}

const SWATCHES = "[data-role^=swatch-option]";
/** On the swatches of an attribute; the second is what Magento 2.3 had. */
const SELECTED = ["data-option-selected", "option-selected"];

/** Magento, in Luma and in themes made of it. */
export const follow: Adapter = ({ element, form: given, tell, signal }) => {
  let form = given ?? find(element);
  let last = element.getAttribute("variant") ?? "";
  let chosen = "";

  const look = () => {
    form ??= find(element);
    const options = form ? optionsIn(form) : {};
    const key = JSON.stringify(options);
    if (!form || key === chosen) return;
    chosen = key;
    const choice = choiceOf(configOf(form), options);
    const id = choice?.variant ?? "";
    if (id === last) return;
    last = id;
    tell(choice);
  };
  // Swatches are made by a script, and what it triggers on its fields are jQuery's events, not the browser's.
  const observer = new MutationObserver(look);
  observer.observe(form ?? document.body, { subtree: true, attributeFilter: SELECTED });
  signal.addEventListener("abort", () => observer.disconnect());
  document.addEventListener("change", look, { signal });
  // What was chosen before this ran counts too; nothing chosen yet is no news.
  if (form && Object.values(optionsIn(form)).some(Boolean)) look();
};

const find = (element: Element) =>
  nearestForm(element, "form", (form) => (hasOptions(form) ? fieldValue(form, "product") : undefined));

const hasOptions = (form: HTMLFormElement) => Object.keys(optionsIn(form)).length > 0;

/** The chosen option of each attribute; an empty text where there is none. */
function optionsIn(form: HTMLFormElement): Record<string, string> {
  const options: Record<string, string> = {};
  for (const field of form.elements) {
    const attribute = /^super_attribute\[(\d+)\]$/.exec((field as HTMLInputElement).name)?.[1];
    if (attribute) options[attribute] = (field as HTMLInputElement).value;
  }
  return options;
}

function configOf(form: HTMLFormElement): Config | undefined {
  const $form = (globalThis as { jQuery?: (form: HTMLFormElement) => Widgets }).jQuery?.(form);
  const swatches = $form?.find(SWATCHES).data("mage-SwatchRenderer");
  return swatches?.options?.jsonConfig ?? $form?.data("mage-configurable")?.options?.spConfig;
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
