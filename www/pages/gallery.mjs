import { html } from "./html.mjs";
import { layout } from "./layout.mjs";

/**
 * @typedef {object} State
 * @property {string} name
 * @property {Record<string, string>} [attributes] in addition to those that every element has
 * @property {string} [steps] the actions by which `src/gallery.ts` reaches the state
 * @property {string} [answer] the response of `answers.mjs` to its requests
 * @property {[slot: string, text: string][]} [content] the consent texts
 */

const SIZES = JSON.stringify(
  ["S", "L", "XL"].map((size) => ({ id: `SHIRT-${size}`, title: `Ocean Blue Shirt, ${size}`, quantity: 0 })),
);
/** @type {[slot: string, text: string][]} */
const CONSENT = [
  ["sms-consent", "I agree to text messages from Harbor & Pine about this item. Reply STOP to end them."],
  ["whatsapp-consent", "I agree to WhatsApp messages from Harbor & Pine about this item."],
];

/** @type {State[]} */
const STATES = [
  { name: "Button" },
  { name: "One click", attributes: { "one-click": "", email: "ann@example.com" } },
  { name: "Form", steps: "open" },
  { name: "Logged in", attributes: { email: "ann@example.com" }, steps: "open" },
  { name: "Mistyped email", steps: "open type:ann@gmial.com pause" },
  { name: "Invalid email", steps: "open type:ann submit" },
  { name: "Sending", steps: "open type:ann@example.com submit", answer: "slow" },
  { name: "Accepted", steps: "open type:ann@example.com submit", answer: "yes" },
  {
    name: "Already on the list",
    steps: "open type:ann@example.com submit again submit",
    answer: "yes",
  },
  { name: "Queued", steps: "open type:ann@example.com submit", answer: "down" },
  { name: "Unknown variant", steps: "open type:ann@example.com submit", answer: "unknown" },
  { name: "Rejected", steps: "open type:ann@example.com submit", answer: "refused" },
  {
    name: "Throttled, no outbox",
    attributes: { outbox: "false" },
    steps: "open type:ann@example.com submit",
    answer: "busy",
  },
  {
    name: "No answer, no outbox",
    attributes: { outbox: "false" },
    steps: "open type:ann@example.com submit",
    answer: "down",
  },
  {
    name: "All fields",
    attributes: {
      channels: "EMAIL SMS WHATSAPP",
      "list-id": "LIST01",
      newsletter: "",
      countries: "US CA GB",
    },
    steps: "open tick:SMS tick:WHATSAPP submit",
    content: CONSENT,
  },
  {
    name: "Multiple variants",
    attributes: { multiple: "", variants: SIZES },
    steps: "open type:ann@example.com tick:SHIRT-L tick:SHIRT-XL submit",
    answer: "some",
  },
];

/** @type {[id: string, name: string, lang: string][]} */
const THEMES = [
  ["light", "Light", "en"],
  ["dark", "Dark", "en"],
  ["brand", "Brand", "en"],
  ["rtl", "Right-to-left", "ar"],
];

/** Each language by its own name. */
const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  it: "Italiano",
  nl: "Nederlands",
  pt: "Português",
  sv: "Svenska",
  da: "Dansk",
  pl: "Polski",
  ja: "日本語",
  ar: "العربية",
};

/** States that need a page of their own: a dialog covers the page, and scripts are off for the whole page. */
const FRAMES = {
  dialog: "Dialog",
  "dialog-dark": "Dialog, dark",
  unloaded: "Module fails to load",
  scriptless: "Without JavaScript",
};

/**
 * Every state, theme and language side by side.
 * @param {import("./layout.mjs").Shop} shop
 * @returns {string}
 */
export function galleryPage(shop) {
  return layout(shop, {
    title: "Gallery",
    description: "Every state, theme and language of the notify-me button, side by side.",
    own: "gallery",
    main: html`
      <div class="wrap gallery">
        <h1>Gallery</h1>
        <p>Every state of <code>&lt;notify-me&gt;</code> in four themes, then in each language. This server answers every request with a canned response.</p>
        <h2>States</h2>
        ${STATES.map(stateRow)}
        <h2>On a page of its own</h2>
        <div class="gallery-row">${Object.entries(FRAMES).map(frame)}</div>
        <h2>Languages</h2>
        <div class="gallery-row">${Object.entries(LANGUAGES).map(language)}</div>
      </div>
    `,
  });
}

/**
 * @param {State} state
 * @param {number} index
 */
function stateRow(state, index) {
  return html`
        <h3>${state.name}</h3>
        <div class="gallery-row">${THEMES.map(
          ([id, name, lang]) => html`
          <section class="gallery-cell" data-theme="${id}" lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}" aria-label="${state.name}: ${name}">
            ${element(state, `${index}-${id}`)}
          </section>`,
        )}
        </div>`;
}

/**
 * Each element has its own variant, so that no element shows the result of another. Queued requests are retried at the
 * endpoint of the company's latest request. So elements whose service is down belong to a second company.
 * @param {State} state
 * @param {string} key
 */
function element({ attributes = {}, steps = "", answer = "yes", content }, key) {
  const company = answer === "down" ? "GALDWN" : "GALLRY";
  const more = Object.entries(attributes).map(([name, value]) => html` ${name}="${value}"`);
  return html`<notify-me company-id="${company}" variant="GALLERY-${key}" product="Ocean Blue Shirt, M" endpoint="/gallery/answers/${answer}" data-steps="${steps}"${more}>
              ${(content ?? []).map(([slot, text]) => html`<span slot="${slot}">${text}</span>`)}
              <a href="/">Contact us and we'll let you know when it's back</a>
            </notify-me>`;
}

/** @param {[lang: string, name: string]} entry */
function language([lang, name]) {
  const dir = lang === "ar" ? "rtl" : "ltr";
  const states = [STATES[0], STATES[5], STATES[7], STATES[9]].filter((state) => state !== undefined);
  return html`
          <section class="gallery-cell" data-theme="light" lang="${lang}" dir="${dir}" aria-label="${name}">
            <h3>${name}</h3>
            ${states.map((state, index) => element(state, `${lang}-${index}`))}
          </section>`;
}

/** @param {[state: string, name: string]} entry */
function frame([state, name]) {
  const sandbox = state === "scriptless" && html` sandbox`;
  return html`
          <figure class="gallery-frame"><iframe src="/gallery/frame?state=${state}" title="${name}"${sandbox}></iframe><figcaption>${name}</figcaption></figure>`;
}

/**
 * A page with a single element, for a frame.
 * @param {string} state
 * @returns {string}
 */
export function framePage(state) {
  const dialog = state.startsWith("dialog");
  const steps = dialog ? "open" : "open type:ann@example.com submit";
  const theme = state === "dialog-dark" ? "dark" : "light";
  return `<!doctype html>\n${html`<html lang="en" data-frame="${state}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Gallery: ${Object.entries(FRAMES).find(([name]) => name === state)?.[1] ?? "frame"}</title>
    <link rel="icon" href="/images/mark.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/shop.css">
    <link rel="stylesheet" href="/assets/gallery.css">
    <script type="module" src="/assets/gallery.js"></script>
  </head>
  <body data-theme="${theme}">
    <main class="gallery-page"><h1>Ocean Blue Shirt</h1>
      ${element({ name: "", attributes: dialog ? { display: "dialog" } : {}, steps }, state)}
    </main>
  </body>
</html>`}\n`;
}
