// An element as it is before anybody wants something of it: a button, or nothing.
import { readShopifyVariant } from "../../src/js/shared/shopify-variant.ts";
import type { AdapterContext, Choice } from "./adapters/adapter.ts";
import { flag, jsonOption, option } from "./attributes.ts";
import { buttonSheet, hiddenSheet } from "./button-styles.ts";
import type { Form } from "./form/form.ts";
import { loadedForm, loadForm, loadProblem } from "./lazy-form.ts";
import { type Locale, localeFor } from "./locales/locale.ts";
import type { Messages } from "./locales/messages.ts";
import { controllers, sendQueuedOnce, updateAll, watchIntent } from "./preload.ts";
import type { Explanation, NotifyMeEventMap } from "./types.ts";
import { rowStatesOf, rowsOf, type VariantState, variantStateOf } from "./variant-state.ts";

/** What an adapter may say, too. */
const VARIANT_ATTRIBUTES = /^(variant|product|quantity|policy|available|preorder|tags)$/;

/** The name of an event without what all of them have in front. */
type EventName = keyof NotifyMeEventMap extends `notify-me-${infer Name}` ? Name : never;

/** What an element consists of. The form, which is loaded later, gets all it needs from here: it imports none of this. */
export class Controller {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  base!: HTMLElement;
  trigger!: HTMLButtonElement;
  message!: HTMLElement;
  /** What the page says where nothing else works. */
  fallback!: HTMLElement;
  state!: VariantState;
  form: Form | undefined;
  /** What the form looks like. */
  sheets: CSSStyleSheet[] = [];
  /** When it left the page. */
  leftAt = 0;
  /** Whether the form is to be open, once it is loaded. */
  wantsOpen = false;
  #locale: Locale | undefined;
  #choice: Choice | null | undefined;
  #adapterAbort: AbortController | undefined;
  /** What keeps the adapters from following. */
  #adapterProblems: Promise<() => Promise<string[]>> | undefined;
  #visibleVariant = "";
  #shows = false;
  #isUpdateQueued = false;
  #isComplete = false;

  constructor(element: HTMLElement) {
    this.element = element;
    this.root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.#createTrigger();
    // The one listener that an element costs as long as nobody wants anything.
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

  /** What most elements of a page never need. */
  #complete(): void {
    if (this.#isComplete) return;
    this.#isComplete = true;
    // It stands here empty before there is something to say: a live region that comes with its text is not read out.
    this.message = createPart("div", "message");
    this.message.setAttribute("role", "status");
    this.fallback = createElement("slot");
    this.base.append(this.message, this.fallback);
  }

  /** Takes all parts of an element that was here before, as they are; that one begins anew. */
  takeOver(other: Controller): void {
    const { base, trigger, message, fallback, form, sheets } = other;
    other.form = undefined;
    other.#createTrigger();
    Object.assign(this, { base, trigger, message, fallback, form, sheets });
    this.root.replaceChildren(base);
    this.#isComplete = true;
  }

  option(name: string): string | undefined {
    return option(this.element, name);
  }

  flag(name: string): boolean {
    return flag(this.element, name);
  }

  /** What may be asked for, where that is more than one. */
  eligible(): VariantState[] {
    return this.rowStates().filter(({ shows }) => shows);
  }

  /** With `multiple`, all rows. */
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

  /** Follows what the attributes name, from now on. */
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
      (cause) => async () => [loadProblem(cause)],
    );
  }

  /** An attribute changed; several do at a time. */
  attributeChanged(name: string): void {
    const restartsAdapters = /^(follow|for|variants)$/.test(name);
    // What else changes says nothing of the variant that was chosen.
    if (restartsAdapters || VARIANT_ATTRIBUTES.test(name)) this.#choice = undefined;
    if (restartsAdapters && this.element.isConnected) this.startAdapters();
    if (this.#isUpdateQueued) return;
    this.#isUpdateQueued = true;
    queueMicrotask(() => {
      this.#isUpdateQueued = false;
      this.update();
    });
  }

  /** Shows what attributes, choice and language say now. */
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
    // Until then the page's own words stay: a button in another language would change under the shopper's eyes.
    else this.#complete();
    this.trigger.hidden = !this.#locale || Boolean(form?.replaces);
    // What is complete costs less to put in than what is put together there.
    if (!this.base.isConnected) root.replaceChildren(this.base);
    if (shows) form?.update();
    // A dialog would stay in front of the page; a form in it is only out of sight.
    else if (!form?.replaces) form?.close();
    if (shows && variant !== this.#visibleVariant) this.emit("visible", { variant });
    this.#visibleVariant = shows ? variant : "";
    if (this.flag("debug")) void this.explain().then((told) => console.warn("<notify-me>", element, told));
  }

  #renderTrigger({ lang, messages }: Locale): void {
    const { base, trigger } = this;
    // The first words of the element come instead of the page's.
    if (this.#isComplete && !base.lang) this.fallback.hidden = true;
    base.lang = lang;
    base.dir = messages.dir;
    const contact = this.flag("one-click") && (this.option("email") ?? this.option("phone-number"));
    trigger.textContent = contact ? this.text("oneClick", { contact }) : this.text("button");
  }

  /** A text in the element's language, or as the page has it. */
  text(name: keyof Messages, values: { [name: string]: string } = {}): string {
    const custom = jsonOption(this.element, "texts") as Partial<Messages> | undefined;
    // A page's own may be JSON of any kind.
    const text = `${custom?.[name] ?? this.#locale?.messages[name] ?? ""}`;
    return text.replace(/\{(\w+)\}/g, (all, key) =>
      Object.hasOwn(values, key) ? (values[key] as string) : all,
    );
  }

  /** Opens the form; `now`: asks at once, if nothing is missing. */
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
      // Meanwhile it may have been closed, or taken out.
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
    // The adapters first: they say what is known.
    const problems = (await (await this.#adapterProblems)?.()) ?? [];
    // What is known is read last, since attributes may change while files are loading.
    const state = () => variantStateOf(this.element, this.#choice);
    try {
      const { explain } = await loadForm();
      return await explain(this, state(), problems);
    } catch (cause) {
      problems.push(loadProblem(cause));
      const { shows, reason } = this.eligible()[0] ?? state();
      return { shows, reason, known: {}, problems };
    }
  }

  /** Dispatches an event; `false`: it was prevented. */
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

/** Not `document.createElement`, which an `<img name="createElement">` in the page's content would be. */
const createElement = <Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] =>
  Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
