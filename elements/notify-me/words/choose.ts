// Which language an element speaks, and its texts.
import { words } from "./en.ts";
import { LANGUAGES } from "./load.ts";
import type { Words } from "./words.ts";

/** A language and its texts. */
export interface Spoken {
  lang: string;
  words: Words;
}

const english: Spoken = { lang: "en", words };

/** Those that were asked for; `undefined`: on their way. */
const others = new Map<string, Spoken | undefined>();

/** The language around an element; `undefined` while its texts are loaded, after which `again` is called. */
export function spoken(element: Element, again: () => void): Spoken | undefined {
  const lang = (langOf(element).split("-")[0] as string).toLowerCase();
  const load = Object.hasOwn(LANGUAGES, lang) && LANGUAGES[lang];
  if (!load) return english;
  if (!others.has(lang)) {
    others.set(lang, undefined);
    load()
      .then(({ words }) => others.set(lang, { lang, words }))
      // It is better than no words.
      .catch(() => others.set(lang, english))
      .then(again);
  }
  return others.get(lang);
}

/** The nearest `lang`, through shadow trees. */
function langOf(element: Element): string {
  for (let at: Element | undefined = element; at; at = (at.getRootNode() as ShadowRoot).host) {
    const found = at.closest("[lang]");
    // A form's own `getAttribute` may be one of its fields.
    if (found) return Element.prototype.getAttribute.call(found, "lang") ?? "";
  }
  return "";
}
