// Which language an element speaks, and its texts.
import { messages } from "./en.ts";
import type { Messages } from "./messages.ts";
import { LANGUAGES } from "./registry.ts";

/** A language and its texts. */
export interface Locale {
  lang: string;
  messages: Messages;
}

const english: Locale = { lang: "en", messages };

/** Those that were asked for; `undefined`: on their way. */
const loadedLocales = new Map<string, Locale | undefined>();

/** The language around an element; `undefined` while its texts are loaded, after which `again` is called. */
export function localeFor(element: Element, onLoad: () => void): Locale | undefined {
  const lang = (languageOf(element).split("-")[0] as string).toLowerCase();
  const load = Object.hasOwn(LANGUAGES, lang) && LANGUAGES[lang];
  if (!load) return english;
  if (!loadedLocales.has(lang)) {
    loadedLocales.set(lang, undefined);
    load()
      .then(({ messages }) => loadedLocales.set(lang, { lang, messages }))
      // It is better than no words.
      .catch(() => loadedLocales.set(lang, english))
      .then(onLoad);
  }
  return loadedLocales.get(lang);
}

/** The nearest `lang`, through shadow trees. */
function languageOf(element: Element): string {
  for (let node: Element | undefined = element; node; node = (node.getRootNode() as ShadowRoot).host) {
    const ancestor = node.closest("[lang]");
    // A form's own `getAttribute` may be one of its fields.
    if (ancestor) return Element.prototype.getAttribute.call(ancestor, "lang") ?? "";
  }
  return "";
}
