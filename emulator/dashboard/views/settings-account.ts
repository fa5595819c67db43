import type { BackInStockSettings, MessageStatus } from "../../account/settings.ts";
import type { Summary } from "../../admin/types.ts";
import { runWithToast, send } from "../client.ts";
import { h, newId } from "../dom.ts";
import { card, numberField, setInputValue } from "./card.ts";
import type { Card } from "./settings.ts";

const save = (settings: Partial<BackInStockSettings>, done: string) =>
  runWithToast(() => send("PATCH", "settings", settings), done);

/** The account's back-in-stock settings. */
export class AccountCard implements Card {
  readonly element: HTMLElement;
  readonly #minimum = numberField("Minimum inventory", "units to start notifications", {
    min: 1,
    required: true,
  });
  readonly #perUnit = numberField("Notify", "customers for each unit", { min: 1, required: true });
  readonly #wait = numberField("Wait", "minutes between batches", { min: 0, required: true });
  readonly #form: HTMLFormElement;
  readonly #hidden = h(
    "p",
    { class: "notice info" },
    "These settings appear after the first “Subscribed to Back in Stock” event. Subscribe to a variant in the shop first.",
  );

  constructor() {
    this.#form = h(
      "form",
      { onsubmit: (event: Event) => this.#submit(event) },
      this.#minimum.row,
      this.#perUnit.row,
      this.#wait.row,
      h("button", { type: "submit", class: "primary" }, "Save"),
    );
    this.element = card(
      "Back in stock",
      "The oldest subscribers are notified first, in batches, while there is stock.",
      this.#hidden,
      this.#form,
    );
  }

  update({ settings }: Summary): void {
    this.#hidden.hidden = settings !== null;
    this.#form.hidden = settings === null;
    if (settings === null) return;
    setInputValue(this.#minimum.input, settings.minimumInventory);
    setInputValue(this.#perUnit.input, settings.customersPerUnit);
    setInputValue(this.#wait.input, settings.waitMinutes);
  }

  #submit(event: Event): void {
    event.preventDefault();
    void save(
      {
        minimumInventory: this.#minimum.input.valueAsNumber,
        customersPerUnit: this.#perUnit.input.valueAsNumber,
        waitMinutes: this.#wait.input.valueAsNumber,
      },
      "Settings saved.",
    );
  }
}

const statuses: readonly (readonly [MessageStatus, string, string])[] = [
  ["live", "Live", "Messages are sent immediately."],
  ["manual", "Manual", "Messages wait to be sent manually."],
  ["draft", "Draft", "Nobody joins a waiting list, and nobody is notified later."],
];

/** The status of the message that the flow sends. */
export class FlowCard implements Card {
  readonly element: HTMLElement;
  readonly #choices = new Map<MessageStatus, HTMLInputElement>();

  constructor() {
    const name = newId();
    const rows = statuses.map(([status, title, about]) => {
      const id = newId();
      const input = h("input", {
        type: "radio",
        id,
        name,
        value: status,
        "aria-describedby": `${id}-about`,
        onchange: () => save({ messageStatus: status }, `The message is now ${title.toLowerCase()}.`),
      });
      this.#choices.set(status, input);
      return h(
        "div",
        { class: "choice" },
        input,
        h("label", { for: id }, title),
        h("span", { id: `${id}-about` }, about),
      );
    });
    const group = h("fieldset", {}, h("legend", { class: "hidden" }, "Message status"), ...rows);
    this.element = card("Flow", "The message that is sent when a variant is back in stock.", group);
  }

  update({ messageStatus }: Summary): void {
    const input = this.#choices.get(messageStatus);
    if (input) input.checked = true;
  }
}
