// <product-block>: arranges the cards inside it, and rearranges them when the page changes them.
import { BackInStockError } from "../../src/js/shared/errors.ts";
import { NAMES, type OutOfStock, readAttribute, readAttributes, spellingErrors } from "./attributes.ts";
import { attributeNames } from "./cards.ts";
import { CountStatus } from "./count-status.ts";
import { type Arrangement, arrangeElements, type ElementsOptions, registerBlock } from "./filter-elements.ts";

/** The element's events. */
export interface ProductBlockEventMap {
  "product-block-change": CustomEvent<{ shown: Element[]; hidden: Element[] }>;
  "product-block-error": CustomEvent<{ error: BackInStockError }>;
}

/** Events after which a dialog inside a card may have closed. */
const FOCUS_EVENTS = ["click", "keyup", "focusout"];

/** `HTMLElement`, or an empty class on a server, which must be able to import this module. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * Hides and orders the cards inside it like `filterElements`, and repeats this when they change, at most once per frame.
 * Removing the element from the page restores the cards.
 *
 * Attributes: `out-of-stock` (`policy`, `hide`, `last`), `at-least`, `limit`, `threshold`, `group-by`, `card`,
 * `quantity-attribute`, `policy-attribute`, `variants-attribute`, `count-text`, `count-text-one` and the like. An invalid
 * value is ignored.
 *
 * Events, both bubbling: `product-block-change` when the visible cards, the hidden cards, or their order change;
 * `product-block-error` once for each misspelled attribute and each invalid value, and if WebAssembly is blocked or fails:
 * all cards stay visible then. Each error is also reported to the console.
 *
 * Cards that are out of stock get `data-inventory-state="out-of-stock"`, or `"backorder"` if they are still sold. If a user
 * action changes the number of visible cards, assistive technology announces it.
 *
 * Do not use it for a list that a framework renders, since it moves cards.
 */
export class ProductBlockElement extends Base {
  static readonly observedAttributes = [...NAMES, "count-text"];
  #observer: MutationObserver | undefined;
  #frame = 0;
  #arrangement: Arrangement | undefined;
  #status: CountStatus | undefined;
  #reported = new Set<string>();
  readonly #onFocusEvent = () => {
    if (this.#observer) this.#schedule();
  };

  connectedCallback(): void {
    this.#observer ??= new MutationObserver(() => this.#schedule());
    this.#status ??= new CountStatus(this);
    this.#status.start();
    registerBlock(this);
    this.#observe();
    this.#schedule();
  }

  disconnectedCallback(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#arrangement?.undo();
    this.#arrangement = undefined;
  }

  /** After `moveBefore`, the element may be in another document or shadow tree, which needs the style rule too. */
  connectedMoveCallback(): void {
    this.#schedule();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (before === after || !this.#observer) return;
    this.#observe();
    this.#schedule();
  }

  /** How to arrange cards that are out of stock. Default, also for an invalid value: `"policy"`. */
  get outOfStock(): OutOfStock {
    return (readAttribute(this, "out-of-stock") as OutOfStock | undefined) ?? "policy";
  }
  set outOfStock(value: OutOfStock) {
    this.#reflect("out-of-stock", value);
  }

  /** Minimum number of visible cards. Hidden cards are shown again to reach it. */
  get atLeast(): number | undefined {
    return readAttribute(this, "at-least") as number | undefined;
  }
  set atLeast(value: number | null | undefined) {
    this.#reflect("at-least", value);
  }

  /** Maximum number of visible cards. */
  get limit(): number | undefined {
    return readAttribute(this, "limit") as number | undefined;
  }
  set limit(value: number | null | undefined) {
    this.#reflect("limit", value);
  }

  /** A quantity below this number is out of stock. */
  get threshold(): number | undefined {
    return readAttribute(this, "threshold") as number | undefined;
  }
  set threshold(value: number | null | undefined) {
    this.#reflect("threshold", value);
  }

  /** Attribute that has the same value on all cards of one product. */
  get groupBy(): string | undefined {
    return readAttribute(this, "group-by") as string | undefined;
  }
  set groupBy(value: string | null | undefined) {
    this.#reflect("group-by", value);
  }

  /** Selector of the card around an element with a quantity. The card is what is hidden and moved. */
  get card(): string | undefined {
    return readAttribute(this, "card") as string | undefined;
  }
  set card(value: string | null | undefined) {
    this.#reflect("card", value);
  }

  /** Attribute with the quantity. Default: `data-inventory-quantity`. */
  get quantityAttribute(): string | undefined {
    return readAttribute(this, "quantity-attribute") as string | undefined;
  }
  set quantityAttribute(value: string | null | undefined) {
    this.#reflect("quantity-attribute", value);
  }

  /** Attribute with the policy. Default: `data-inventory-policy`. */
  get policyAttribute(): string | undefined {
    return readAttribute(this, "policy-attribute") as string | undefined;
  }
  set policyAttribute(value: string | null | undefined) {
    this.#reflect("policy-attribute", value);
  }

  /** Attribute with a card's variants as JSON. Default: `data-inventory-variants`. */
  get variantsAttribute(): string | undefined {
    return readAttribute(this, "variants-attribute") as string | undefined;
  }
  set variantsAttribute(value: string | null | undefined) {
    this.#reflect("variants-attribute", value);
  }

  /**
   * Text for assistive technology, with the placeholders `{count}` and `{total}`. Default: "Products shown: {count}". An
   * empty string announces nothing. `count-text-one` and the like are for a plural category of the language.
   */
  get countText(): string | undefined {
    return this.getAttribute("count-text") ?? undefined;
  }
  set countText(value: string | null | undefined) {
    this.#reflect("count-text", value);
  }

  #reflect(name: string, value: unknown): void {
    if (value == null) this.removeAttribute(name);
    else this.setAttribute(name, String(value));
  }

  /** Observes the attributes that are currently configured. Replaces the earlier observation. */
  #observe(): void {
    const names = Object.values(attributeNames(readAttributes(this)));
    const attributeFilter = names.filter((name) => name !== undefined).concat("hidden");
    this.#observer?.observe(this, { subtree: true, childList: true, attributeFilter });
  }

  /** Schedules one update before the next paint, however often a theme changes its cards. */
  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#update();
    });
  }

  #update(): void {
    const before = this.#arrangement ?? { shown: [], hidden: [] };
    const reports: Report[] = [];
    const report = (error: BackInStockError, element: Element = this) => reports.push({ error, element });
    if (!this.#arrangement) for (const error of spellingErrors(this)) report(error);
    const arrangement = this.#arrange(readAttributes(this, report), report);
    // Discard records of the element's own changes.
    this.#observer?.takeRecords();
    this.#arrangement = arrangement;
    // Report errors last, since a listener may remove the element.
    for (const one of reports) this.#reportOnce(one);
    if (!arrangement) return;
    const { shown, hidden } = arrangement;
    this.#status?.update(shown.length, shown.length + hidden.length);
    if (arrangement.isPending)
      for (const type of FOCUS_EVENTS) this.addEventListener(type, this.#onFocusEvent, { once: true });
    if (isSame(shown, before.shown) && isSame(hidden, before.hidden)) return;
    this.#dispatch("product-block-change", { shown: [...shown], hidden: [...hidden] });
  }

  #arrange(
    options: ElementsOptions,
    report: (error: BackInStockError, element?: Element) => void,
  ): Arrangement | undefined {
    try {
      return arrangeElements(this, options, report);
    } catch (error) {
      if (!(error instanceof BackInStockError)) throw error;
      report(error);
      const name = error.field as keyof ElementsOptions | undefined;
      if (name && options[name] !== undefined)
        return this.#arrange({ ...options, [name]: undefined }, report);
      // A retry with each change would fail again, and would report a policy violation each time.
      this.#observer?.disconnect();
      this.#arrangement?.undo();
      return undefined;
    }
  }

  /** Reports an error once for each value of the element's attributes, and once for all cards, since cards change often. */
  #reportOnce({ error, element }: Report): void {
    const value = element === this ? this.getAttribute(error.field ?? "") : "";
    const key = `${error.message}: ${value}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    console.error(`<product-block>: ${error.message}`, element);
    this.#dispatch("product-block-error", { error });
  }

  #dispatch<K extends keyof ProductBlockEventMap>(type: K, detail: ProductBlockEventMap[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** An error and the element that caused it. */
interface Report {
  error: BackInStockError;
  element: Element;
}

const isSame = (one: readonly Element[], other: readonly Element[]): boolean =>
  one.length === other.length && one.every((card, index) => card === other[index]);

declare global {
  interface HTMLElementTagNameMap {
    "product-block": ProductBlockElement;
  }
  interface HTMLElementEventMap extends ProductBlockEventMap {}
}
