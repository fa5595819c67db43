// The state and shadow tree of one <notify-me>, before its form is loaded: a visible button, or nothing.
import { readShopifyVariant } from "../../src/js/shared/shopify-variant.ts";
import type { AdapterContext, Choice } from "./adapters/adapter.ts";
import { flag, jsonOption, option } from "./attributes.ts";
import { buttonSheet, hiddenSheet } from "./button-styles.ts";
import type { Form } from "./form/form.ts";
import { loadedForm, loadForm, reportLoadFailure } from "./lazy-form.ts";
import { type Locale, localeFor } from "./locales/locale.ts";
import type { Messages } from "./locales/messages.ts";
import { controllers, sendQueuedOnce, updateAll, watchIntent } from "./preload.ts";
import type { Explanation, NotifyMeEventMap } from "./types.ts";
import { rowStatesOf, rowsOf, type VariantState, variantStateOf } from "./variant-state.ts";

/** Attributes that an adapter's choice overrides, until one of them changes. */
const VARIANT_ATTRIBUTES = /^(variant|product|quantity|policy|available|preorder|tags)$/;

/** The name of an event without the prefix `notify-me-`. */
type EventName = keyof NotifyMeEventMap extends `notify-me-${infer Name}` ? Name : never;

/**
 * Controls one element. The form, which is loaded later, receives the controller instead of importing this module: bundlers
 * would otherwise split it into a separate script.
 */
export class Controller {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  base!: HTMLElement;
  trigger!: HTMLButtonElement;
  message!: HTMLElement;
  /** The slot with the page's own content, shown if the element cannot work. */
  fallback!: HTMLElement;
  state!: VariantState;
  form: Form | undefined;
  /** Style sheets of the form. */
  sheets: CSSStyleSheet[] = [];
  /** Time of the last disconnection, in ms since the epoch. */
  leftAt = 0;
  /** Whether the form should open once it is loaded. */
  wantsOpen = false;
  #locale: Locale | undefined;
  #choice: Choice | null | undefined;
  #adapterAbort: AbortController | undefined;
  /** Resolves to a function that reports why adapters cannot determine the choice. */
  #adapterProblems: Promise<() => Promise<string[]>> | undefined;
  #visibleVariant: string | undefined;
  #shows = false;
  #isUpdateQueued = false;
  #isComplete = false;

  constructor(element: HTMLElement) {
    this.element = element;
    this.root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.#createTrigger();
    // The only listener of an element before its form is loaded.
    this.root.addEventListener("click", ({ target }) => {
      if (target === this.trigger) void this.open(true, this.flag("one-click"));
    });
  }

  #createTrigger(): void {
    this.base = createPart("div", "base");
    this.trigger = createPart("button", "trigger");
    this.trigger.type = "button";
    this.base.append(this.trigger);
    this.#isComplete = false;
  }

  /** Adds the message and the slot, which most elements on a page never need. */
  #complete(): void {
    if (this.#isComplete) return;
    this.#isComplete = true;
    // Screen readers announce changes of a live region only if the region exists before its text.
    this.message = createPart("div", "message");
    this.message.setAttribute("role", "status");
    this.fallback = createElement("slot");
    this.base.append(this.message, this.fallback);
  }

  /** Takes over the parts and the form of an element that this one replaces. The other element is reset. */
  takeOver(other: Controller): void {
    const { base, trigger, message, fallback, form, sheets } = other;
    other.form = undefined;
    other.#createTrigger();
    Object.assign(this, { base, trigger, message, fallback, form, sheets });
    this.root.replaceChildren(base);
    this.#isComplete = true;
  }

  /** The value of an attribute or its page-wide default. */
  option(name: string): string | undefined {
    return option(this.element, name);
  }

  flag(name: string): boolean {
    return flag(this.element, name);
  }

  /** With `multiple`, the states of the rows that can be requested. */
  eligible(): VariantState[] {
    return this.rowStates().filter(({ shows }) => shows);
  }

  /** With `multiple`, the states of all rows. */
  rowStates(): VariantState[] {
    return this.flag("multiple") ? rowStatesOf(this.element) : [];
  }

  connect(): void {
    controllers.set(this.element, this);
    watchIntent();
    this.startAdapters();
    this.update();
    loadedForm?.resume(this);
  }

  disconnect(): void {
    this.leftAt = Date.now();
    controllers.delete(this.element);
    this.#adapterAbort?.abort();
  }

  /** Starts the adapters that the attributes name. Stops those started before. */
  startAdapters(): void {
    const { element } = this;
    this.#adapterAbort?.abort();
    const rowIds = () => rowsOf(element).map(({ variant }) => variant);
    const [names, formId] = [this.option("follow"), this.option("for")];
    this.#adapterProblems = undefined;
    if (names === undefined && formId === undefined && !rowIds().length) return;
    this.#adapterAbort = new AbortController();
    const context: Omit<AdapterContext, "isAlone"> = {
      element,
      formId,
      hasChoice: this.#choice !== undefined,
      signal: this.#adapterAbort.signal,
      rowIds,
      variant: () => variantStateOf(element, this.#choice).variant,
      readShopifyVariant,
      onSelect: (choice) => {
        this.#choice = choice;
        this.update();
      },
    };
    this.#adapterProblems = import("./adapters/start.ts").then(
      ({ startAdapters }) => startAdapters(context, names),
      (cause) => async () => [reportLoadFailure(cause)],
    );
  }

  /** Handles a changed attribute. Changes of the same task are drawn together. */
  attributeChanged(name: string): void {
    const restartsAdapters = /^(follow|for|variants)$/.test(name);
    // Other attributes do not affect the chosen variant.
    if (restartsAdapters || VARIANT_ATTRIBUTES.test(name)) this.#choice = undefined;
    if (restartsAdapters && this.element.isConnected) this.startAdapters();
    if (this.#isUpdateQueued) return;
    this.#isUpdateQueued = true;
    queueMicrotask(() => {
      this.#isUpdateQueued = false;
      this.update();
    });
  }

  /** Applies the current attributes, choice and language. */
  update(): void {
    const { element, root, form } = this;
    if (!element.isConnected) return;
    this.state = variantStateOf(element, this.#choice);
    sendQueuedOnce(this);
    const { variant } = this.state;
    const shows = this.state.shows || this.eligible().length > 0;
    this.#shows = shows;
    root.adoptedStyleSheets = shows ? [buttonSheet, ...this.sheets] : [hiddenSheet];
    this.#locale = localeFor(element, updateAll);
    if (this.#locale) this.#renderTrigger(this.#locale);
    // Until the language is loaded, the page's own content stays: an English button would change its language visibly.
    else this.#complete();
    this.trigger.hidden = !this.#locale || Boolean(form?.replaces);
    // Inserting a finished subtree costs less than building it in the document.
    if (!this.base.isConnected) root.replaceChildren(this.base);
    if (shows) form?.update();
    // An inline form is hidden with the element. A modal dialog would keep blocking the page.
    else if (!form?.replaces) form?.close();
    if (shows && variant !== this.#visibleVariant) this.emit("visible", { variant });
    this.#visibleVariant = shows ? variant : undefined;
    if (this.flag("debug"))
      void this.explain().then((explanation) => console.warn("<notify-me>", element, explanation));
  }

  #renderTrigger({ lang, messages }: Locale): void {
    const { base, trigger } = this;
    // The first rendered text replaces the page's own content.
    if (this.#isComplete && !base.lang) this.fallback.hidden = true;
    base.lang = lang;
    base.dir = messages.dir;
    const contact = this.flag("one-click") && (this.option("email") ?? this.option("phone-number"));
    const name = trigger.hasAttribute("aria-disabled") ? "loading" : contact ? "oneClick" : "button";
    trigger.textContent = this.text(name, contact ? { contact } : {});
  }

  /** A text from the attribute `texts`, or in the element's language. Replaces `{name}` by `values.name`. */
  text(name: keyof Messages, values: { [name: string]: string } = {}): string {
    const custom = jsonOption(this.element, "texts") as Partial<Messages> | undefined;
    // The page's JSON may hold values of any type.
    const english: Partial<Messages> | undefined = loadedForm?.messages;
    const text = `${custom?.[name] ?? this.#locale?.messages[name] ?? english?.[name] ?? ""}`;
    return text.replace(/\{(\w+)\}/g, (all, key) =>
      Object.hasOwn(values, key) ? (values[key] as string) : all,
    );
  }

  /** Loads and opens the form. With `submitNow`, submits it at once if every required field is filled in. */
  async open(focus: boolean, submitNow = false): Promise<void> {
    if (!this.#shows || this.form?.opened) return;
    this.#complete();
    this.wantsOpen = true;
    const { trigger, message, fallback } = this;
    trigger.setAttribute("aria-disabled", "true");
    trigger.textContent = this.text("loading");
    message.textContent = "";
    fallback.hidden = true;
    let failed = false;
    try {
      const { open } = await loadForm();
      // It may have been closed or removed in the meantime.
      if (this.wantsOpen && this.element.isConnected) await open(this, submitNow, focus);
    } catch {
      failed = true;
    }
    trigger.removeAttribute("aria-disabled");
    this.update();
    if (!failed) return;
    message.textContent = this.text("loadFailed");
    fallback.hidden = false;
  }

  async explain(): Promise<Explanation> {
    // Wait for the adapters: they may change the choice.
    const problems = (await (await this.#adapterProblems)?.()) ?? [];
    // Read the state last, since attributes may change while scripts load.
    const state = () => variantStateOf(this.element, this.#choice);
    try {
      const { explain } = await loadForm();
      return await explain(this, state(), problems);
    } catch (cause) {
      problems.push(reportLoadFailure(cause));
      const { shows, reason } = this.eligible()[0] ?? state();
      return { shows, reason, known: {}, problems };
    }
  }

  /** Dispatches an event. Returns `false` if it was canceled. */
  emit<Name extends EventName>(
    name: Name,
    detail: NotifyMeEventMap[`notify-me-${Name}`]["detail"],
    cancelable = false,
  ): boolean {
    const options = { detail, cancelable, bubbles: true, composed: true };
    return this.element.dispatchEvent(new CustomEvent(`notify-me-${name}`, options));
  }
}

function createPart<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
): HTMLElementTagNameMap[Name] {
  const created = createElement(name);
  created.setAttribute("part", part);
  return created;
}

/** Not `document.createElement`: an `<img name="createElement">` on the page would shadow it. */
const createElement = <Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] =>
  Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
