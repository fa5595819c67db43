// What a form begins with, and better spellings of it.
import { suggestEmail } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { View } from "./view.ts";

/** What was typed in this page: the element that a theme puts in another one's place begins with that. */
const typedValues: { [id: string]: string } = Object.create(null);

/** The attributes with what the page knows of a shopper. */
const ATTRIBUTES: { [id: string]: string } = { email: "email", phone: "phone-number", country: "country" };

/** Milliseconds from the last key until another address is suggested. */
const SUGGESTION_DELAY = 600;

/** Begins with what was typed before, or what the page knows; `known`: with what the page knows. */
export function prefill(controller: Controller, { find }: View, prefersAttributes: boolean): void {
  for (const id in ATTRIBUTES) {
    const input = find(id);
    const attribute = controller.option(ATTRIBUTES[id] as string);
    const value = (prefersAttributes && attribute) || (typedValues[id] ?? attribute);
    if (input && value) input.value = value;
  }
}

/** Watches what is typed into a form: `suggests()` says whether it just asked if another address was meant. */
export function watchTyping({ form, find, hint, showSuggestion }: View): { suggestCorrection(): boolean } {
  /** What was doubted last: once is enough. */
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
    // It would leave the shadow tree, and a form around this one would hear of what is not its own.
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
    // The module is not there yet.
    return undefined;
  }
}
