// <notify-me>: a button that requests an alert for a variant. Its content is the fallback for pages without JavaScript.

import type { BackInStockOptions } from "../../src/js/entry/subscribe.ts";
import { defineProperties, NAMES, page, upgradeProperties } from "./attributes.ts";
import { Controller } from "./controller.ts";
import { controllers, updateAll } from "./preload.ts";
import type { Explanation, NotifyMeDefaults, NotifyMeEventMap } from "./types.ts";

export type * from "./adapters/adapter.ts";
export type { Messages as Texts } from "./locales/messages.ts";
export type * from "./types.ts";

/** `HTMLElement`, or an empty class on a server, which must be able to import this module. */
const Base = (globalThis.HTMLElement ?? class {}) as unknown as new () => HTMLElement & NotifyMeDefaults;

/**
 * A button with a form that requests a notification when a variant is back in stock. The button shows if the variant cannot
 * be bought. The form, the client and the WebAssembly module are loaded when a shopper shows interest.
 *
 * Every attribute is also a property and has a page-wide default in `NotifyMeElement.defaults`: see
 * `docs/notify-me.md`.
 */
export class NotifyMeElement extends Base {
  static readonly observedAttributes: readonly string[] = [...NAMES, "lang", "open"];

  /** The client's option `verification`: returns a token that is sent to `endpoint` with each call. */
  declare verification?: BackInStockOptions["verification"];

  readonly #controller = new Controller(this);

  /** Page-wide defaults for attributes that an element does not set. */
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
    // An element that is moved keeps its form.
    if (this.hasAttribute("open") && !this.#controller.form) void this.#controller.open(false);
  }

  disconnectedCallback(): void {
    this.#controller.disconnect();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Before the element is first connected, there is no state to update.
    if (before === after || !this.#controller.state) return;
    if (name !== "open") this.#controller.attributeChanged(name);
    else this.open = after !== null;
  }

  /** Whether the form is open. The attribute sets only the initial state, and does not reflect later changes. */
  get open(): boolean {
    return Boolean(this.#controller.form?.opened);
  }
  set open(value: boolean) {
    if (value) void this.#controller.open(false);
    else this.close();
  }

  /** Opens the form, like a click on the button. Resolves when the form is open, or has failed to load. */
  show(): Promise<void> {
    return this.#controller.open(true);
  }

  /** Closes the form. */
  close(): void {
    this.#controller.wantsOpen = false;
    this.#controller.form?.close();
  }

  /** Reports why the button shows or is hidden, the variant ID that will be sent, and problems found on the page. */
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
