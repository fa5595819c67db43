// Finds misspelled names of attributes.
import { didYouMean } from "../src/js/shared/suggest.ts";

/** Attribute names to check. Excludes event handlers, `data-`, `aria-`, and names with the punctuation of frameworks. */
const CHECKED_NAME = /^(?!on|data-|aria-)[a-z_-]+$/;

/** The attributes of an element that resemble a known one: each name with `; did you mean "…"?`. */
export const misspelledAttributes = (element: Element, known: readonly string[]): [string, string][] =>
  misspelledNames(
    element.getAttributeNames().filter((name) => CHECKED_NAME.test(name)),
    known,
  );

/** The names that resemble a known one: each with `; did you mean "…"?`. */
export const misspelledNames = (names: readonly string[], known: readonly string[]): [string, string][] =>
  names
    .filter((name) => !known.includes(name))
    .map((name): [string, string] => [name, didYouMean(name, known)])
    .filter(([, suggestion]) => suggestion);
