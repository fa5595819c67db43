import type { Summary } from "../../admin/types.ts";
import type { FindingSummary } from "../../traffic/finding-counts.ts";
import { get, runWithToast, send } from "../client.ts";
import { badge, button, h, newId, setChildren } from "../dom.ts";
import { presets, scopes, stoppedMessage } from "../fault-presets.ts";
import { card, numberField, setInputValue } from "./card.ts";
import type { Card } from "./settings.ts";

/** The contract check, and what it found. */
export class StrictCard implements Card {
  readonly element: HTMLElement;
  readonly #input = h("input", { type: "checkbox", id: newId(), onchange: () => this.#change() });
  readonly #found = h("ul", { class: "findings" });
  #count = -1;

  constructor() {
    this.element = card(
      "Contract check",
      "Lists with each request what the live service might let pass, and its description does not have.",
      h("div", { class: "choice" }, this.#input, h("label", { for: this.#input.id }, "Check requests")),
      this.#found,
    );
  }

  update({ strict, counts }: Summary): void {
    this.#input.checked = strict;
    if (counts.findings === 0) setChildren(this.#found);
    else if (strict || counts.findings !== this.#count) void this.#load();
    this.#count = counts.findings;
  }

  async #load(): Promise<void> {
    const found = await get<FindingSummary[]>("findings");
    const items = found.map(({ code, path, where, detail, count }) =>
      h(
        "li",
        {},
        h("code", {}, code),
        badge("warn", `${count} ×`),
        h("small", {}, `${detail}: `, h("code", {}, where), " of ", h("code", {}, path)),
      ),
    );
    setChildren(this.#found, ...items);
  }

  #change(): void {
    const strict = this.#input.checked;
    void runWithToast(
      () => send("PUT", "strict", { strict }),
      strict ? "Requests are checked now." : "Requests are not checked any more.",
    );
  }
}

/** What goes wrong. */
export class FaultsCard implements Card {
  readonly element: HTMLElement;
  readonly #fault = options(["Nothing", ...Object.keys(presets)]);
  readonly #scope = options(Object.keys(scopes));
  readonly #now = h("pre", { tabindex: 0, "aria-label": "Rules in force", hidden: true });

  constructor() {
    const [fault, scope] = [newId(), newId()];
    this.#fault.id = fault;
    this.#scope.id = scope;
    this.element = card(
      "Faults",
      "What goes wrong with requests from now on, to see how a page takes it.",
      h("div", { class: "field" }, h("label", { for: fault }, "What"), this.#fault),
      h("div", { class: "field" }, h("label", { for: scope }, "When"), this.#scope),
      button("Apply", () => this.#apply(), { class: "primary" }),
      this.#now,
    );
  }

  update({ faults: rules }: Summary): void {
    this.#now.hidden = rules === null;
    this.#now.textContent =
      typeof rules === "string" ? "A function decides." : JSON.stringify(rules, null, 2);
  }

  #apply(): void {
    const fault = presets[this.#fault.value];
    const rules = fault ? [{ ...scopes[this.#scope.value], fault }] : [];
    void runWithToast(
      () => send("PUT", "faults", { rules }),
      fault ? "Faults are in force." : stoppedMessage,
    );
  }
}

function options(texts: readonly string[]): HTMLSelectElement {
  return h("select", {}, ...texts.map((text) => h("option", { value: text }, text)));
}

/** Rate limits in place of those documented. */
export class LimitsCard implements Card {
  readonly element: HTMLElement;
  readonly #burst = numberField("Burst", "requests a second", { min: 1, placeholder: "350" });
  readonly #steady = numberField("Steady", "requests a minute", { min: 1, placeholder: "3500, 750" });

  constructor() {
    const form = h(
      "form",
      { onsubmit: (event: Event) => this.#submit(event) },
      this.#burst.row,
      this.#steady.row,
      h("button", { type: "submit", class: "primary" }, "Save"),
    );
    this.element = card("Rate limits", "Left empty, those that are documented hold.", form);
  }

  update({ limits }: Summary): void {
    setInputValue(this.#burst.input, limits.burst);
    setInputValue(this.#steady.input, limits.steady);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const given = { burst: this.#burst.input.valueAsNumber, steady: this.#steady.input.valueAsNumber };
    const limits = Object.fromEntries(Object.entries(given).filter(([, value]) => !Number.isNaN(value)));
    void runWithToast(() => send("PUT", "limits", limits), "The limits were saved.");
  }
}

/** Everything anew, after a question. */
export class ResetCard implements Card {
  readonly element: HTMLElement;

  constructor() {
    const title = newId();
    const dialog = h("dialog", { "aria-labelledby": title });
    const reset = () => {
      dialog.close();
      void runWithToast(() => send("POST", "reset"), "Everything is as at the start.");
    };
    setChildren(
      dialog,
      h("h2", { id: title }, "Forget everything?"),
      h(
        "p",
        {},
        "People, waiting lists, events, messages and requests are erased, and with them the file that keeps them. The clock goes on.",
      ),
      h(
        "div",
        { class: "actions" },
        button("Keep it", () => dialog.close(), { autofocus: true }),
        button("Forget everything", reset, { class: "danger" }),
      ),
    );
    this.element = card(
      "Start again",
      "Forgets all but the time, and reads the feed again.",
      button("Reset…", () => dialog.showModal(), { class: "danger" }),
      dialog,
    );
  }

  update(): void {}
}
