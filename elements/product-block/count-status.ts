// Announces the number of visible cards to assistive technology.
import { member } from "../../src/js/shared/named.ts";
import { adoptStyles } from "./adopt-styles.ts";

const STYLES =
  '[role="status"] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }';

/** Reads correctly for every number, so it needs no plural forms. */
const DEFAULT_TEXT = "Products shown: {count}";

/** How long after a user action a change may still be its result, in ms. A theme's filter may fetch new cards first. */
const ACTION_WINDOW = 10_000;

const ACTIONS = ["click", "input", "change", "submit", "popstate"];
let lastAction = Number.NEGATIVE_INFINITY;
let isWatching = false;

/** Records the time of the shopper's latest action. All blocks share the listeners. */
function watchActions(): void {
  if (isWatching) return;
  isWatching = true;
  const onAction = () => {
    lastAction = performance.now();
  };
  for (const type of ACTIONS) addEventListener(type, onAction, { capture: true, passive: true });
}

/** A live region in the shadow tree of `host`, where themes cannot replace or style it. */
export class CountStatus {
  readonly #host: HTMLElement;
  readonly #region: HTMLElement;
  #count: number | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const create = member(document, "createElement");
    this.#region = create("span");
    this.#region.setAttribute("role", "status");
    root.replaceChildren(create("slot"), this.#region);
    watchActions();
  }

  /** Empties the region before the first count, since screen readers announce only changes of an existing region. */
  start(): void {
    this.#count = undefined;
    this.#region.textContent = "";
    adoptStyles(this.#region, STYLES);
  }

  /** Announces the count if it changed as the result of a user action. */
  update(count: number, total: number): void {
    const before = this.#count;
    // Themes may load cards later. The first count with cards is not a change.
    if (before === undefined && total === 0) return;
    this.#count = count;
    if (before === undefined || before === count) return;
    if (performance.now() - lastAction > ACTION_WINDOW) return;
    this.#region.textContent = this.#textFor(count, total);
  }

  #textFor(count: number, total: number): string {
    const host = this.#host;
    const lang = languageOf(host);
    const category = new Intl.PluralRules(lang).select(count);
    const custom = host.getAttribute(`count-text-${category}`) ?? host.getAttribute("count-text");
    // The default text is English on every page.
    if (custom === null) this.#region.lang = "en";
    else this.#region.removeAttribute("lang");
    const format = new Intl.NumberFormat(custom === null ? "en" : lang);
    return (custom ?? DEFAULT_TEXT).replace(/\{(count|total)\}/g, (_, name) =>
      format.format(name === "count" ? count : total),
    );
  }
}

/** The language of an element, also from outside its shadow tree; `en` if it is missing or invalid. */
function languageOf(element: Element): string {
  const lang = element.closest("[lang]")?.getAttribute("lang");
  const root = element.getRootNode();
  if (!lang && root instanceof ShadowRoot) return languageOf(root.host);
  return canonicalLocale(lang ?? "");
}

function canonicalLocale(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? "en";
  } catch {
    return "en";
  }
}
