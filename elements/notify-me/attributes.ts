// The attributes of `<notify-me>`. Each is also a property and has a page-wide default.
import { isSet } from "../../src/js/shared/eligibility.ts";
import type { NotifyMeDefaults } from "./types.ts";

/** Boolean attributes. All others hold text. */
const FLAGS =
  "multiple newsletter one-click preorder show-when-continue hide-when-preorder hide-when-unmanaged honeypot debug".split(
    " ",
  );
export const NAMES: readonly string[] = FLAGS.concat(
  "company-id variant product quantity policy available tags threshold include-tags exclude-tags integration catalog endpoint revision country timeout outbox display channels list-id sms-consent whatsapp-consent countries email phone-number external-id profile-id follow for variants texts minimum-time cool-down".split(
    " ",
  ),
);

/** The property of each attribute: `companyId` for `company-id`. */
const PROPERTIES = Object.fromEntries(
  NAMES.map((name) => [name, name.replace(/-./g, (found) => found.slice(1).toUpperCase())]),
) as Record<string, keyof NotifyMeDefaults>;

/** Page-wide defaults for attributes that an element does not set. */
export const page: { defaults: NotifyMeDefaults } = { defaults: {} };

/** The page-wide default of an attribute. Ignores properties that a page adds to `Object.prototype`. */
function defaultOf(name: string): unknown {
  const property = PROPERTIES[name] as keyof NotifyMeDefaults;
  return Object.hasOwn(page.defaults, property) ? page.defaults[property] : undefined;
}

/** The attribute text of a property value; `undefined` if the attribute should be removed. */
const attributeText = (value: unknown): string | undefined =>
  value == null ? undefined : value === true ? "" : String(value);

/** The text of an attribute, or its page-wide default. */
export const option = (element: Element, name: string): string | undefined =>
  element.getAttribute(name) ?? attributeText(defaultOf(name));

/** Whether a boolean attribute is present and not `false`, `no` or `0`. */
export const flag = (element: Element, name: string): boolean => isSet(option(element, name));

/** Property values that are objects, which an attribute cannot hold. */
const objectValues: { [name: string]: WeakMap<Element, unknown> } = {
  variants: new WeakMap(),
  texts: new WeakMap(),
};

/** The parsed value of a JSON attribute, or the object set as its property. */
export function jsonOption(element: Element, name: string): unknown {
  const value = objectValues[name]?.get(element) ?? element.getAttribute(name) ?? defaultOf(name);
  return typeof value === "string" ? parseJson(value, name) : value;
}

/** Parses JSON. Invalid JSON is reported to the console, and is `undefined`. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    console.error(`<notify-me>: ${name} is not valid JSON`);
    return undefined;
  }
}

/** Defines the properties on a class. `onChange` is called for an object, since no attribute changes then. */
export function defineProperties(
  prototype: HTMLElement,
  onChange: (element: HTMLElement, name: string) => void,
): void {
  for (const name of NAMES) {
    const isFlag = FLAGS.includes(name);
    Object.defineProperty(prototype, PROPERTIES[name] as string, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return isFlag ? flag(this, name) : (objectValues[name]?.get(this) ?? this.getAttribute(name));
      },
      set(this: HTMLElement, value: unknown) {
        objectValues[name]?.set(this, typeof value === "string" ? undefined : value);
        const text =
          (isFlag && value === false) || (objectValues[name] && value !== String(value))
            ? undefined
            : attributeText(value);
        if (text === undefined) this.removeAttribute(name);
        else this.setAttribute(name, text);
        if (objectValues[name]) onChange(this, name);
      },
    });
  }
}

/** Applies properties that a framework set before the element was defined. */
export function upgradeProperties(element: HTMLElement): void {
  const properties = element as unknown as { [name: string]: unknown };
  for (const name of Object.keys(properties)) {
    if (!(name in Object.getPrototypeOf(properties))) continue;
    const value = properties[name];
    delete properties[name];
    properties[name] = value;
  }
}
