// The attributes of `<product-block>`, read into options. What cannot be read counts as not given, and is told.

import type { BlockOptions } from "../../src/js/entry/filter.ts";
import { BackInStockError } from "../../src/js/shared/errors.ts";
import type { ElementsOptions } from "./filter-elements.ts";

/** What becomes of what is out of stock. */
export type OutOfStock = NonNullable<BlockOptions["outOfStock"]>;

const MODES: readonly string[] = ["policy", "hide", "last"] satisfies OutOfStock[];

type Parser = (text: string) => unknown;
type OptionName = Exclude<keyof ElementsOptions, "onProblem">;

const parseText: Parser = (value) => value || undefined;
const parseMode: Parser = (value) => (MODES.includes(value.toLowerCase()) ? value.toLowerCase() : undefined);
const parseCount: Parser = (value) => (/^\d{1,9}$/.test(value) ? Number(value) : undefined);
const parseNumber: Parser = (value) =>
  value.trim() && Number.isFinite(Number(value)) ? Number(value) : undefined;

/** Each attribute: the option that it is, how its text is read, and what an error says that it must be. */
const ATTRIBUTES: Record<string, [OptionName, Parser, string]> = {
  "out-of-stock": ["outOfStock", parseMode, 'must be "policy", "hide" or "last"'],
  "at-least": ["atLeast", parseCount, "must be a whole number"],
  limit: ["limit", parseCount, "must be a whole number"],
  threshold: ["threshold", parseNumber, "must be a number"],
  "group-by": ["groupBy", parseText, "must be the name of an attribute"],
  card: ["card", parseText, "must be a selector"],
  "quantity-attribute": ["quantity", parseText, "must be the name of an attribute"],
  "policy-attribute": ["policy", parseText, "must be the name of an attribute"],
  "variants-attribute": ["variants", parseText, "must be the name of an attribute"],
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
  onError?: (error: BackInStockError) => void,
): ElementsOptions {
  const options: Record<string, unknown> = {};
  for (const [name, [option, , expected]] of Object.entries(ATTRIBUTES)) {
    options[option] = readAttribute(element, name);
    if (options[option] === undefined && element.hasAttribute(name))
      onError?.(new BackInStockError("invalid_option", name, expected));
  }
  return options;
}
