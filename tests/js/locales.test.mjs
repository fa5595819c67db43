import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = new URL("../../elements/notify-me/locales/", import.meta.url);
const tags = readdirSync(folder)
  .filter((name) => /^[a-z]{2}\.ts$/.test(name))
  .map((name) => name.slice(0, 2));

const { outputFiles } = await build({
  stdin: {
    contents: `${tags.map((tag) => `export { messages as ${tag} } from "./${tag}.ts";`).join("\n")}
      export { buttonMessages } from "./en-button.ts";
      export { LANGUAGES } from "./registry.ts";`,
    resolveDir: fileURLToPath(folder),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { LANGUAGES, buttonMessages, ...languages } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
// English is in two files, since a page loads the texts of the button first.
languages.en = { ...buttonMessages, ...languages.en };
const { en, ...others } = languages;

const placeholders = (text) => (text.match(/\{[^}]*\}/g) ?? []).sort();
/** Without what is written alike everywhere. */
const ownWords = (text) => text.replace(/\{\w+\}|name@example\.com|WhatsApp|SMS|e-?mail|newsletter/gi, "");
/** Frequent in English, and in none of the other languages that are written in Latin letters. */
const ENGLISH = /\b(the|you|your|we|this|that|when|what|please|could|not|and|with|again|back|how|of|is)\b/i;
/** Words of other languages that are spelt like those. */
const HOMOGRAPHS = { nl: /\b(is|we|of)\b/gi };
const SCRIPTS = { ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, ar: /\p{Script=Arabic}/u };

test("twelve languages, and each is loaded by its tag", async () => {
  assert.deepEqual(tags.join(), "ar,da,de,en,es,fr,it,ja,nl,pl,pt,sv");
  assert.deepEqual(Object.keys(LANGUAGES).sort(), Object.keys(others));
  for (const [tag, load] of Object.entries(LANGUAGES))
    assert.equal((await load()).messages, languages[tag], tag);
});

for (const [tag, messages] of Object.entries(languages)) {
  describe(tag, () => {
    test("has every text, with the placeholders of English, and none twice", () => {
      assert.deepEqual(Object.keys(messages).sort(), Object.keys(en).sort());
      for (const [key, text] of Object.entries(messages))
        assert.deepEqual(placeholders(text), placeholders(en[key]), key);
    });

    test("has plain texts: not empty, without markup or extra spaces", () => {
      for (const [key, text] of Object.entries(messages)) {
        assert.equal(typeof text, "string", key);
        assert.match(text, /\p{L}/u, key);
        assert.doesNotMatch(text, /[<>&]|^\s|\s$|[\s\u00a0\u202f]{2}|\.\.\.|\p{Cc}/u, key);
      }
    });

    test("is written from where its letters begin", () => {
      assert.equal(messages.dir, tag === "ar" ? "rtl" : "ltr");
    });

    test("ends where English ends: a sentence with its mark, a label without one", () => {
      const END = /[.?。？؟…]$/;
      for (const [key, text] of Object.entries(messages)) {
        // A Japanese label may ask without a mark.
        if (tag === "ja" && key === "channels") continue;
        assert.equal(END.test(text), END.test(en[key]), `${key}: ${text}`);
      }
    });
  });
}

for (const [tag, messages] of Object.entries(others)) {
  test(`${tag}: nothing is left in English`, () => {
    for (const [key, text] of Object.entries(messages)) {
      if (key === "dir") continue;
      const own = ownWords(text);
      if (/\p{L}/u.test(ownWords(en[key]))) assert.notEqual(text, en[key], key);
      if (SCRIPTS[tag]) {
        if (/\p{L}/u.test(own)) assert.match(own, SCRIPTS[tag], key);
        assert.doesNotMatch(own, /[a-z]{2}/i, key);
      } else assert.doesNotMatch(own.replace(HOMOGRAPHS[tag] ?? "", ""), ENGLISH, `${key}: ${text}`);
    }
  });
}

/** The most characters of a label on a button, where it has no placeholder. */
const LENGTHS = { button: 32, submit: 20, close: 12, cancel: 12, sending: 22, again: 30, againPhone: 30 };

test("buttons are short", () => {
  for (const [tag, messages] of Object.entries(languages))
    for (const [key, most] of Object.entries(LENGTHS))
      assert.ok(messages[key].length <= most, `${tag}: ${messages[key]}`);
});

/** "Device" in each language. */
const DEVICE = {
  ar: "الجهاز",
  da: "enhed",
  de: "Gerät",
  en: "device",
  es: "dispositivo",
  fr: "appareil",
  it: "dispositivo",
  ja: "端末",
  nl: "apparaat",
  pl: "urządzeniu",
  pt: "dispositivo",
  sv: "enheten",
};

test("only what is stored is called saved on the device", () => {
  for (const [tag, { queued, queuedHere }] of Object.entries(languages)) {
    assert.ok(queued.includes(DEVICE[tag]), tag);
    assert.ok(!queuedHere.includes(DEVICE[tag]), tag);
  }
});

test("no text promises a message as soon as the item is back", () => {
  for (const [tag, messages] of Object.entries(languages))
    for (const text of Object.values(messages))
      assert.doesNotMatch(
        text,
        /as soon as|sobald|dès que|tan pronto|non appena|zodra|så snart|så fort/i,
        tag,
      );
});

test("Arabic texts isolate what is written from left to right", () => {
  for (const [key, text] of Object.entries(languages.ar))
    for (const [name, before, after] of text.matchAll(/(.)\{(?:contact|email|product)\}(.)/gu))
      assert.match(before + after, /^[\u2066\u2068]\u2069$/, `${key}: ${name}`);
});

test("typography: the marks of each language", () => {
  const all = (tag, pattern) => Object.values(languages[tag]).filter((text) => pattern.test(text));
  for (const tag of ["fr", "it", "nl", "da", "es", "pt"]) assert.deepEqual(all(tag, /'/), [], tag);
  // French has a narrow space before ? ! ; that no line breaks at.
  assert.deepEqual(all("fr", /[^\u202f][?!;]|[^\u00a0]:/), []);
  assert.deepEqual(all("es", /^[^¿]*\?/), []);
  assert.deepEqual(all("ja", /[?!,:()]/), []);
  assert.deepEqual(all("ar", /[?,;]/), []);
  for (const tag of ["de", "sv", "da"]) assert.deepEqual(all(tag, /[^\u00a0]…/), [], tag);
});
