/** Attributes, `on…` listeners, and properties that are not attributes. */
type Props = Record<string, unknown>;
/** A child; `null`, `undefined` and `false` show nothing. */
export type Child = Node | string | number | null | undefined | false;

const properties = new Set(["value", "checked", "disabled", "hidden", "selected", "htmlFor"]);

/** Creates an element. Strings become text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (properties.has(name)) Reflect.set(element, name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...visibleChildren(children));
  return element;
}

/** Replaces the children of an element. */
export function setChildren(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...visibleChildren(children));
}

function visibleChildren(children: readonly Child[]): (Node | string)[] {
  return children
    .filter(
      (child): child is Node | string | number => child !== null && child !== undefined && child !== false,
    )
    .map((child) => (typeof child === "number" ? String(child) : child));
}

/** Sets a text, but only if it changes, so that a selection in it is not lost. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let idCount = 0;

/** A unique element id. */
export function newId(): string {
  idCount += 1;
  return `e${idCount}`;
}

export function button(text: string, onclick: () => void, props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick, ...props }, text);
}

export const badge = (kind: string, text: string): HTMLElement => h("span", { class: `badge ${kind}` }, text);

/** A link, but only to a web page: a feed can contain any text. */
export function linkTo(address: string, text: string, kind?: string): HTMLElement {
  if (!/^https?:/i.test(address)) return h("span", {}, address);
  return h("a", { href: address, class: kind, rel: "noreferrer", target: "_blank" }, text);
}
