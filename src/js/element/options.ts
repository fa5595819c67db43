// The attributes of `<notify-me>`. Each is a property too, and has a default for the whole page.
import { ANSWERS } from "../generated/eligibility.ts";
import type { NotifyMeDefaults } from "./types.ts";

/** Those that are set or not, and those that are text. */
const FLAGS =
  "multiple newsletter one-click preorder show-when-continue hide-when-preorder hide-when-unmanaged honeypot debug";
const TEXTS =
  "company-id variant product quantity policy available tags threshold include-tags exclude-tags integration catalog endpoint revision country timeout outbox display channels list-id sms-consent countries email phone-number external-id profile-id follow for variants texts minimum-time cool-down";

export const NAMES: readonly string[] = `${FLAGS} ${TEXTS}`.split(" ");

const defaults: { [name: string]: unknown } = {};

/** What counts where an element says nothing. */
export const pageDefaults = (): NotifyMeDefaults => ({ ...defaults });
export function setPageDefaults(values: NotifyMeDefaults): void {
  for (const name of Object.keys(defaults)) delete defaults[name];
  Object.assign(defaults, values);
}

/** `company-id` as `companyId`. */
const camel = (name: string): string => name.replace(/-./g, (found) => found.slice(1).toUpperCase());

/** A value as an attribute would have it. */
const textOf = (value: unknown): string | undefined =>
  value == null ? undefined : value === true ? "" : String(value);

/** The text of an attribute, or of its default. */
export const option = (element: Element, name: string): string | undefined =>
  element.getAttribute(name) ?? textOf(defaults[camel(name)]);

/** What a value says: yes, no, or nothing. */
export function answer(value: unknown): boolean | undefined {
  const text = textOf(value) ?? "-";
  return ANSWERS[1].test(text) || (ANSWERS[0].test(text) ? false : undefined);
}

/** Whether a flag is set: it is there, and does not say no. */
export const flag = (element: Element, name: string): boolean => {
  const text = option(element, name);
  return text !== undefined && answer(text) !== false;
};

/** What no attribute can hold, by the elements that it was given to. */
const held = new WeakMap<Element, { [name: string]: unknown }>();

/** The value of an attribute that is JSON, or an object that was set as the property. */
export function data(element: Element, name: string): unknown {
  const own = held.get(element)?.[name];
  if (own != null) return own;
  const text = element.getAttribute(name);
  return text === null ? defaults[name] : parsed(text, name);
}

/** Of what is no JSON, the page is told. */
export function parsed(text: string, name: string): unknown {
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
  changed: (element: HTMLElement, name: string) => void,
): void {
  for (const name of NAMES) {
    const isFlag = FLAGS.split(" ").includes(name);
    Object.defineProperty(prototype, camel(name), {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        if (isFlag) return flag(this, name);
        return held.get(this)?.[name] ?? this.getAttribute(name);
      },
      set(this: HTMLElement, value: unknown) {
        const isData = name === "variants" || name === "texts";
        if (isData && typeof value !== "string") {
          held.set(this, { ...held.get(this), [name]: value });
          return changed(this, name);
        }
        const text = isFlag && value === false ? undefined : textOf(value);
        if (text === undefined) this.removeAttribute(name);
        else this.setAttribute(name, text);
      },
    });
  }
}

/** A framework may have set properties before the class was there. */
export function upgradeProperties(element: HTMLElement): void {
  const own = element as unknown as { [name: string]: unknown };
  for (const name of Object.keys(own)) {
    if (!(name in Object.getPrototypeOf(own))) continue;
    const value = own[name];
    delete own[name];
    own[name] = value;
  }
}
