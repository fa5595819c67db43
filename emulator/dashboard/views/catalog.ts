import type { CatalogPage, CatalogRow, Summary } from "../../admin/types.ts";
import { get } from "../client.ts";
import { badge, type Child, h } from "../dom.ts";
import { count } from "../format.ts";
import type { Store } from "../store.ts";
import { Split, type View } from "../view.ts";
import { VirtualList } from "../virtual-list.ts";
import { stockBadge, VariantPanel } from "./variant.ts";

const hint = "Select a variant to see its waiting list and to restock it.";

/** The catalog with stock, and the details of the selected variant. */
export class CatalogView implements View {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #list: VirtualList<CatalogRow>;
  readonly #split: Split;
  #search = "";
  #only = "";
  #variant: VariantPanel | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.#list = new VirtualList<CatalogRow>({
      label: "Catalog",
      load: (offset, limit) => get<CatalogPage>("catalog", { offset, limit, ...this.#filter() }),
      key: ({ id }) => id,
      render: catalogRow,
      empty: "No matching variants.",
      onSelect: (row) => this.#choose(row),
    });
    this.#split = new Split([this.#tools(), this.#list.element], hint, () => this.#list.focus());
    this.element = h("section", { class: "view", "aria-label": "Catalog" }, this.#split.element);
  }

  update(summary: Summary): void {
    this.#list.refresh();
    this.#variant?.update(summary);
  }

  #filter(): Record<string, string> {
    return { ...(this.#search && { search: this.#search }), ...(this.#only && { only: this.#only }) };
  }

  #tools(): HTMLElement {
    const search = h("input", {
      type: "search",
      placeholder: "Search by title or id",
      "aria-label": "Search the catalog by title or id",
      oninput: () => {
        this.#search = search.value.trim();
        this.#list.restart();
      },
    });
    const only = h(
      "select",
      {
        "aria-label": "Filter variants",
        onchange: () => {
          this.#only = only.value;
          this.#list.restart();
        },
      },
      h("option", { value: "" }, "All variants"),
      h("option", { value: "waiting" }, "With subscribers"),
      h("option", { value: "out" }, "Out of stock"),
    );
    return h("div", { class: "tools" }, search, only);
  }

  #choose(row: CatalogRow): void {
    if (this.#variant?.id !== row.id) this.#variant = new VariantPanel(row, this.#store);
    this.#split.show(this.#variant.element);
  }
}

function catalogRow({ title, externalId, inventoryQuantity, listed, waiting }: CatalogRow): Child[] {
  return [
    h("span", { class: "main" }, h("strong", {}, title ?? externalId), h("small", {}, externalId)),
    h(
      "span",
      { class: "side" },
      stockBadge(inventoryQuantity),
      listed !== inventoryQuantity && badge("warn", `→ ${listed ?? "?"} next sync`),
    ),
    h(
      "span",
      { class: waiting > 0 ? "waiting some" : "waiting" },
      waiting > 0 ? `${count(waiting)} waiting` : "",
    ),
  ];
}
