import type { BackInStockSettings, MessageStatus } from "../../account/settings.ts";
import type { Summary } from "../../admin/types.ts";
import { runWithToast, send } from "../client.ts";
import { h, newId } from "../dom.ts";
import { card, numberField, setInputValue } from "./card.ts";
import type { Card } from "./settings.ts";

const save = (settings: Partial<BackInStockSettings>, done: string) =>
  runWithToast(() => send("PATCH", "settings", settings), done);

/** The account's settings for back in stock. */
export class AccountCard implements Card {
  readonly element: HTMLElement;
  readonly #minimum = numberField("Minimum inventory", "units: notifying starts there", {
    min: 1,
    required: true,
  });
  readonly #perUnit = numberField("Notify", "customers for each unit", { min: 1, required: true });
  readonly #wait = numberField("Wait", "minutes between two batches", { min: 0, required: true });
  readonly #form: HTMLFormElement;
  readonly #hidden = h(
    "p",
    { class: "notice info" },
    "These settings appear with the first “Subscribed to Back in Stock” event. Ask to be notified in the shop first.",
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
      "The settings were saved.",
    );
  }
}

const statuses: readonly (readonly [MessageStatus, string, string])[] = [
  ["live", "Live", "Messages are sent at once."],
  ["manual", "Manual", "Messages are written, and wait to be sent by hand."],
  ["draft", "Draft", "Nobody gets onto a waiting list, and there is no catching up."],
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
        onchange: () => save({ messageStatus: status }, `The message is ${title.toLowerCase()} now.`),
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
    const group = h("fieldset", {}, h("legend", { class: "hidden" }, "Status of the message"), ...rows);
    this.element = card("Flow", "The message that goes out when something is back.", group);
  }

  update({ messageStatus }: Summary): void {
    const input = this.#choices.get(messageStatus);
    if (input) input.checked = true;
  }
}
