/** Text becomes an attribute, anything else that is truthy a property; what is empty is left out. */
export type Props = { [name: string]: unknown };

/** An element, made without markup: a page may forbid that. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  // `document.createElement` may be an `<img name="createElement">` of the page's content.
  const element = Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
  for (const [key, value] of Object.entries(props)) {
    if (value && typeof value === "string") element.setAttribute(key, value);
    else if (value) (element as unknown as Props)[key] = value;
  }
  element.append(...children);
  return element;
}

/** A labelled field with its error. Autofill and the keyboards of phones go by type, name and mode. */
export function createField(type: "email" | "tel", id: string, label: string): HTMLElement {
  const input = create("input", {
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
  return create("div", { class: "field" }, createLabel(id, label), input, createError(id));
}

export const createLabel = (id: string, text: string): HTMLElement =>
  create("label", { part: "label", for: id }, text);

export const createError = (id: string): HTMLElement =>
  create("p", { part: "error", id: `${id}-error`, class: "error" });
