import type { Summary } from "../../admin/types.ts";
import type { FindingSummary } from "../../traffic/finding-counts.ts";
import { get, runWithToast, send } from "../client.ts";
import { badge, button, h, newId, setChildren } from "../dom.ts";
import { presets, scopes, stoppedMessage } from "../fault-presets.ts";
import { card, numberField, setInputValue } from "./card.ts";
import type { Card } from "./settings.ts";

/** The contract check and its findings. */
export class StrictCard implements Card {
  readonly element: HTMLElement;
  readonly #input = h("input", { type: "checkbox", id: newId(), onchange: () => this.#change() });
  readonly #found = h("ul", { class: "findings" });
  #count = -1;

  constructor() {
    this.element = card(
      "Contract check",
      "Lists, for each request, deviations from Klaviyo's API description that the live service might accept.",
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
      strict ? "The contract check is on." : "The contract check is off.",
    );
  }
}

/** The faults to simulate. */
export class FaultsCard implements Card {
  readonly element: HTMLElement;
  readonly #fault = options(["Nothing", ...Object.keys(presets)]);
  readonly #scope = options(Object.keys(scopes));
  readonly #now = h("pre", { tabindex: 0, "aria-label": "Active rules", hidden: true });

  constructor() {
    const [fault, scope] = [newId(), newId()];
    this.#fault.id = fault;
    this.#scope.id = scope;
    this.element = card(
      "Faults",
      "Make requests fail, to see how a page handles it.",
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
    void runWithToast(() => send("PUT", "faults", { rules }), fault ? "Faults are on." : stoppedMessage);
  }
}

function options(texts: readonly string[]): HTMLSelectElement {
  return h("select", {}, ...texts.map((text) => h("option", { value: text }, text)));
}

/** Rate limits in place of those documented. */
export class LimitsCard implements Card {
  readonly element: HTMLElement;
  readonly #burst = numberField("Burst", "requests per second", { min: 1, placeholder: "350" });
  readonly #steady = numberField("Steady", "requests per minute", { min: 1, placeholder: "3500, 750" });

  constructor() {
    const form = h(
      "form",
      { onsubmit: (event: Event) => this.#submit(event) },
      this.#burst.row,
      this.#steady.row,
      h("button", { type: "submit", class: "primary" }, "Save"),
    );
    this.element = card("Rate limits", "Leave a field empty to use the documented limit.", form);
  }

  update({ limits }: Summary): void {
    setInputValue(this.#burst.input, limits.burst);
    setInputValue(this.#steady.input, limits.steady);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const given = { burst: this.#burst.input.valueAsNumber, steady: this.#steady.input.valueAsNumber };
    const limits = Object.fromEntries(Object.entries(given).filter(([, value]) => !Number.isNaN(value)));
    void runWithToast(() => send("PUT", "limits", limits), "Limits saved.");
  }
}

/** Resets the emulator, after a confirmation. */
export class ResetCard implements Card {
  readonly element: HTMLElement;

  constructor() {
    const title = newId();
    const dialog = h("dialog", { "aria-labelledby": title });
    const reset = () => {
      dialog.close();
      void runWithToast(() => send("POST", "reset"), "The emulator was reset.");
    };
    setChildren(
      dialog,
      h("h2", { id: title }, "Reset everything?"),
      h(
        "p",
        {},
        "This deletes all profiles, waiting lists, events, messages and requests, also from the data file. The clock is not reset.",
      ),
      h(
        "div",
        { class: "actions" },
        button("Cancel", () => dialog.close(), { autofocus: true }),
        button("Reset", reset, { class: "danger" }),
      ),
    );
    this.element = card(
      "Reset",
      "Deletes everything except the time, and reads the feed again.",
      button("Reset…", () => dialog.showModal(), { class: "danger" }),
      dialog,
    );
  }

  update(): void {}
}
