import type { EventPage } from "../../admin/types.ts";
import { get } from "../client.ts";
import { badge, h } from "../dom.ts";
import { moment } from "../format.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";
import { VirtualList } from "../virtual-list.ts";

/** The events that trigger the flow, as they happen. */
export class EventsView implements View {
  readonly element: HTMLElement;
  readonly #list: VirtualList<EventPage["rows"][number]>;

  constructor(store: Store) {
    this.#list = new VirtualList({
      label: "Events, latest first",
      load: (offset, limit) => get<EventPage>("events", { offset, limit }),
      key: ({ profile, variant, at }) => `${profile} ${variant} ${at}`,
      render: ({ person, variant, channels, at }) => [
        h("span", { class: "main" }, h("strong", {}, person), h("small", {}, variant)),
        h("span", { class: "side" }, ...channels.map((channel) => badge("info", channel))),
        h("small", { class: "when" }, moment(Date.parse(at), store.now())),
      ],
      empty: "No events yet. Subscribe to a sold-out variant in the shop, and the event appears here.",
      grows: true,
    });
    this.element = h(
      "section",
      { class: "view single", "aria-labelledby": "events-title" },
      h("h2", { id: "events-title" }, "Subscribed to Back in Stock"),
      this.#list.element,
    );
  }

  update(): void {
    this.#list.refresh();
  }
}
