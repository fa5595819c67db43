// Prefills the form, remembers typed values, and suggests corrections of email addresses.
import { suggestEmail } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { View } from "./view.ts";

/** Values typed on this page, by field ID. An element that replaces another one is prefilled with them. */
const typedValues: { [id: string]: string } = Object.create(null);

/** The attribute for the initial value of each field, by field ID. */
const ATTRIBUTES: { [id: string]: string } = { email: "email", phone: "phone-number", country: "country" };

/** Delay between the last keystroke and a suggestion, in ms. */
const SUGGESTION_DELAY = 600;

/** Fills in typed values, or the attributes. With `prefersAttributes`, the attributes take precedence. */
export function prefill(controller: Controller, { find }: View, prefersAttributes: boolean): void {
  for (const id in ATTRIBUTES) {
    const input = find(id);
    const attribute = controller.option(ATTRIBUTES[id] as string);
    const value = (prefersAttributes && attribute) || (typedValues[id] ?? attribute);
    if (input && value) input.value = value;
  }
}

/** Watches a form's fields. `suggestCorrection()` returns whether it displayed a new suggestion. */
export function watchTyping({ form, find, hint, showSuggestion }: View): { suggestCorrection(): boolean } {
  /** The address of the latest suggestion, which is not repeated. */
  let lastQuestioned = "";
  let timer: ReturnType<typeof setTimeout>;
  const suggestCorrection = () => {
    const input = find("email");
    if (!input?.getClientRects().length || input.value === lastQuestioned) return false;
    const correction = correctionFor(input.value);
    if (!correction) return false;
    lastQuestioned = input.value;
    showSuggestion(correction).addEventListener("click", () => {
      input.value = correction;
      typedValues.email = correction;
      hint.textContent = "";
      input.focus();
    });
    return true;
  };
  form.addEventListener("input", (event) => {
    // The event would leave the shadow tree and reach a product form around the element.
    event.stopPropagation();
    const { id, value } = event.target as HTMLInputElement;
    if (id in ATTRIBUTES) typedValues[id] = value;
    if (id !== "email") return;
    hint.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(suggestCorrection, SUGGESTION_DELAY);
  });
  return { suggestCorrection };
}

function correctionFor(address: string): string | undefined {
  try {
    return suggestEmail(address);
  } catch {
    // The module is not loaded yet.
    return undefined;
  }
}
