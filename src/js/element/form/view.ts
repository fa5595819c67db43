// A form as it is shown, and its states.
import type { Channel } from "../../types.ts";
import type { Known } from "../known.ts";
import type { Shell } from "../shell.ts";
import { fieldsOf } from "./fields.ts";
import { make } from "./make.ts";
import type { Plan } from "./plan.ts";

export class View {
  readonly shell: Shell;
  readonly plan: Plan;
  readonly form = make("form", { part: "form", noValidate: true });
  readonly submit: HTMLButtonElement;
  readonly again: HTMLButtonElement;
  readonly heading = make("h2", { part: "heading", id: "heading" });
  /** Under the address; it is read out when it comes. */
  readonly hint = make("p", { part: "hint", class: "hint", role: "status" });
  readonly dialog: HTMLDialogElement | undefined;

  constructor(shell: Shell, plan: Plan, sizes: Known[]) {
    this.shell = shell;
    this.plan = plan;
    const { base, known, message, fallback } = shell;
    const word = shell.word.bind(shell);
    this.submit = make("button", { part: "button", type: "submit" }, word("submit"));
    this.again = make(
      "button",
      { part: "again", type: "button", class: "plain", hidden: true },
      word("again"),
    );
    const slot = (name: string) => make("slot", { name });
    const fields = fieldsOf(plan, sizes, known.variant, word, base.lang).filter((part) => part !== false);
    this.form.append(slot("intro"), ...fields, this.submit, slot("footer"));
    this.find("email")?.parentElement?.append(this.hint);
    message.tabIndex = -1;
    if (plan.dialog) {
      const close = make(
        "button",
        { part: "close", type: "button", class: "plain close", "aria-label": word("close") },
        "×",
      );
      this.dialog = make("dialog", { part: "dialog", "aria-labelledby": "heading" }, close, this.heading);
      // Beside the dialog is the dialog itself, and nothing in it.
      this.dialog.addEventListener("click", ({ target }) => {
        if (target === close || target === this.dialog) this.dialog?.close();
      });
      base.append(this.dialog);
    }
    (this.dialog ?? base).append(this.form, message, this.again, fallback);
    this.sync();
  }

  find(id: string): HTMLInputElement | null {
    return this.form.querySelector(`#${id}`);
  }

  value(id: string): string {
    return this.find(id)?.value ?? "";
  }

  /** What is ticked of several boxes. */
  ticked(name: string): string[] {
    const boxes = this.form.querySelectorAll<HTMLInputElement>(`input[name=${name}]:checked`);
    return Array.from(boxes, ({ value }) => value);
  }

  channels(): Channel[] {
    const { channels } = this.plan;
    return channels.length > 1 ? (this.ticked("channels") as Channel[]) : channels;
  }

  /** Shows the fields that the ticked channels need. */
  sync(): void {
    const on = this.channels();
    const show = (id: string, shown: boolean) => {
      const field = this.find(id)?.closest<HTMLElement>(".field");
      if (field) field.hidden = !shown;
    };
    const texts = on.includes("SMS");
    const phone = texts || on.includes("WHATSAPP");
    show("email", !phone || on.length > 1);
    show("newsletter", !phone || on.length > 1);
    show("phone", phone);
    show("country", phone);
    show("consent", texts);
  }

  /** Whether a field is there, and is asked for. */
  asks(id: string): boolean {
    return this.find(id)?.closest<HTMLElement>(".field")?.hidden === false;
  }

  /** Ready for input, with nothing said. */
  reset(): void {
    this.say([]);
    for (const error of this.form.querySelectorAll(".error")) this.#mark(error.id.slice(0, -6), "");
    this.submit.removeAttribute("aria-disabled");
    this.form.hidden = false;
    this.again.hidden = true;
    this.shell.fallback.hidden = true;
  }

  /** Busy with a request. Not `disabled`, which would take the focus away. */
  busy(text: string): void {
    this.reset();
    this.say([text]);
    this.submit.setAttribute("aria-disabled", "true");
  }

  /** Says what is wrong beside a field, which gets the focus: so it is read out, once. */
  refuse(id: string, text: string): void {
    this.reset();
    this.#mark(id, text);
    this.find(id)?.focus();
  }

  /** Says what was wrong or went well, below the form or in its place. */
  tell(texts: string[], done: boolean): void {
    const focused = this.form.contains(this.shell.root.activeElement);
    this.reset();
    this.form.hidden = done;
    this.again.hidden = !done;
    const { message } = this.shell;
    // What has the focus is read out; as a live region, it would be read out twice.
    if (done && focused) message.removeAttribute("role");
    this.say(texts);
    if (done && focused) message.focus();
    message.setAttribute("role", "status");
  }

  say(texts: string[]): void {
    const { message } = this.shell;
    if (texts.length < 2) message.textContent = texts[0] ?? "";
    else message.replaceChildren(make("ul", { part: "list" }, ...texts.map((text) => make("li", {}, text))));
  }

  /** Asks whether another address was meant; `take` gets it by one click. */
  suggest(text: string, address: string, take: () => void): void {
    const [before = "", after = ""] = text.split("{email}");
    const button = make("button", { part: "suggestion", type: "button", class: "plain" }, address);
    button.addEventListener("click", take);
    this.hint.replaceChildren(before, button, after);
  }

  /** Takes over what was typed and ticked elsewhere. */
  take({ form }: View): void {
    for (const from of form.querySelectorAll<HTMLInputElement>("input, select")) {
      const value = from.type === "checkbox" ? `[value="${CSS.escape(from.value)}"]` : "";
      const to = this.form.querySelector<HTMLInputElement>(`[name=${from.name}]${value}`);
      if (to) Object.assign(to, from.type === "checkbox" ? { checked: from.checked } : { value: from.value });
    }
    this.sync();
  }

  /** Whether nothing is missing that a shopper would have to type, tick or choose. */
  isComplete(): boolean {
    const fields = ["email", "phone"].filter((id) => this.asks(id));
    return fields.every((id) => this.value(id)) && !this.asks("consent") && !this.plan.multiple;
  }

  untick(variant: string): void {
    const box = this.form.querySelector<HTMLInputElement>(`[name=sizes][value="${CSS.escape(variant)}"]`);
    if (box) box.checked = false;
  }

  /** Gives the focus to what comes first: words that came instead of the form, or a field. */
  focus(): void {
    const { message } = this.shell;
    const fields = this.form.querySelectorAll<HTMLElement>("input, select, button");
    const first = Array.from(fields).find((field) => field.getClientRects().length);
    (this.form.hidden ? message : (first ?? message)).focus();
  }

  /** In a dialog, the browser gives the focus back. */
  close(): void {
    const { root, trigger } = this.shell;
    this.dialog?.close();
    if (this.dialog) return;
    const focused = Boolean(root.activeElement);
    this.reset();
    this.form.hidden = true;
    trigger.hidden = false;
    if (focused) trigger.focus();
  }

  remove(): void {
    const { base, message, fallback } = this.shell;
    base.append(message, fallback);
    for (const part of [this.form, this.again, this.dialog]) part?.remove();
  }

  #mark(id: string, text: string): void {
    const error = this.form.querySelector(`#${id}-error`);
    if (!error) return;
    error.textContent = text;
    const input = this.find(id);
    if (text) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }
}
