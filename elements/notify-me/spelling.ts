// Names of attributes and defaults that look like misspelt ones.
import { didYouMean } from "../../src/js/shared/suggest.ts";

/** The class of an element, which knows its attributes. */
interface ElementClass {
  readonly observedAttributes: readonly string[];
  readonly defaults: object;
}

/** Names of attributes of our kind: without those of frameworks, of events and of data. */
const CHECKED_NAME = /^(?!on|data-|aria-)[a-z_-]+$/;

/** What is misspelt in an element's attributes and the page's defaults, with what was meant. */
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
