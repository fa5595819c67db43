// The attributes of `<notify-me>`. Each is a property too, and has a default for the whole page.
import { isSet } from "../../src/js/shared/eligibility.ts";
import type { NotifyMeDefaults } from "./types.ts";

/** Those that are set or not, and those that are text. */
const FLAGS =
  "multiple newsletter one-click preorder show-when-continue hide-when-preorder hide-when-unmanaged honeypot debug".split(
    " ",
  );
export const NAMES: readonly string[] = FLAGS.concat(
  "company-id variant product quantity policy available tags threshold include-tags exclude-tags integration catalog endpoint revision country timeout outbox display channels list-id sms-consent whatsapp-consent countries email phone-number external-id profile-id follow for variants texts minimum-time cool-down".split(
    " ",
  ),
);

/** The names of the properties: `companyId` of `company-id`. */
const PROPERTIES = Object.fromEntries(
  NAMES.map((name) => [name, name.replace(/-./g, (found) => found.slice(1).toUpperCase())]),
) as Record<string, keyof NotifyMeDefaults>;

/** What counts where an element says nothing. */
export const page: { defaults: NotifyMeDefaults } = { defaults: {} };

/** A default of the page's own: what its `Object.prototype` was extended by is none. */
function defaultOf(name: string): unknown {
  const property = PROPERTIES[name] as keyof NotifyMeDefaults;
  return Object.hasOwn(page.defaults, property) ? page.defaults[property] : undefined;
}

/** A value as an attribute would have it. */
const attributeText = (value: unknown): string | undefined =>
  value == null ? undefined : value === true ? "" : String(value);

/** The text of an attribute, or of its default. */
export const option = (element: Element, name: string): string | undefined =>
  element.getAttribute(name) ?? attributeText(defaultOf(name));

/** Whether a flag is set: it is there, and does not say no. */
export const flag = (element: Element, name: string): boolean => isSet(option(element, name));

/** What no attribute can hold. */
const objectValues: { [name: string]: WeakMap<Element, unknown> } = {
  variants: new WeakMap(),
  texts: new WeakMap(),
};

/** The value of an attribute that is JSON, or an object that was set as the property. */
export function jsonOption(element: Element, name: string): unknown {
  const value = objectValues[name]?.get(element) ?? element.getAttribute(name) ?? defaultOf(name);
  return typeof value === "string" ? parseJson(value, name) : value;
}

/** Of what is no JSON, the page is told. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    console.error(`<notify-me>: ${name} is no JSON`);
    return undefined;
  }
}

/** Gives a class the properties; `changed` is called where no attribute changes. */
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

/** A framework may have set properties before the class was there. */
export function upgradeProperties(element: HTMLElement): void {
  const properties = element as unknown as { [name: string]: unknown };
  for (const name of Object.keys(properties)) {
    if (!(name in Object.getPrototypeOf(properties))) continue;
    const value = properties[name];
    delete properties[name];
    properties[name] = value;
  }
}
