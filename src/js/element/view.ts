// The form's elements and its states, made without markup: a page may forbid that.
import { sheet } from "./style.ts";
import { BUTTON, LABEL } from "./words.ts";

/** What the element does with its form. */
export interface View {
  form: HTMLFormElement;
  input: HTMLInputElement;
  reset(): void;
  busy(text: string): void;
  accepted(text: string): void;
  refused(text: string, input: boolean): void;
}

export function createView(root: ShadowRoot): View {
  const make = <K extends keyof HTMLElementTagNameMap>(name: K, part: string, properties: object = {}) => {
    const element = Object.assign(document.createElement(name), properties);
    element.setAttribute("part", part);
    return element;
  };
  const label = make("label", "label", { htmlFor: "email", textContent: LABEL });
  const input = make("input", "input", { id: "email", name: "email", type: "email", required: true });
  input.autocomplete = "email";
  input.setAttribute("aria-describedby", "error");
  const error = make("p", "error", { id: "error", hidden: true });
  const button = make("button", "button", { type: "submit", textContent: BUTTON });
  // It stands here empty from the start: a live region that comes with its text is not read out.
  const message = make("p", "message", { role: "status", tabIndex: -1 });
  // Our own words come instead of the browser's.
  const form = make("form", "form", { noValidate: true });
  form.append(label, input, error, button);
  root.adoptedStyleSheets = [sheet()];
  root.replaceChildren(form, message);

  const show = (text: string, wrong: boolean, busy: boolean) => {
    message.textContent = wrong ? "" : text;
    error.textContent = wrong ? text : "";
    error.hidden = !wrong;
    input.toggleAttribute("aria-invalid", wrong);
    if (wrong) input.setAttribute("aria-invalid", "true");
    // Not `disabled`, which would take the focus away.
    button.setAttribute("aria-disabled", String(busy));
    form.hidden = false;
  };
  return {
    form,
    input,
    reset: () => show("", false, false),
    busy: (text) => show(text, false, true),
    accepted: (text) => {
      show(text, false, false);
      form.hidden = true;
      // What had the focus is gone; a keyboard goes on from the words that replaced it.
      if (root.activeElement || document.activeElement === root.host) message.focus();
    },
    refused: (text, isInput) => {
      show(text, isInput, false);
      if (isInput) input.focus();
    },
  };
}
