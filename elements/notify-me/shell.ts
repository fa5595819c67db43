// An element as it is before anybody wants something of it: a button, or nothing.
import { readShopifyVariant } from "../../src/js/shared/shopify-variant.ts";
import type { Choice, Scene } from "./follow/adapter.ts";
import type { Form } from "./form/form.ts";
import { here, lookFor, refresh, watch } from "./intent.ts";
import { type Known, knownOf, knownRows, rowsOf } from "./known.ts";
import { load, loaded, problemOf } from "./load.ts";
import { data, flag, option } from "./options.ts";
import { gone, shown } from "./style.ts";
import type { Explanation, NotifyMeEventMap } from "./types.ts";
import { type Spoken, spoken } from "./words/choose.ts";
import type { Words } from "./words/words.ts";

/** What an adapter may say, too. */
const FACTS = /^(variant|product|quantity|policy|available|preorder|tags)$/;

/** The name of an event without what all of them have in front. */
type EventName = keyof NotifyMeEventMap extends `notify-me-${infer Name}` ? Name : never;

/** What an element consists of. The form, which is loaded later, gets all it needs from here: it imports none of this. */
export class Shell {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  base!: HTMLElement;
  trigger!: HTMLButtonElement;
  message!: HTMLElement;
  /** What the page says where nothing else works. */
  fallback!: HTMLElement;
  known!: Known;
  form: Form | undefined;
  /** What the form looks like. */
  sheets: CSSStyleSheet[] = [];
  /** When it left the page. */
  left = 0;
  /** Whether the form is to be open, once it is loaded. */
  wanted = false;
  #spoken: Spoken | undefined;
  #told: Choice | null | undefined;
  #following: AbortController | undefined;
  /** What keeps the adapters from following. */
  #problems: Promise<() => Promise<string[]>> | undefined;
  #seen = "";
  #shows = false;
  #changed = false;
  #complete = false;

  constructor(element: HTMLElement) {
    this.element = element;
    this.root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.#build();
    // The one listener that an element costs as long as nobody wants anything.
    this.root.addEventListener("click", ({ target }) => {
      if (target === this.trigger) void this.open(true, this.flag("one-click"));
    });
  }

  #build(): void {
    this.base = make("div", "base");
    this.trigger = make("button", "trigger");
    this.trigger.type = "button";
    this.base.append(this.trigger);
    this.#complete = false;
  }

  /** What most elements of a page never need. */
  #rest(): void {
    if (this.#complete) return;
    this.#complete = true;
    // It stands here empty before there is something to say: a live region that comes with its text is not read out.
    this.message = make("div", "message");
    this.message.setAttribute("role", "status");
    this.fallback = create("slot");
    this.base.append(this.message, this.fallback);
  }

  /** Takes all parts of an element that was here before, as they are; that one begins anew. */
  take(other: Shell): void {
    const { base, trigger, message, fallback, form, sheets } = other;
    other.form = undefined;
    other.#build();
    Object.assign(this, { base, trigger, message, fallback, form, sheets });
    this.root.replaceChildren(base);
    this.#complete = true;
  }

  option(name: string): string | undefined {
    return option(this.element, name);
  }

  flag(name: string): boolean {
    return flag(this.element, name);
  }

  /** What may be asked for, where that is more than one. */
  sizes(): Known[] {
    return this.rows().filter(({ shows }) => shows);
  }

  /** With `multiple`, all rows. */
  rows(): Known[] {
    return this.flag("multiple") ? knownRows(this.element) : [];
  }

  connected(): void {
    here.set(this.element, this);
    watch();
    this.follow();
    this.update();
    loaded?.resume(this);
  }

  disconnected(): void {
    this.left = Date.now();
    here.delete(this.element);
    this.#following?.abort();
  }

  /** Follows what the attributes name, from now on. */
  follow(): void {
    const { element } = this;
    this.#following?.abort();
    const rows = () => rowsOf(element).map(({ variant }) => variant);
    const [names, formId] = [this.option("follow"), this.option("for")];
    this.#problems = undefined;
    if (names === undefined && formId === undefined && !rows().length) return;
    this.#following = new AbortController();
    const scene: Omit<Scene, "isAlone"> = {
      element,
      formId,
      again: this.#told !== undefined,
      signal: this.#following.signal,
      rows,
      variant: () => knownOf(element, this.#told).variant,
      readShopifyVariant,
      tell: (choice) => {
        this.#told = choice;
        this.update();
      },
    };
    this.#problems = import("./follow/follow.ts").then(
      ({ start }) => start(scene, names),
      (cause) => async () => [problemOf(cause)],
    );
  }

  /** An attribute changed; several do at a time. */
  changed(name: string): void {
    const follows = /^(follow|for|variants)$/.test(name);
    // What else changes says nothing of the variant that was chosen.
    if (follows || FACTS.test(name)) this.#told = undefined;
    if (follows && this.element.isConnected) this.follow();
    if (this.#changed) return;
    this.#changed = true;
    queueMicrotask(() => {
      this.#changed = false;
      this.update();
    });
  }

  /** Shows what attributes, choice and language say now. */
  update(): void {
    const { element, root, form } = this;
    if (!element.isConnected) return;
    this.known = knownOf(element, this.#told);
    lookFor(this);
    const { variant } = this.known;
    const shows = this.known.shows || this.sizes().length > 0;
    this.#shows = shows;
    root.adoptedStyleSheets = shows ? [shown, ...this.sheets] : [gone];
    this.#spoken = spoken(element, refresh);
    if (this.#spoken) this.#draw(this.#spoken);
    // Until then the page's own words stay: a button in another language would change under the shopper's eyes.
    else this.#rest();
    this.trigger.hidden = !this.#spoken || Boolean(form?.replaces);
    // What is complete costs less to put in than what is put together there.
    if (!this.base.isConnected) root.replaceChildren(this.base);
    if (shows) form?.update();
    // A dialog would stay in front of the page; a form in it is only out of sight.
    else if (!form?.replaces) form?.close();
    if (shows && variant !== this.#seen) this.tell("visible", { variant });
    this.#seen = shows ? variant : "";
    if (this.flag("debug")) void this.explain().then((told) => console.warn("<notify-me>", element, told));
  }

  #draw({ lang, words }: Spoken): void {
    const { base, trigger } = this;
    // The first words of the element come instead of the page's.
    if (this.#complete && !base.lang) this.fallback.hidden = true;
    base.lang = lang;
    base.dir = words.dir;
    const contact = this.flag("one-click") && (this.option("email") ?? this.option("phone-number"));
    trigger.textContent = contact ? this.word("oneClick", { contact }) : this.word("button");
  }

  /** A text in the element's language, or as the page has it. */
  word(name: keyof Words, values: { [name: string]: string } = {}): string {
    const own = data(this.element, "texts") as Partial<Words> | undefined;
    // A page's own may be JSON of any kind.
    const text = `${own?.[name] ?? this.#spoken?.words[name] ?? ""}`;
    return text.replace(/\{(\w+)\}/g, (all, key) =>
      Object.hasOwn(values, key) ? (values[key] as string) : all,
    );
  }

  /** Opens the form; `now`: asks at once, if nothing is missing. */
  async open(focus: boolean, now = false): Promise<void> {
    if (!this.#shows || this.form?.opened) return;
    this.#rest();
    this.wanted = true;
    const { trigger, message, fallback } = this;
    trigger.setAttribute("aria-disabled", "true");
    trigger.textContent = this.word("loading");
    message.textContent = "";
    fallback.hidden = true;
    let failed = false;
    try {
      const { open } = await load();
      // Meanwhile it may have been closed, or taken out.
      if (this.wanted && this.element.isConnected) await open(this, now, focus);
    } catch {
      failed = true;
    }
    trigger.removeAttribute("aria-disabled");
    this.update();
    if (!failed) return;
    message.textContent = this.word("loadFailed");
    fallback.hidden = false;
  }

  async explain(): Promise<Explanation> {
    // The adapters first: they say what is known.
    const problems = (await (await this.#problems)?.()) ?? [];
    // What is known is read last, since attributes may change while files are loading.
    const known = () => knownOf(this.element, this.#told);
    try {
      const { explain } = await load();
      return await explain(this, known(), problems);
    } catch (cause) {
      problems.push(problemOf(cause));
      const { shows, reason } = this.sizes()[0] ?? known();
      return { shows, reason, known: {}, problems };
    }
  }

  /** Dispatches an event; `false`: it was prevented. */
  tell<Name extends EventName>(
    name: Name,
    detail: NotifyMeEventMap[`notify-me-${Name}`]["detail"],
    cancelable = false,
  ): boolean {
    const options = { detail, cancelable, bubbles: true, composed: true };
    return this.element.dispatchEvent(new CustomEvent(`notify-me-${name}`, options));
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
): HTMLElementTagNameMap[Name] {
  const made = create(name);
  made.setAttribute("part", part);
  return made;
}

/** Not `document.createElement`, which an `<img name="createElement">` in the page's content would be. */
const create = <Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] =>
  Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
