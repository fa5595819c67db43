// Reads the attributes of `<product-block>` into options. An invalid value is ignored and reported.

import type { BlockOptions } from "../../src/js/entry/filter.ts";
import { BackInStockError } from "../../src/js/shared/errors.ts";
import { misspelledAttributes } from "../spelling.ts";
import type { ElementsOptions } from "./filter-elements.ts";

/** How to arrange products that are out of stock. */
export type OutOfStock = NonNullable<BlockOptions["outOfStock"]>;

const MODES: readonly string[] = ["policy", "hide", "last"] satisfies OutOfStock[];

/** Parses the text of an attribute; `undefined` if it is invalid. */
type Parser = (text: string) => unknown;
type OptionName = Exclude<keyof ElementsOptions, "onProblem">;

const parseText: Parser = (value) => value || undefined;
const parseMode: Parser = (value) => (MODES.includes(value.toLowerCase()) ? value.toLowerCase() : undefined);
const parseCount: Parser = (value) => (/^\d{1,9}$/.test(value) ? Number(value) : undefined);
const parseNumber: Parser = (value) =>
  value.trim() && Number.isFinite(Number(value)) ? Number(value) : undefined;

/** For each attribute: its option, its parser, and the expectation that an error states. */
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

/** The names of all attributes. */
export const NAMES: readonly string[] = Object.keys(ATTRIBUTES);

/** The option of an attribute; `undefined` if the attribute is missing or invalid. */
export function readAttribute(element: Element, name: string): unknown {
  const value = element.getAttribute(name);
  return value === null ? undefined : ATTRIBUTES[name]?.[1](value);
}

/** Reads all options from an element's attributes. `onError` receives an error for each invalid attribute. */
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

/** The attributes that the element reads elsewhere. */
const COUNT_TEXTS = ["count-text"].concat(
  ["zero", "one", "two", "few", "many", "other"].map((category) => `count-text-${category}`),
);

/** An error for each attribute that is probably misspelled. */
export const spellingErrors = (element: Element): BackInStockError[] =>
  misspelledAttributes(element, [...NAMES, ...COUNT_TEXTS]).map(
    ([name, suggestion]) =>
      new BackInStockError("unknown_option", name, `is not a known attribute${suggestion}`),
  );
