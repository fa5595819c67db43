import type { Page } from "../admin/types.ts";
import { type Child, h, newId, setChildren } from "./dom.ts";

/** Options of a {@link VirtualList}. */
export interface ListOptions<Row> {
  readonly label: string;
  readonly load: (offset: number, limit: number) => Promise<Page<Row>>;
  /** Identifies a row, wherever it moves. */
  readonly key: (row: Row) => string;
  readonly render: (row: Row, index: number) => Child[];
  /** The text of an empty list. */
  readonly empty: string;
  /** Makes the rows selectable, by mouse and keyboard. */
  readonly onSelect?: (row: Row) => void;
  /** Set if new rows appear at the top: then the visible rows must not move. */
  readonly grows?: boolean;
}

const pageSize = 100;
/** Extra rows beyond both edges, so that fast scrolling shows no gaps. */
const overscan = 6;
/** Browsers draw nothing beyond about ten million pixels, so a longer list scrolls in larger steps. */
const maxHeight = 8_000_000;

/** A list of any length that renders only the visible rows. Each row has the height `--row` of the style sheet. */
export class VirtualList<Row> {
  readonly element: HTMLElement;
  readonly #options: ListOptions<Row>;
  readonly #scroller: HTMLElement;
  readonly #rows = h("div", { role: "presentation", class: "rows" });
  readonly #empty = h("p", { class: "empty", hidden: true });
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #requested = new Set<number>();
  readonly #prefix = newId();
  #total = 0;
  #height = 56;
  /** Counts refreshes, so that a response to an earlier one is ignored. */
  #refreshCount = 0;
  #active = -1;
  #selected: string | undefined;
  /** The index of a row that was selected before it was loaded. */
  #pendingIndex: number | undefined;

  constructor(options: ListOptions<Row>) {
    this.#options = options;
    const role = options.onSelect ? "listbox" : "list";
    this.#scroller = h(
      "div",
      {
        class: "list",
        role,
        tabindex: 0,
        "aria-label": options.label,
        onkeydown: (event: KeyboardEvent) => this.#onKey(event),
      },
      this.#rows,
    );
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#empty.textContent = options.empty;
    this.element = h("div", { class: "list-frame" }, this.#scroller, this.#empty);
    new ResizeObserver(() => this.#draw()).observe(this.#scroller);
  }

  /** Clears the selection and loads the list again from the top. */
  restart(): void {
    this.#selected = undefined;
    this.#active = -1;
    this.#scroller.scrollTop = 0;
    this.refresh();
  }

  /** Loads the visible rows again. */
  refresh(): void {
    this.#refreshCount += 1;
    this.#requested.clear();
    const { first, last } = this.#visibleRange();
    for (const page of [...this.#pages.keys()]) {
      if (page < Math.floor(first / pageSize) || page > Math.floor(last / pageSize)) this.#pages.delete(page);
    }
    this.#request(first, Math.max(last, first + 1));
  }

  focus(): void {
    this.#scroller.focus();
  }

  #request(first: number, last: number): void {
    for (let page = Math.floor(first / pageSize); page * pageSize < last; page += 1) {
      if (this.#requested.has(page)) continue;
      this.#requested.add(page);
      this.#load(page, this.#refreshCount).catch(() => this.#requested.delete(page));
    }
  }

  async #load(page: number, refreshCount: number): Promise<void> {
    const { total, rows } = await this.#options.load(page * pageSize, pageSize);
    if (refreshCount !== this.#refreshCount) return;
    const grown = total - this.#total;
    this.#pages.set(page, rows);
    this.#total = total;
    this.#empty.hidden = total > 0;
    this.#scroller.hidden = total === 0;
    const isAway = this.#scroller.scrollTop > this.#height;
    if (this.#options.grows && isAway && grown > 0) this.#scroller.scrollTop += grown * this.#height;
    this.#draw();
    if (this.#pendingIndex !== undefined) this.#select(this.#pendingIndex);
  }

  /** The rows to draw, and the offset to draw them at. */
  #visibleRange(): { first: number; last: number; top: number } {
    this.#height =
      Number.parseFloat(getComputedStyle(this.#scroller).getPropertyValue("--row")) || this.#height;
    const { scrollTop, clientHeight } = this.#scroller;
    const all = this.#total * this.#height;
    const shown = Math.min(all, maxHeight);
    const ratio = shown > clientHeight ? (all - clientHeight) / (shown - clientHeight) : 1;
    const position = scrollTop * ratio;
    const first = Math.max(0, Math.floor(position / this.#height) - overscan);
    const last = Math.min(this.#total, Math.ceil((position + clientHeight) / this.#height) + overscan);
    return { first, last, top: scrollTop - position };
  }

  #draw(): void {
    const { first, last, top } = this.#visibleRange();
    this.#request(first, last);
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) rows.push(this.#row(index, top));
    this.#rows.style.height = `${Math.min(this.#total * this.#height, maxHeight)}px`;
    setChildren(this.#rows, ...rows);
    const isRendered = this.#active >= first && this.#active < last;
    if (isRendered) this.#scroller.setAttribute("aria-activedescendant", this.#idOf(this.#active));
    else this.#scroller.removeAttribute("aria-activedescendant");
  }

  #row(index: number, top: number): HTMLElement {
    const row = this.#rowAt(index);
    const { onSelect, key, render } = this.#options;
    const isSelected = row !== undefined && key(row) === this.#selected;
    const element = h(
      "div",
      {
        class: row ? "row" : "row loading",
        role: onSelect ? "option" : "listitem",
        id: this.#idOf(index),
        "aria-posinset": index + 1,
        "aria-setsize": this.#total,
        "aria-selected": onSelect ? String(isSelected) : undefined,
        "data-active": index === this.#active,
        onclick: () => this.#select(index),
      },
      ...(row ? render(row, index) : ["…"]),
    );
    element.style.transform = `translateY(${top + index * this.#height}px)`;
    return element;
  }

  #rowAt(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  #idOf(index: number): string {
    return `${this.#prefix}-${index}`;
  }

  #select(index: number): void {
    const row = this.#rowAt(index);
    this.#pendingIndex = row ? undefined : index;
    if (!row || !this.#options.onSelect) return;
    this.#active = index;
    this.#selected = this.#options.key(row);
    this.#draw();
    this.#options.onSelect(row);
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#options.onSelect || this.#total === 0 || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const screen = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + screen,
      PageUp: this.#active - screen,
      Home: 0,
      End: this.#total - 1,
      Enter: this.#active,
      " ": this.#active,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = Math.min(Math.max(next, 0), this.#total - 1);
    this.#active = index;
    this.#reveal(index);
    this.#select(index);
  }

  /** Scrolls just far enough to show a row. */
  #reveal(index: number): void {
    const { clientHeight } = this.#scroller;
    const all = this.#total * this.#height;
    const ratio = all > maxHeight ? (all - clientHeight) / (maxHeight - clientHeight) : 1;
    const top = index * this.#height;
    const position = this.#scroller.scrollTop * ratio;
    if (top < position) this.#scroller.scrollTop = top / ratio;
    else if (top + this.#height > position + clientHeight) {
      this.#scroller.scrollTop = (top + this.#height - clientHeight) / ratio;
    }
    this.#draw();
  }
}
