/** Text becomes an attribute, anything else that is truthy a property; what is empty is left out. */
export type Props = { [name: string]: unknown };

/** An element, made without markup: a page may forbid that. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  // `document.createElement` may be an `<img name="createElement">` of the page's content.
  const made = Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
  for (const [key, value] of Object.entries(props)) {
    if (value && typeof value === "string") made.setAttribute(key, value);
    else if (value) (made as unknown as Props)[key] = value;
  }
  made.append(...children);
  return made;
}

/** A labelled field with its error. Autofill and the keyboards of phones go by type, name and mode. */
export function field(type: "email" | "tel", id: string, label: string): HTMLElement {
  const input = make("input", {
    part: "input",
    id,
    name: id,
    type,
    inputmode: type,
    autocomplete: type,
    autocapitalize: "off",
    enterkeyhint: "send",
    required: true,
    "aria-describedby": `${id}-error`,
  });
  return make("div", { class: "field" }, labelOf(id, label), input, errorOf(id));
}

export const labelOf = (id: string, text: string): HTMLElement =>
  make("label", { part: "label", for: id }, text);

export const errorOf = (id: string): HTMLElement =>
  make("p", { part: "error", id: `${id}-error`, class: "error" });
