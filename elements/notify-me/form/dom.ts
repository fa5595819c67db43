/** Strings become attributes; other truthy values become properties. Empty values are omitted. */
export type Props = { [name: string]: unknown };

/** Creates an element without parsing markup, which a Trusted Types policy may forbid. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  // Not `document.createElement`: an `<img name="createElement">` on the page would shadow it.
  const element = Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
  for (const [key, value] of Object.entries(props)) {
    if (value && typeof value === "string") element.setAttribute(key, value);
    else if (value) (element as unknown as Props)[key] = value;
  }
  element.append(...children);
  return element;
}

/** Creates a labeled field with its error. Autofill and on-screen keyboards rely on type, name and input mode. */
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

/** Creates the label of the field with this ID. */
export const createLabel = (id: string, text: string): HTMLElement =>
  create("label", { part: "label", for: id }, text);

/** Creates the error text of the field with this ID. */
export const createError = (id: string): HTMLElement =>
  create("p", { part: "error", id: `${id}-error`, class: "error" });
