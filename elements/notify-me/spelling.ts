// Finds misspelled names of attributes and defaults.
import { didYouMean } from "../../src/js/shared/suggest.ts";

/** The class of an element. */
interface ElementClass {
  readonly observedAttributes: readonly string[];
  readonly defaults: object;
}

/** Attribute names to check. Excludes event handlers, `data-`, `aria-`, and names with the punctuation of frameworks. */
const CHECKED_NAME = /^(?!on|data-|aria-)[a-z_-]+$/;

/** Describes each misspelled attribute and default, with the probable name. */
export function spellingProblems(element: Element): string[] {
  const { observedAttributes: known, defaults } = element.constructor as unknown as ElementClass;
  const properties = known.map((name) => name.replace(/-./g, (found) => found.slice(1).toUpperCase()));
  const check = (name: string, names: readonly string[], where: string) => {
    const suggestion = names.includes(name) ? "" : didYouMean(name, names);
    return suggestion ? [`unknown ${where} "${name}"${suggestion}`] : [];
  };
  const attributes = element.getAttributeNames().filter((name) => CHECKED_NAME.test(name));
  return [
    ...attributes.flatMap((name) => check(name, known, "attribute")),
    ...Object.keys(defaults).flatMap((name) => check(name, properties, "default")),
  ];
}
