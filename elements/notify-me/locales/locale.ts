// Determines the language of an element, and loads its texts.
import { buttonMessages } from "./en-button.ts";
import type { ButtonMessages, Messages } from "./messages.ts";
import { LANGUAGES } from "./registry.ts";

/** A language and its texts. Texts that are missing are those of the form in English, which its script contains. */
export interface Locale {
  lang: string;
  messages: ButtonMessages & Partial<Messages>;
}

const english: Locale = { lang: "en", messages: buttonMessages };

/** Requested locales; `undefined` while one is loading. */
const loadedLocales = new Map<string, Locale | undefined>();

/** The locale of an element. Returns `undefined` while it loads, and calls `onLoad` afterwards. */
export function localeFor(element: Element, onLoad: () => void): Locale | undefined {
  const lang = (languageOf(element).split("-")[0] as string).toLowerCase();
  const load = Object.hasOwn(LANGUAGES, lang) && LANGUAGES[lang];
  if (!load) return english;
  if (!loadedLocales.has(lang)) {
    loadedLocales.set(lang, undefined);
    load()
      .then(({ messages }) => loadedLocales.set(lang, { lang, messages }))
      // Fall back to English if a script fails to load.
      .catch(() => loadedLocales.set(lang, english))
      .then(onLoad);
  }
  return loadedLocales.get(lang);
}

/** The closest `lang` attribute, also outside shadow trees. */
function languageOf(element: Element): string {
  for (let node: Element | undefined = element; node; node = (node.getRootNode() as ShadowRoot).host) {
    const ancestor = node.closest("[lang]");
    // A field named `getAttribute` would shadow the method of its form.
    if (ancestor) return Element.prototype.getAttribute.call(ancestor, "lang") ?? "";
  }
  return "";
}
