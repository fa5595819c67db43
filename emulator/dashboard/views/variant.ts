import type { CatalogPage, CatalogRow, Summary, WaitingPage } from "../../admin/types.ts";
import { get, runWithToast, send } from "../client.ts";
import { badge, button, type Child, h, linkTo, newId, setText } from "../dom.ts";
import { count, counted, moment, span } from "../format.ts";
import type { Store } from "../store.ts";
import { VirtualList } from "../virtual-list.ts";

export function stockBadge(quantity: number | null): HTMLElement {
  if (quantity === null) return badge("warn", "no quantity");
  return quantity > 0 ? badge("good", `${count(quantity)} in stock`) : badge("bad", "sold out");
}

/** A variant: its stock, what happens next, and its waiting list. */
export class VariantPanel {
  readonly element: HTMLElement;
  readonly id: string;
  readonly #store: Store;
  readonly #list: VirtualList<WaitingPage["rows"][number]>;
  readonly #stock = h("div", { class: "stock" });
  readonly #outlook = h("p", { class: "outlook" });
  readonly #heading = h("h3");
  /** The number of people in the next batch. */
  #next = 0;

  constructor(row: CatalogRow, store: Store) {
    this.id = row.id;
    this.#store = store;
    this.#list = new VirtualList({
      label: "Waiting list, oldest first",
      load: (offset, limit) => get<WaitingPage>("waiting", { variant: row.id, offset, limit }),
      key: ({ profile }) => profile,
      render: (waiting, index) => this.#waitingRow(waiting, index),
      empty: "Nobody is waiting for this variant.",
    });
    const name = row.title ?? row.externalId;
    this.element = h(
      "div",
      { class: "variant" },
      h("h2", {}, row.link === null ? name : linkTo(row.link, name)),
      h("code", { class: "id" }, row.id),
      this.#stock,
      this.#restock(row),
      this.#outlook,
      this.#heading,
      this.#list.element,
    );
    this.#show(row);
    this.#list.refresh();
  }

  update(summary: Summary): void {
    void this.#load(summary);
  }

  async #load(summary: Summary): Promise<void> {
    const { rows } = await get<CatalogPage>("catalog", { variant: this.id });
    const [row] = rows;
    if (row) this.#show(row, summary);
    this.#list.refresh();
  }

  #show(row: CatalogRow, summary = this.#store.summary): void {
    const { inventoryQuantity, listed, waiting } = row;
    const same = listed === inventoryQuantity;
    this.#stock.replaceChildren(
      h("span", {}, "Klaviyo sees ", stockBadge(inventoryQuantity)),
      ...(same ? [] : [h("span", {}, "the feed lists ", stockBadge(listed))]),
    );
    setText(
      this.#heading,
      waiting > 0 ? `Waiting list: ${counted(waiting, "person", "people")}` : "Waiting list",
    );
    if (!summary) return;
    const perUnit = summary.settings?.customersPerUnit ?? 1;
    this.#next = summary.messageStatus === "draft" ? 0 : Math.max(0, Math.floor(listed ?? 0)) * perUnit;
    setText(this.#outlook, this.#forecast(row, summary));
  }

  /** Describes what happens next to the people on the waiting list. */
  #forecast({ listed, inventoryQuantity, waiting, waitUntil }: CatalogRow, summary: Summary): string {
    const minimum = summary.settings?.minimumInventory ?? 1;
    if (summary.messageStatus === "draft")
      return "The flow's message is a draft, so nobody is queued or notified.";
    if (waiting === 0) return "";
    const now = this.#store.now();
    const batch = counted(Math.min(waiting, this.#next), "person is", "people are");
    if (waitUntil !== null) {
      return `The next batch is in ${span(waitUntil - now)}, if there is stock then.`;
    }
    if (listed !== inventoryQuantity && (listed ?? 0) >= minimum) {
      return `${batch} notified at the next sync, in ${span(Date.parse(summary.feed.nextSync) - now)}.`;
    }
    return (listed ?? 0) >= minimum
      ? "They are waiting for a restock: out of stock first, then back in stock."
      : "";
  }

  #waitingRow({ person, channels, at }: WaitingPage["rows"][number], index: number): Child[] {
    return [
      h("span", { class: "place" }, count(index + 1)),
      h("span", { class: "main" }, h("strong", {}, person), h("small", {}, channels.join(" · "))),
      h(
        "span",
        { class: "side" },
        index < this.#next && badge("info", "next batch"),
        h("small", {}, moment(Date.parse(at), this.#store.now())),
      ),
    ];
  }

  #restock({ externalId, listed }: CatalogRow): HTMLElement {
    const field = newId();
    const input = h("input", {
      type: "number",
      id: field,
      step: 1,
      required: true,
      value: String(Math.max(20, Math.floor(listed ?? 0))),
    });
    const set = (quantity: number) =>
      runWithToast(
        () => send("POST", "stock", { variant: this.id, quantity }),
        `The feed now lists ${count(quantity)} of ${externalId}. Klaviyo sees it at the next sync.`,
      );
    const restock = (event: Event) => {
      event.preventDefault();
      void set(input.valueAsNumber);
    };
    return h(
      "form",
      { class: "restock", onsubmit: restock },
      h("label", { for: field }, "Stock in the feed"),
      input,
      h("button", { type: "submit", class: "primary" }, "Restock"),
      button("Sold out", () => set(0)),
    );
  }
}
