// Attributes that a form can do without. A value that cannot be used is ignored, and named in the console once.
import type { Controller } from "../controller.ts";

/** Whether a value can be used, and what it must be. */
type Check = readonly [isValid: (text: string) => boolean, expected: string];

const isOneOf =
  (...names: string[]) =>
  (text: string) =>
    names.includes(text);
/** Whether the platform has a name for a country: the core, which has the last word, may not be loaded yet. */
function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false;
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined;
}
const isDuration = (text: string) => Number(text) >= 0;

const CHECKS: { readonly [name: string]: Check } = {
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

/** The same for each word of a list. */
const LISTS: { readonly [name: string]: Check } = {
  channels: [isOneOf("EMAIL", "SMS", "WHATSAPP", "PUSH"), "EMAIL, SMS, WHATSAPP or PUSH"],
  countries: [isCountry, "ISO codes of countries, such as US CA"],
};

const listOf = (controller: Controller, name: string): string[] =>
  (controller.option(name) ?? "").toUpperCase().match(/[^\s,]+/g) ?? [];

const warned = new Set<string>();

function warnOnce(name: string, expected: string): void {
  const message = `<notify-me>: ${name} must be ${expected}; the value is ignored`;
  if (!warned.has(message)) console.warn(message);
  warned.add(message);
}

/** The value of an attribute, unless it is empty or cannot be used. */
export function validValue(controller: Controller, name: string): string | undefined {
  const value = controller.option(name) || undefined;
  const [isValid, expected] = CHECKS[name] as Check;
  if (value === undefined || isValid(value)) return value;
  warnOnce(name, expected);
  return undefined;
}

/** The words of an attribute, in capitals, without those that cannot be used. */
export function validList(controller: Controller, name: string): string[] {
  const [isValid, expected] = LISTS[name] as Check;
  const values = listOf(controller, name);
  if (!values.every(isValid)) warnOnce(name, expected);
  return [...new Set(values.filter(isValid))];
}

/** What is wrong with the attributes of an element. */
export function attributeProblems(controller: Controller): string[] {
  const problemsOf = (name: string, [isValid, expected]: Check, values: string[]) =>
    values.every(isValid) ? [] : [`${name} must be ${expected}`];
  return [
    ...Object.entries(CHECKS).flatMap(([name, check]) => {
      const value = controller.option(name);
      return problemsOf(name, check, value ? [value] : []);
    }),
    ...Object.entries(LISTS).flatMap(([name, check]) => problemsOf(name, check, listOf(controller, name))),
  ];
}
