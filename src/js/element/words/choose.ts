// Which language an element speaks, and its texts.
import { words as english } from "./en.ts";
import { LANGUAGES } from "./load.ts";
import type { Words } from "./words.ts";

/** A language and its texts. */
export interface Spoken {
  lang: string;
  words: Words;
}

/** Those that are there; `undefined`: on their way. */
const known = new Map<string, Words | undefined>([["en", english]]);

/** The language around an element; `undefined` while its texts are loaded, after which `again` is called. */
export function spoken(element: Element, again: () => void): Spoken | undefined {
  const tag = (langOf(element).split("-")[0] as string).toLowerCase();
  const load = LANGUAGES[tag];
  if (load && !known.has(tag)) {
    known.set(tag, undefined);
    // English is better than no words.
    load()
      .then(
        ({ words }) => known.set(tag, words),
        () => known.set(tag, english),
      )
      .then(again);
  }
  const lang = load ? tag : "en";
  const words = known.get(lang);
  return words && { lang: words === english ? "en" : lang, words };
}

/** The nearest `lang`, through shadow trees. */
function langOf(element: Element): string {
  for (let at: Element | undefined = element; at; at = (at.getRootNode() as ShadowRoot).host) {
    const found = at.closest("[lang]");
    if (found) return found.getAttribute("lang") ?? "";
  }
  return "";
}
