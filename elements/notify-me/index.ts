// <notify-me>: a button that asks for the variant in its attributes. Its content is shown where this does not run.

import { defineProperties, NAMES, page, upgradeProperties } from "./attributes.ts";
import { Controller } from "./controller.ts";
import { controllers, updateAll } from "./preload.ts";
import type { Explanation, NotifyMeDefaults, NotifyMeEventMap } from "./types.ts";

export type * from "./adapters/adapter.ts";
export type { Messages as Words } from "./locales/messages.ts";
export type * from "./types.ts";

/** There is no such class on a server, where this must still be importable. */
const Base = (globalThis.HTMLElement ?? class {}) as unknown as new () => HTMLElement & NotifyMeDefaults;

/**
 * The button by which a shopper asks to hear when a variant is back, and its form. It shows when the variant cannot be
 * bought; the form, the client and the module are loaded when somebody shows interest.
 *
 * Every attribute is a property too, and has a default for the page in `NotifyMeElement.defaults`: see
 * `docs/notify-me.md`.
 */
export class NotifyMeElement extends Base {
  static readonly observedAttributes: readonly string[] = [...NAMES, "lang", "open"];

  readonly #controller = new Controller(this);

  /** What counts for all elements that do not say otherwise. */
  static get defaults(): NotifyMeDefaults {
    return page.defaults;
  }
  static set defaults(values: NotifyMeDefaults) {
    page.defaults = { ...values };
    updateAll();
  }

  connectedCallback(): void {
    upgradeProperties(this);
    this.#controller.connect();
    // Moved, it is as it was.
    if (this.hasAttribute("open") && !this.#controller.form) void this.#controller.open(false);
  }

  disconnectedCallback(): void {
    this.#controller.disconnect();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // When it comes into a page, it looks at all of them.
    if (before === after || !this.#controller.state) return;
    if (name !== "open") this.#controller.attributeChanged(name);
    else this.open = after !== null;
  }

  /** Whether the form is open. The attribute says whether it is from the start, and is left alone. */
  get open(): boolean {
    return Boolean(this.#controller.form?.opened);
  }
  set open(value: boolean) {
    if (value) void this.#controller.open(false);
    else this.close();
  }

  /** Opens the form, as the button does. It resolves when it is there, or could not be loaded. */
  show(): Promise<void> {
    return this.#controller.open(true);
  }

  /** Closes the form. */
  close(): void {
    this.#controller.wantsOpen = false;
    this.#controller.form?.close();
  }

  /** Says why the button shows or does not, which id will be sent, and what in the page is in the way. */
  explain(): Promise<Explanation> {
    return this.#controller.explain();
  }
}

defineProperties(NotifyMeElement.prototype, (element, name) =>
  controllers.get(element)?.attributeChanged(name),
);

declare global {
  interface HTMLElementTagNameMap {
    "notify-me": NotifyMeElement;
  }
  interface GlobalEventHandlersEventMap extends NotifyMeEventMap {}
}
