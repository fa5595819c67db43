// <product-block>: keeps the cards inside it arranged, whatever the page does to them.
import { BackInStockError } from "../../src/js/shared/errors.ts";
import { NAMES, type OutOfStock, readAttribute, readAttributes } from "./attributes.ts";
import { attributeNames } from "./cards.ts";
import { CountStatus } from "./count-status.ts";
import { type Arrangement, arrangeElements, type ElementsOptions, registerBlock } from "./filter-elements.ts";

/** What the events of the element tell. */
export interface ProductBlockEventMap {
  "product-block-change": CustomEvent<{ shown: Element[]; hidden: Element[] }>;
  "product-block-error": CustomEvent<{ error: BackInStockError }>;
}

/** After these, a dialog in a card may have closed. */
const FOCUS_EVENTS = ["click", "keyup", "focusout"];

/** There is no such class on a server, where this must still be importable. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * Hides and orders the cards inside it as `filterElements` does, and does so again when they change, once per frame.
 * When it is taken out of the page, the cards are as they were.
 *
 * Attributes: `out-of-stock` (`policy`, `hide`, `last`), `at-least`, `limit`, `threshold`, `group-by`, `card`,
 * `quantity-attribute`, `policy-attribute`, `variants-attribute`, `count-text`. A value that cannot be used is ignored.
 *
 * Events, both bubbling: `product-block-change` when other cards are shown or hidden, or in another order;
 * `product-block-error` once for each attribute value that cannot be used, and where WebAssembly is forbidden or cannot
 * be used: then all cards stay. The console has each of these errors too.
 *
 * Cards that are out of stock have `data-inventory-state="out-of-stock"`. When something that the shopper did changes how
 * many cards are shown, assistive technology announces it.
 *
 * Not for a list that a framework renders: it moves cards.
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

  /** Moved by `moveBefore`, it goes on; only the tree that has the style rule may be another one. */
  connectedMoveCallback(): void {
    this.#schedule();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (before === after || !this.#observer) return;
    this.#observe();
    this.#schedule();
  }

  /** What becomes of cards that are out of stock: `"policy"` if the attribute says nothing that is known. */
  get outOfStock(): OutOfStock {
    return (readAttribute(this, "out-of-stock") as OutOfStock | undefined) ?? "policy";
  }
  set outOfStock(value: OutOfStock) {
    this.#reflect("out-of-stock", value);
  }

  /** Hidden cards come back until so many are shown. */
  get atLeast(): number | undefined {
    return readAttribute(this, "at-least") as number | undefined;
  }
  set atLeast(value: number | null | undefined) {
    this.#reflect("at-least", value);
  }

  /** No more cards than this are shown. */
  get limit(): number | undefined {
    return readAttribute(this, "limit") as number | undefined;
  }
  set limit(value: number | null | undefined) {
    this.#reflect("limit", value);
  }

  /** Less than this is out of stock. */
  get threshold(): number | undefined {
    return readAttribute(this, "threshold") as number | undefined;
  }
  set threshold(value: number | null | undefined) {
    this.#reflect("threshold", value);
  }

  /** The attribute whose value is the same on all cards of one product. */
  get groupBy(): string | undefined {
    return readAttribute(this, "group-by") as string | undefined;
  }
  set groupBy(value: string | null | undefined) {
    this.#reflect("group-by", value);
  }

  /** The selector of what is hidden and moved, around the element that has the quantity. */
  get card(): string | undefined {
    return readAttribute(this, "card") as string | undefined;
  }
  set card(value: string | null | undefined) {
    this.#reflect("card", value);
  }

  /** The attribute with the quantity, if it is not `data-inventory-quantity`. */
  get quantityAttribute(): string | undefined {
    return readAttribute(this, "quantity-attribute") as string | undefined;
  }
  set quantityAttribute(value: string | null | undefined) {
    this.#reflect("quantity-attribute", value);
  }

  /** The attribute with the policy, if it is not `data-inventory-policy`. */
  get policyAttribute(): string | undefined {
    return readAttribute(this, "policy-attribute") as string | undefined;
  }
  set policyAttribute(value: string | null | undefined) {
    this.#reflect("policy-attribute", value);
  }

  /** The attribute with a card's variants as JSON, if it is not `data-inventory-variants`. */
  get variantsAttribute(): string | undefined {
    return readAttribute(this, "variants-attribute") as string | undefined;
  }
  set variantsAttribute(value: string | null | undefined) {
    this.#reflect("variants-attribute", value);
  }

  /**
   * What assistive technology announces, with the placeholders `{count}` and `{total}`: "Products shown: {count}" if not
   * given, nothing if empty. `count-text-one` and the like have the text for one of the language's plural categories.
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

  /** Observing again replaces what was observed before. */
  #observe(): void {
    const names = Object.values(attributeNames(readAttributes(this)));
    const attributeFilter = names.filter((name) => name !== undefined).concat("hidden");
    this.#observer?.observe(this, { subtree: true, childList: true, attributeFilter });
  }

  /** Once per frame, before it is painted: however often a theme touches its cards, nobody sees them in between. */
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
    const arrangement = this.#arrange(readAttributes(this, report), report);
    // What was just done here is no change of the page's.
    this.#observer?.takeRecords();
    this.#arrangement = arrangement;
    // Only now: who hears of it may take the element out.
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
      // Trying again with each change would fail as often, and a policy's violation is reported each time.
      this.#observer?.disconnect();
      this.#arrangement?.undo();
      return undefined;
    }
  }

  /** Once for each value of an attribute of its own, and once for all cards: they change often. */
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
