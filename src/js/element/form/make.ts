/** Text becomes an attribute, anything else that is truthy a property. */
export type Props = { [name: string]: unknown };

/** An element, made without markup: a page may forbid that. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props,
  ...children: (Node | string | false | undefined)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "string") made.setAttribute(key, value);
    else if (value) (made as unknown as Props)[key] = value;
  }
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}
