// What a form begins with, and better spellings of it.
import { suggestEmail } from "../../index.ts";
import type { Shell } from "../shell.ts";
import type { View } from "./view.ts";

/** What was typed in this page: the element that a theme puts in another one's place begins with that. */
const typed: { [id: string]: string } = {};

/** The attributes with what the page knows of a shopper. */
const ATTRIBUTES = { email: "email", phone: "phone-number", country: "country" };

/** Milliseconds from the last key until another address is suggested. */
const PAUSE = 600;

/** Begins with what was typed before, or what the page knows; `known`: with what the page knows. */
export function fill(shell: Shell, view: View, known: boolean): void {
  for (const [id, name] of Object.entries(ATTRIBUTES)) {
    const input = view.find(id);
    const own = shell.option(name);
    const value = known ? (own ?? typed[id]) : (typed[id] ?? own);
    if (input && value && (known || !input.value || id === "country")) input.value = value;
  }
}

/** Doubts what is typed into one form. */
export class Doubt {
  readonly #shell: Shell;
  readonly #view: View;
  /** What was doubted last: once is enough. */
  #address = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(shell: Shell, view: View) {
    this.#shell = shell;
    this.#view = view;
  }

  /** Something was typed. */
  typed({ id, value }: HTMLInputElement): void {
    if (id in ATTRIBUTES) typed[id] = value;
    if (id !== "email") return;
    this.#view.hint.textContent = "";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.suggests(), PAUSE);
  }

  /** Suggests another address, once for each that was typed. Gives whether it did. */
  suggests(): boolean {
    const view = this.#view;
    const input = view.find("email");
    if (!input || !view.asks("email") || input.value === this.#address) return false;
    const better = suggestion(input.value);
    if (!better) return false;
    this.#address = input.value;
    view.suggest(this.#shell.word("suggestion"), better, () => {
      input.value = better;
      typed.email = better;
      view.hint.textContent = "";
      input.focus();
    });
    return true;
  }
}

function suggestion(address: string): string | undefined {
  try {
    return suggestEmail(address);
  } catch {
    // The module is not there yet, or it is no address.
    return undefined;
  }
}
