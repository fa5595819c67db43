import { html } from "./html.mjs";
import { layout } from "./layout.mjs";

/**
 * @typedef {object} State
 * @property {string} name
 * @property {Record<string, string>} [attributes] in addition to those that every element has
 * @property {string} [steps] what `performSteps` in `src/gallery.ts` does to reach the state, separated by spaces
 * @property {string} [answer] the name of an answer of `answers.mjs`, or `never`; by default, requests are accepted
 * @property {string} [company] the company id, if it matters
 * @property {[slot: string, text: string][]} [content] texts for the element's slots
 */

/**
 * The addresses of the gallery's pages and of what they use.
 * @typedef {object} Addresses
 * @property {(lang: string) => string} page the page of a language; of the themes if `lang` is empty
 * @property {(state: string, lang: string) => string} frame
 * @property {string} answers the endpoint, to which the name of an answer is added
 * @property {string} assets the folder of the built scripts and styles
 * @property {string} icon
 * @property {string} home
 * @property {string[]} scripts the scripts of a page, in their order
 * @property {string[]} [loadingScripts] the same scripts, but the form's never finishes loading; needs a server of its own
 */

/** @type {Addresses} */
const SHOP = {
  page: (lang) => `/gallery${lang && `?lang=${lang}`}`,
  frame: (state, lang) => `/gallery/frame?state=${state}&lang=${lang}`,
  answers: "/gallery/answers/",
  assets: "/assets/",
  icon: "/images/mark.svg",
  home: "/",
  scripts: ["/assets/gallery.js"],
  loadingScripts: ["/gallery/loading/gallery.js"],
};

const SIZES = JSON.stringify(
  ["S", "L", "XL"].map((size) => ({ id: `SHIRT-${size}`, title: `Ocean Blue Shirt, ${size}`, quantity: 0 })),
);
/** @type {[slot: string, text: string][]} */
const CONSENT = [
  ["sms-consent", "I agree to text messages from Harbor & Pine about this item. Reply STOP to end them."],
  ["whatsapp-consent", "I agree to WhatsApp messages from Harbor & Pine about this item."],
];

const ACCEPTED = "open type:ann@example.com submit";
const RECORDED = { "sms-consent": "recorded", "whatsapp-consent": "recorded", country: "US" };

/** @type {State[]} */
const STATES = [
  { name: "Button" },
  { name: "One click", attributes: { "one-click": "", email: "ann@example.com" } },
  { name: "Form", steps: "open" },
  { name: "Logged in", attributes: { email: "ann@example.com" }, steps: "open" },
  { name: "Mistyped email", steps: "open type:ann@gmial.com pause" },
  { name: "Invalid email", steps: "open type:ann submit" },
  {
    name: "Invalid phone number",
    attributes: { channels: "SMS", ...RECORDED },
    steps: "open phone:12 submit",
  },
  { name: "No channel chosen", attributes: { channels: "EMAIL PUSH" }, steps: "open tick:EMAIL submit" },
  {
    name: "All fields, consent to SMS missing",
    attributes: {
      channels: "EMAIL SMS WHATSAPP PUSH",
      "list-id": "LIST01",
      newsletter: "",
      countries: "US CA GB",
    },
    steps: "open tick:SMS tick:WHATSAPP submit",
    content: CONSENT,
  },
  {
    name: "Consent to WhatsApp missing",
    attributes: { channels: "WHATSAPP", "list-id": "LIST01" },
    steps: "open submit",
    content: CONSENT.slice(1),
  },
  { name: "Too soon", attributes: { "minimum-time": "600" }, steps: ACCEPTED },
  {
    name: "Sending",
    attributes: { timeout: "600000" },
    steps: "open type:ann@example.com send",
    answer: "never",
  },
  { name: "Accepted", steps: ACCEPTED },
  {
    name: "Accepted by SMS",
    attributes: { channels: "SMS", ...RECORDED },
    steps: "open phone:+15005550006 submit",
  },
  {
    name: "Accepted by WhatsApp",
    attributes: { channels: "WHATSAPP", ...RECORDED },
    steps: "open phone:+15005550006 submit",
  },
  {
    name: "Accepted by app, name unknown",
    attributes: { channels: "PUSH", product: "" },
    steps: ACCEPTED,
  },
  { name: "Requested before", steps: `${ACCEPTED} again submit` },
  {
    name: "Newsletter failed",
    attributes: { "list-id": "LIST01", newsletter: "" },
    steps: "open type:ann@example.com tick:newsletter submit",
    answer: "unlisted",
  },
  { name: "Stored by the shop's relay", steps: ACCEPTED, answer: "stored" },
  { name: "Queued", steps: ACCEPTED, answer: "down" },
  { name: "Queued, nothing can be stored", steps: ACCEPTED, answer: "down", company: "GALMEM" },
  { name: "Unknown variant", steps: ACCEPTED, answer: "unknown" },
  { name: "Rejected", steps: ACCEPTED, answer: "refused" },
  { name: "Throttled, no outbox", attributes: { outbox: "false" }, steps: ACCEPTED, answer: "busy" },
  { name: "No answer, no outbox", attributes: { outbox: "false" }, steps: ACCEPTED, answer: "down" },
  {
    name: "Multiple variants",
    attributes: { multiple: "", variants: SIZES },
    steps: "open type:ann@example.com tick:SHIRT-L tick:SHIRT-XL submit",
    answer: "some",
  },
];

/**
 * A column of the table of states.
 * @typedef {object} Column
 * @property {string} id
 * @property {string} name
 * @property {string} [theme]
 * @property {string} [lang]
 */

/** @type {Column[]} */
const THEMES = [
  { id: "light", name: "Light" },
  { id: "dark", name: "Dark", theme: "dark" },
  { id: "brand", name: "Brand", theme: "brand" },
  { id: "rtl", name: "Right-to-left", lang: "ar" },
];

/** The languages with a page of their own, beside English. */
export const LANGUAGES = ["ar", "da", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv"];
const languageNames = new Intl.DisplayNames("en", { type: "language" });

/** States that need a page of their own: a dialog covers it, and a failing module or disabled scripts affect all of it. */
export const FRAMES = {
  dialog: "Dialog",
  "dialog-dark": "Dialog, dark",
  unloaded: "Module fails to load",
  scriptless: "Without JavaScript",
};

/** @type {[state: string, name: string]} */
const LOADING = ["loading", "Form is loading"];

/**
 * Every state side by side: in four themes, or in one language and in English.
 * @param {import("./layout.mjs").Shop} shop
 * @param {string} requested the language; the themes if there is no page for it
 * @returns {string}
 */
export function galleryPage(shop, requested = "") {
  return layout(shop, { ...gallery(requested), own: "gallery" });
}

/**
 * The gallery as a page without the shop around it, for the documentation site.
 * @param {string} requested the language; the themes if there is no page for it
 * @param {Addresses} addresses
 * @returns {string}
 */
export function standaloneGallery(requested, addresses) {
  const { title, main } = gallery(requested, addresses);
  return document(title, html`<body><main>${main}</main></body>`, addresses);
}

/**
 * @param {string} requested
 * @param {Addresses} [addresses]
 */
function gallery(requested, addresses = SHOP) {
  const lang = LANGUAGES.find((tag) => tag === requested);
  const name = lang && languageNames.of(lang);
  /** @type {Column[]} */
  const columns = lang
    ? [
        { id: "en", name: "English" },
        { id: lang, name: `${name}`, lang },
      ]
    : THEMES;
  const frames = [...Object.entries(FRAMES), ...(addresses.loadingScripts ? [LOADING] : [])];
  return {
    title: name ? `Gallery: ${name}` : "Gallery",
    description: `Every state of the notify-me button in ${name ?? "four themes"}, side by side.`,
    main: html`
      <div class="wrap gallery">
        <h1>${name ? `Gallery: ${name}` : "Gallery"}</h1>
        <p>Every state of <code>&lt;notify-me&gt;</code> in four themes, and in each language beside English. Every request gets a canned response.</p>
        <nav aria-label="Gallery"><ul class="gallery-pages">
          ${["", ...LANGUAGES].map((tag) => pageLink(tag, tag === (lang ?? ""), addresses))}
        </ul></nav>
        <h2>States</h2>
        ${STATES.map((state, index) => stateRow(state, index, columns, addresses))}
        <h2>On a page of its own</h2>
        <div class="gallery-row">${frames.map((entry) => frame(entry, lang ?? "en", addresses))}</div>
      </div>
    `,
  };
}

/**
 * @param {string} lang
 * @param {boolean} isCurrent
 * @param {Addresses} addresses
 */
function pageLink(lang, isCurrent, addresses) {
  const current = isCurrent && html` aria-current="page"`;
  return html`<li><a href="${addresses.page(lang)}"${current}>${lang ? languageNames.of(lang) : "Themes"}</a></li>`;
}

/**
 * @param {State} state
 * @param {number} index
 * @param {Column[]} columns
 * @param {Addresses} addresses
 */
function stateRow(state, index, columns, addresses) {
  return html`
        <h3>${state.name}</h3>
        <div class="gallery-row">${columns.map(
          ({ id, name, theme = "light", lang = "en" }) => html`
          <section class="gallery-cell" data-theme="${theme}" aria-label="${state.name}: ${name}">
            <p class="gallery-label">${name}</p>
            ${element(state, `${index}-${id}`, lang, addresses)}
          </section>`,
        )}
        </div>`;
}

/**
 * Each element has its own variant, so that no element shows the result of another. Queued requests are retried at the
 * endpoint of the company's latest request. So elements whose service is down belong to a second company.
 * @param {State} state
 * @param {string} key
 * @param {string} lang
 * @param {Addresses} addresses
 */
function element({ attributes, steps = "", answer = "yes", company, content }, key, lang, addresses) {
  const all = {
    lang,
    dir: lang === "ar" ? "rtl" : "ltr",
    "company-id": company ?? (answer === "down" ? "GALDWN" : "GALLRY"),
    variant: `GALLERY-${key}`,
    product: "Ocean Blue Shirt, M",
    endpoint: `${addresses.answers}${answer}`,
    "data-steps": steps,
    ...attributes,
  };
  return html`<notify-me${Object.entries(all).map(([name, value]) => html` ${name}="${value}"`)}>
              ${(content ?? []).map(([slot, text]) => html`<span slot="${slot}" lang="en" dir="ltr">${text}</span>`)}
              <a href="${addresses.home}" lang="en" dir="ltr">Contact us and we'll let you know when it's back</a>
            </notify-me>`;
}

/**
 * @param {[state: string, name: string]} entry
 * @param {string} lang
 * @param {Addresses} addresses
 */
function frame([state, name], lang, addresses) {
  // A frame with scripts is hidden until they have rendered its state.
  const attribute = state === "scriptless" ? html` sandbox` : html` hidden`;
  return html`
          <figure class="gallery-frame"><figcaption>${name}</figcaption><iframe src="${addresses.frame(state, lang)}" title="${name}"${attribute}></iframe></figure>`;
}

/**
 * A page with a single element, for a frame.
 * @param {string} state
 * @param {string} requested the language; English if there is no page for it
 * @param {Addresses} [addresses]
 * @returns {string}
 */
export function framePage(state, requested = "", addresses = SHOP) {
  const lang = LANGUAGES.find((tag) => tag === requested) ?? "en";
  const dialog = state.startsWith("dialog");
  const isLoading = state === LOADING[0];
  const steps = dialog || isLoading ? "open" : ACCEPTED;
  const { scripts, loadingScripts = scripts } = addresses;
  const theme = state === "dialog-dark" ? "dark" : "light";
  const title = [...Object.entries(FRAMES), LOADING].find(([name]) => name === state)?.[1] ?? "frame";
  const attributes = dialog ? { display: "dialog" } : {};
  const body = html`<body data-theme="${theme}">
    <main class="gallery-page"><h1>Ocean Blue Shirt</h1>
      ${element({ name: "", attributes, steps }, state, lang, addresses)}
    </main>
  </body>`;
  return document(
    `Gallery: ${title}`,
    body,
    isLoading ? { ...addresses, scripts: loadingScripts } : addresses,
    state,
  );
}

/**
 * A page without the shop around it.
 * @param {string} title
 * @param {unknown} body
 * @param {Addresses} addresses
 * @param {string} [state] the state, if the page is for a frame
 */
function document(title, body, { assets, icon, scripts }, state) {
  return `<!doctype html>\n${html`<html lang="en"${state && html` data-frame="${state}"`}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="icon" href="${icon}" type="image/svg+xml">
    <link rel="stylesheet" href="${assets}shop.css">
    <link rel="stylesheet" href="${assets}gallery.css">
    ${scripts.map((script) => html`<script type="module" src="${script}"></script>`)}
  </head>
  ${body}
</html>`}\n`;
}
