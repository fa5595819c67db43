// Validates optional attributes. An invalid value is ignored, with one console warning.
import type { Controller } from "../controller.ts";

/** A test of a value, and a description of valid values. */
export type Check = readonly [isValid: (text: string) => boolean, expected: string];

const isOneOf =
  (...names: string[]) =>
  (text: string) =>
    names.includes(text);
/** Whether the browser knows the country. The core, which may not be loaded yet, makes the final decision. */
function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false;
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined;
}
const isDuration = (text: string) => Number(text) >= 0;

/** Checks of single values, by attribute. */
export const CHECKS: { readonly [name: string]: Check } = {
  display: [isOneOf("inline", "dialog"), "inline or dialog"],
  country: [isCountry, "the ISO code of a country, such as US"],
  timeout: [(text) => Number(text) > 0 && Number(text) <= 0x7fffffff, "a number of milliseconds above 0"],
  outbox: [
    (text) => isOneOf("true", "false")(text) || Number(text) > 0,
    "false, or a number of days above 0",
  ],
  "minimum-time": [isDuration, "a number of seconds"],
  "cool-down": [isDuration, "a number of seconds"],
  "sms-consent": [isOneOf("recorded"), "recorded"],
  "whatsapp-consent": [isOneOf("recorded"), "recorded"],
};

/** Checks for each item of a list. */
export const LISTS: { readonly [name: string]: Check } = {
  channels: [isOneOf("EMAIL", "SMS", "WHATSAPP", "PUSH"), "EMAIL, SMS, WHATSAPP or PUSH"],
  countries: [isCountry, "ISO codes of countries, such as US CA"],
};

/** The items of a list attribute, in upper case. */
export const listOf = (controller: Controller, name: string): string[] =>
  (controller.option(name) ?? "").toUpperCase().match(/[^\s,]+/g) ?? [];

const warned = new Set<string>();

function warnOnce(name: string, expected: string): void {
  const message = `<notify-me>: ${name} must be ${expected}; the value is ignored`;
  if (!warned.has(message)) console.warn(message);
  warned.add(message);
}

/** The value of an attribute; `undefined` if it is empty or invalid. */
export function validValue(controller: Controller, name: string): string | undefined {
  const value = controller.option(name) || undefined;
  const [isValid, expected] = CHECKS[name] as Check;
  if (value === undefined || isValid(value)) return value;
  warnOnce(name, expected);
  return undefined;
}

/** The items of a list attribute without invalid ones and duplicates. */
export function validList(controller: Controller, name: string): string[] {
  const [isValid, expected] = LISTS[name] as Check;
  const values = listOf(controller, name);
  if (!values.every(isValid)) warnOnce(name, expected);
  return [...new Set(values.filter(isValid))];
}
