// Finds misspelled names of attributes and defaults.
import { misspelledAttributes, misspelledNames } from "../spelling.ts";

/** The class of an element. */
interface ElementClass {
  readonly observedAttributes: readonly string[];
  readonly defaults: object;
}

/** Describes each misspelled attribute and default, with the probable name. */
export function spellingProblems(element: Element): string[] {
  const { observedAttributes: known, defaults } = element.constructor as unknown as ElementClass;
  const properties = known.map((name) => name.replace(/-./g, (found) => found.slice(1).toUpperCase()));
  const describe =
    (where: string) =>
    ([name, suggestion]: [string, string]) =>
      `unknown ${where} "${name}"${suggestion}`;
  return [
    ...misspelledAttributes(element, known).map(describe("attribute")),
    ...misspelledNames(Object.keys(defaults), properties).map(describe("default")),
  ];
}
