// The count of the cards shown, for assistive technology.
import { member } from "../../src/js/shared/named.ts";
import { adoptStyles } from "./adopt-styles.ts";

const STYLES =
  '[role="status"] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }';

/** The same words for every number, so that a page without a text of its own needs no plural forms. */
const DEFAULT_TEXT = "Products shown: {count}";

/** How long after an action a change may still be its result, in ms: a theme's filter fetches new cards first. */
const ACTION_WINDOW = 10_000;

const ACTIONS = ["click", "input", "change", "submit", "popstate"];
let lastAction = Number.NEGATIVE_INFINITY;
let isWatching = false;

/** Remembers when the shopper last did something; once for all blocks of the page. */
function watchActions(): void {
  if (isWatching) return;
  isWatching = true;
  const onAction = () => {
    lastAction = performance.now();
  };
  for (const type of ACTIONS) addEventListener(type, onAction, { capture: true, passive: true });
}

/** A status region inside `host`, in a shadow tree, where no theme replaces or styles it. */
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

  /** Before the first count: a screen reader reports changes of a region that it knows. */
  start(): void {
    this.#count = undefined;
    this.#region.textContent = "";
    adoptStyles(this.#region, STYLES);
  }

  /** Announces the count if it changed after something that the shopper did. */
  update(count: number, total: number): void {
    const before = this.#count;
    // Until there are cards, nothing was arranged yet: themes may load them later.
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
    // The default is pronounced as English on any page.
    if (custom === null) this.#region.lang = "en";
    else this.#region.removeAttribute("lang");
    const format = new Intl.NumberFormat(custom === null ? "en" : lang);
    return (custom ?? DEFAULT_TEXT).replace(/\{(count|total)\}/g, (_, name) =>
      format.format(name === "count" ? count : total),
    );
  }
}

/** The language of an element, if it is one that can be used; through shadow trees, to the page's. */
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
