import { type Child, h, newId } from "../dom.ts";

/** A card with a title and an explanation. */
export function card(title: string, about: string, ...children: readonly Child[]): HTMLElement {
  const id = newId();
  return h(
    "section",
    { class: "card", "aria-labelledby": id },
    h("h2", { id }, title),
    h("p", { class: "about" }, about),
    ...children,
  );
}

/** A number field with its label and unit. */
export function numberField(
  label: string,
  unit: string,
  props: Record<string, unknown>,
): { row: HTMLElement; input: HTMLInputElement } {
  const id = newId();
  const input = h("input", { type: "number", id, step: 1, inputmode: "numeric", ...props });
  return {
    row: h("div", { class: "field" }, h("label", { for: id }, label), input, h("span", {}, unit)),
    input,
  };
}

/** Sets an input, but only if the value has changed, so that it does not overwrite what somebody is typing. */
export function setInputValue(input: HTMLInputElement, value: number | undefined): void {
  const text = value === undefined ? "" : String(value);
  if (input.dataset.set === text) return;
  input.dataset.set = text;
  input.value = text;
}
