import type { Summary } from "../admin/types.ts";
import { button, type Child, h, setChildren } from "./dom.ts";

/** The content of a tab. */
export interface View {
  readonly element: HTMLElement;
  /** Called when anything may have changed. */
  update(summary: Summary): void;
}

/** A list with the details of the selected row. A narrow screen shows one of them, and a button to go back. */
export class Split {
  readonly element: HTMLElement;
  readonly #detail: HTMLElement;
  readonly #back: () => void;

  constructor(list: readonly Child[], hint: string, onBack: () => void) {
    this.#detail = h("section", { class: "detail", "aria-label": "Details", tabindex: -1 }, hintOf(hint));
    this.#back = onBack;
    this.element = h("div", { class: "split" }, h("div", { class: "master" }, ...list), this.#detail);
  }

  show(...children: readonly Child[]): void {
    const back = button("Back to the list", () => this.close(), { class: "back" });
    setChildren(this.#detail, back, ...children);
    this.element.classList.add("is-open");
  }

  close(): void {
    this.element.classList.remove("is-open");
    this.#back();
  }
}

const hintOf = (text: string): HTMLElement => h("p", { class: "empty" }, text);

/** A list of names and values. */
export function descriptionList(entries: readonly (readonly [string, Child])[]): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    ...entries.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}
