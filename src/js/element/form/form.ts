// The form of one element: from opening it to what became of its requests.
import { init } from "../../index.ts";
import type { Shell } from "../shell.ts";
import { ask, nameOf } from "./ask.ts";
import type { Guard } from "./guard.ts";
import type { Result } from "./outcome.ts";
import { planOf } from "./plan.ts";
import { requestOf } from "./request.ts";
import { formSheet } from "./style.ts";
import { Doubt, fill } from "./typed.ts";
import { View } from "./view.ts";

/** What was asked for in this page, by company and variant. */
const asked = new Map<string, Result>();

export class Form {
  opened = false;
  /** The field that has the focus, so that what takes this form's place can have it. */
  focused = "";
  readonly #shell: Shell;
  #view!: View;
  #doubt!: Doubt;
  #guard: Guard | undefined;
  /** What the view was made for. */
  #print = "";
  #variant: string | undefined;
  /** The results that are shown, by variant; those of earlier requests are not. */
  #current: Map<string, Result> | undefined;
  #busy = false;

  constructor(shell: Shell) {
    this.#shell = shell;
    shell.form = this;
    shell.sheets = [formSheet()];
  }

  /** Whether it stands in place of the button. */
  get replaces(): boolean {
    return this.opened && !this.#view.plan.dialog;
  }

  /** Opens it; `now`: asks at once, if nothing is missing. */
  async open(now: boolean, focus: boolean): Promise<void> {
    const shell = this.#shell;
    if (this.opened) return;
    this.opened = true;
    this.update();
    const { dialog, form } = this.#view;
    fill(shell, this.#view, now);
    if (["honeypot", "minimum-time", "cool-down"].some((name) => shell.flag(name))) {
      this.#guard = (await import("./guard.ts")).guard(shell, form);
    }
    shell.update();
    dialog?.showModal();
    if (focus || dialog) this.#view.focus();
    shell.tell("open", { variant: shell.known.variant });
    if (now && this.#view.isComplete()) await this.#submit();
  }

  close(): void {
    if (!this.opened) return;
    this.opened = false;
    this.#variant = undefined;
    this.#view.close();
    this.#shell.update();
    this.#shell.tell("close", { variant: this.#shell.known.variant });
  }

  /** Follows attributes, choice and language. */
  update(): void {
    const shell = this.#shell;
    if (!this.opened) return;
    const sizes = shell.sizes();
    const plan = planOf(shell);
    const names = sizes.map(({ variant, product }) => [variant, product]);
    const print = JSON.stringify([plan, names, shell.base.lang, shell.word("submit")]);
    const variant = plan.multiple ? "" : shell.known.variant;
    if (print !== this.#print) {
      const before = this.#view;
      before?.remove();
      this.#view = new View(shell, plan, sizes);
      this.#doubt = new Doubt(shell, this.#view);
      this.#listen(this.#view);
      fill(shell, this.#view, false);
      if (before) this.#view.take(before);
      this.#print = print;
    } else if (variant === this.#variant) return;
    this.#view.heading.textContent = shell.word("heading", { product: nameOf(shell, shell.known) });
    this.#variant = variant;
    this.#busy = false;
    const before = asked.get(this.#key(variant));
    this.#current = before && new Map([[variant, before]]);
    this.#show();
  }

  /** Takes the place of a form that is gone, as it was. */
  inherit(before: Form): void {
    this.opened = true;
    this.update();
    this.#view.take(before.#view);
    this.#shell.update();
    this.resume();
    if (before.focused) this.#view.find(before.focused)?.focus();
  }

  /** Of a dialog that was moved, only the attribute is left. */
  resume(): void {
    const { dialog } = this.#view;
    if (!this.opened || !dialog) return;
    dialog.removeAttribute("open");
    dialog.showModal();
  }

  #listen(view: View): void {
    const { form, again, dialog } = view;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    form.addEventListener("input", (event) => {
      // It would leave the shadow tree, and a form around this one would hear of what is not its own.
      event.stopPropagation();
      this.#doubt.typed(event.target as HTMLInputElement);
    });
    form.addEventListener("change", () => view.sync());
    form.addEventListener("focusin", ({ target }) => {
      this.focused = (target as Element).id;
    });
    // Who is removed or hidden loses the focus, too; only who is still to be seen was left.
    form.addEventListener("focusout", () =>
      setTimeout(() => {
        if (form.getClientRects().length) this.focused = form.querySelector(":focus")?.id ?? "";
      }),
    );
    again.addEventListener("click", () => {
      asked.delete(this.#key(this.#variant ?? ""));
      this.#current = undefined;
      this.#show();
      view.focus();
    });
    dialog?.addEventListener("close", () => this.close());
  }

  async #submit(): Promise<void> {
    const shell = this.#shell;
    const view = this.#view;
    if (this.#busy || this.#refuse()) return;
    const current = new Map<string, Result>();
    this.#current = current;
    this.#busy = true;
    view.busy(shell.word("sending"));
    // What cannot be loaded is said by the request.
    await init().catch(() => {});
    if (this.#current === current && !this.#doubt.suggests()) {
      const request = requestOf(shell, view);
      const country = view.value("country");
      const one = async (known: (typeof asks)[number]) => {
        const result = await ask(shell, known, request, country);
        if (!result) return;
        current.set(known.variant, result);
        if (!result.done) return;
        asked.set(this.#key(known.variant), result);
        this.#guard?.asked(known.variant);
      };
      const asks = this.#asks();
      await Promise.all(asks.map(one));
    }
    if (this.#current !== current) return;
    this.#busy = false;
    this.#show();
  }

  /** The variants that are asked for. */
  #asks() {
    const shell = this.#shell;
    const ticked = this.#view.ticked("sizes");
    if (!this.#view.plan.multiple) return [shell.known];
    return shell.sizes().filter(({ variant }) => ticked.includes(variant));
  }

  /** Says what is missing, and gives whether something is. */
  #refuse(): boolean {
    const view = this.#view;
    const word = this.#shell.word.bind(this.#shell);
    const asks = this.#asks();
    if (!asks.length) view.refuse("sizes", word("chooseOne"));
    else if (!view.channels().length) view.refuse("channels", word("chooseOne"));
    else if (view.asks("consent") && !view.find("consent")?.checked)
      view.refuse("consent", word("consentNeeded"));
    else if (asks.some(({ variant }) => this.#guard?.refuses(variant))) view.tell([word("tooSoon")], false);
    else return false;
    return true;
  }

  /** A request that waited is over. */
  settle(variant: string, result: Result): void {
    if (result.done) asked.set(this.#key(variant), result);
    else asked.delete(this.#key(variant));
    if (!this.#current?.has(variant)) return;
    this.#current.set(variant, result);
    this.#show();
  }

  #show(): void {
    const view = this.#view;
    const results = [...(this.#current ?? [])];
    const about = results.find(([, { field }]) => field && view.asks(field))?.[1];
    if (!results.length) view.reset();
    else if (about?.field) view.refuse(about.field, about.text);
    else {
      view.tell(
        this.#texts(results),
        results.every(([, { done }]) => done),
      );
      this.#shell.fallback.hidden = !results.some(([, { fallback }]) => fallback);
      for (const [variant, { done }] of results) if (done) view.untick(variant);
    }
  }

  /** Of several results, each says what it is about. */
  #texts(results: [string, Result][]): string[] {
    const names = new Map(this.#shell.sizes().map((known) => [known.variant, nameOf(this.#shell, known)]));
    return results.map(([variant, { text }]) => {
      const name = names.get(variant);
      return name && !text.includes(name) ? `${name}: ${text}` : text;
    });
  }

  #key(variant: string): string {
    return `${this.#shell.option("company-id")} ${variant}`;
  }
}
