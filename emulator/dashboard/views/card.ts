import { type Child, h, newId } from "../dom.ts";

/** A frame with a title and a word of explanation. */
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

/** A field with its label, and a unit behind it. */
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

/** Shows what is set, unless it did before: somebody may be about to set something else. */
export function setInputValue(input: HTMLInputElement, value: number | undefined): void {
  const text = value === undefined ? "" : String(value);
  if (input.dataset.set === text) return;
  input.dataset.set = text;
  input.value = text;
}
