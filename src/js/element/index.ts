// <notify-me>: a button that asks for the variant in its attributes. Its content is shown where this does not run.
import { refresh } from "./intent.ts";
import { defineProperties, NAMES, page, upgradeProperties } from "./options.ts";
import { Shell } from "./shell.ts";
import type { Explanation, NotifyMeDefaults, NotifyMeEventMap } from "./types.ts";

export type * from "./follow/adapter.ts";
export type * from "./types.ts";
export type { Words } from "./words/words.ts";

/** There is no such class on a server, where this must still be importable. */
const Base = (globalThis.HTMLElement ?? class {}) as unknown as new () => HTMLElement & NotifyMeDefaults;

const shells = new WeakMap<HTMLElement, Shell>();

/** The parts of an element; made when it is first needed, since a constructor may not look at attributes. */
function shellOf(element: HTMLElement): Shell {
  let shell = shells.get(element);
  if (!shell) {
    shell = new Shell(element);
    shells.set(element, shell);
  }
  return shell;
}

/**
 * The button by which a shopper asks to hear when a variant is back, and its form. It shows when the variant cannot be
 * bought; the form, the client and the module are loaded when somebody shows interest.
 *
 * Every attribute is a property too, and has a default for the page in `NotifyMeElement.defaults`: see
 * `docs/notify-me.md`.
 */
export class NotifyMeElement extends Base {
  static readonly observedAttributes: readonly string[] = [...NAMES, "lang", "open"];

  /** What counts for all elements that do not say otherwise. */
  static get defaults(): NotifyMeDefaults {
    return page.defaults;
  }
  static set defaults(values: NotifyMeDefaults) {
    page.defaults = { ...values };
    refresh();
  }

  connectedCallback(): void {
    upgradeProperties(this);
    shellOf(this).connected();
    if (this.hasAttribute("open")) void shellOf(this).open(false);
  }

  disconnectedCallback(): void {
    shellOf(this).disconnected();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Before it is in a page for the first time, there is nothing to change.
    const shell = shells.get(this);
    if (before === after || !shell) return;
    if (name !== "open") shell.changed(name);
    else if (after === null) this.close();
    else void shell.open(false);
  }

  /** Whether the form is open. The attribute says whether it is from the start, and is left alone. */
  get open(): boolean {
    return Boolean(shells.get(this)?.form?.opened);
  }
  set open(value: boolean) {
    if (value) void shellOf(this).open(false);
    else this.close();
  }

  /** Opens the form, as the button does. It resolves when it is there, or could not be loaded. */
  show(): Promise<void> {
    return shellOf(this).open(true);
  }

  /** Closes the form. */
  close(): void {
    shells.get(this)?.form?.close();
  }

  /** Says why the button shows or does not, which id will be sent, and what in the page is in the way. */
  explain(): Promise<Explanation> {
    return shellOf(this).explain();
  }
}

defineProperties(NotifyMeElement.prototype, (element, name) => shells.get(element)?.changed(name));

declare global {
  interface HTMLElementTagNameMap {
    "notify-me": NotifyMeElement;
  }
  interface GlobalEventHandlersEventMap extends NotifyMeEventMap {}
}
