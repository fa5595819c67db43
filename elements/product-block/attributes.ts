// The attributes of `<product-block>`, read into options. What cannot be read counts as not given, and is told.

import type { BlockOptions } from "../../src/js/entry/filter.ts";
import { BackInStockError } from "../../src/js/shared/errors.ts";
import type { ElementsOptions } from "./elements.ts";

/** What becomes of what is out of stock. */
export type OutOfStock = NonNullable<BlockOptions["outOfStock"]>;

const MODES: readonly string[] = ["policy", "hide", "last"] satisfies OutOfStock[];

type Read = (text: string) => unknown;
type Name = Exclude<keyof ElementsOptions, "onProblem">;

const text: Read = (value) => value || undefined;
const mode: Read = (value) => (MODES.includes(value.toLowerCase()) ? value.toLowerCase() : undefined);
const count: Read = (value) => (/^\d{1,9}$/.test(value) ? Number(value) : undefined);
const number: Read = (value) => (value.trim() && Number.isFinite(Number(value)) ? Number(value) : undefined);

/** Each attribute: the option that it is, how its text is read, and what an error says that it must be. */
const ATTRIBUTES: Record<string, [Name, Read, string]> = {
  "out-of-stock": ["outOfStock", mode, 'must be "policy", "hide" or "last"'],
  "at-least": ["atLeast", count, "must be a whole number"],
  limit: ["limit", count, "must be a whole number"],
  threshold: ["threshold", number, "must be a number"],
  "group-by": ["groupBy", text, "must be the name of an attribute"],
  card: ["card", text, "must be a selector"],
  "quantity-attribute": ["quantity", text, "must be the name of an attribute"],
  "policy-attribute": ["policy", text, "must be the name of an attribute"],
  "variants-attribute": ["variants", text, "must be the name of an attribute"],
};

export const NAMES: readonly string[] = Object.keys(ATTRIBUTES);

/** The option of an attribute; `undefined` where it is missing or cannot be read. */
export function readAttribute(element: Element, name: string): unknown {
  const value = element.getAttribute(name);
  return value === null ? undefined : ATTRIBUTES[name]?.[1](value);
}

/** All options that an element's attributes give. `refuse` gets the error of each that cannot be read. */
export function readAttributes(
  element: Element,
  refuse?: (error: BackInStockError) => void,
): ElementsOptions {
  const options: Record<string, unknown> = {};
  for (const [name, [option, , must]] of Object.entries(ATTRIBUTES)) {
    options[option] = readAttribute(element, name);
    if (options[option] === undefined && element.hasAttribute(name))
      refuse?.(new BackInStockError("invalid_option", name, must));
  }
  return options;
}
