import type { Summary } from "../admin/types.ts";
import { button, type Child, h, setChildren } from "./dom.ts";

/** One of the pages behind the tabs. */
export interface View {
  readonly element: HTMLElement;
  /** Something may have changed. */
  update(summary: Summary): void;
}

/** A list beside what is chosen in it. On a narrow screen one of them is seen, and a button leads back. */
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

/** Names and values, one below the other. */
export function descriptionList(entries: readonly (readonly [string, Child])[]): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    ...entries.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}
