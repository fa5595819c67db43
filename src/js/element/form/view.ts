// A form as it is shown, and its states.
import type { Host } from "./fields.ts";
import { make } from "./make.ts";

export type View = ReturnType<typeof createView>;

/** Puts a form into an element, in a dialog or not. All of its parts may be moved to another element's. */
export function createView(host: Host, fields: Node[]) {
  const { shell } = host;
  const { base, message, fallback, trigger } = shell;
  const submit = make("button", { part: "button", type: "submit" }, shell.word("submit"));
  const again = make("button", { part: "again", type: "button", class: "plain" }, shell.word("again"));
  const slot = (name: string) => make("slot", { name });
  const form = make(
    "form",
    { part: "form", noValidate: true },
    slot("intro"),
    ...fields,
    submit,
    slot("footer"),
  );
  // Under the address; it is read out when it comes.
  const hint = make("p", { part: "hint", role: "status" });
  const heading = make("h2", { part: "heading", id: "heading" });
  let dialog: HTMLDialogElement | undefined;
  const find = (id: string) => form.querySelector<HTMLInputElement>(`[id="${id}"]`);
  find("email")?.parentElement?.append(hint);
  message.tabIndex = -1;
  if (shell.option("display") === "dialog") {
    const label = shell.word("close");
    const close = make("button", { part: "close", type: "button", class: "plain", "aria-label": label }, "×");
    dialog = make("dialog", { part: "dialog", "aria-labelledby": "heading" }, close, heading);
    // Beside a dialog is the dialog itself, and nothing in it.
    dialog.addEventListener("click", ({ target }) => {
      if (target === close || target === dialog) dialog?.close();
    });
    base.append(dialog);
  }
  (dialog ?? base).append(form, message, again, fallback);

  const say = (...words: (Node | string)[]) => message.replaceChildren(...words);
  const mark = (id: string, text: string) => {
    const error = form.querySelector(`[id="${id}-error"]`);
    if (error) error.textContent = text;
    if (text) find(id)?.setAttribute("aria-invalid", "true");
    else find(id)?.removeAttribute("aria-invalid");
  };
  /** Ready for input, with nothing said. */
  const reset = () => {
    message.setAttribute("role", "status");
    say();
    for (const { id } of form.querySelectorAll(".error")) mark(id.slice(0, -6), "");
    submit.removeAttribute("aria-disabled");
    form.hidden = false;
    again.hidden = true;
    fallback.hidden = true;
  };
  const focused = () => host.shell.root.activeElement;
  const focus = () => {
    // What is hidden does not take it.
    const all = form.querySelectorAll<HTMLElement>("input, select, button");
    const first = Array.from(all).find((one) => one.getClientRects().length);
    (first ?? message).focus();
  };

  return {
    form,
    heading,
    again,
    dialog,
    find,
    reset,
    focus,
    /** Busy with a request. Not `disabled`, which would take the focus away. */
    busy() {
      reset();
      say(host.shell.word("sending"));
      submit.setAttribute("aria-disabled", "true");
    },
    /** Says what is wrong, beside a field if it is about one. That gets the focus: so it is read out, once. */
    refuse(id: string, text: string) {
      reset();
      if (!id) return say(text);
      mark(id, text);
      find(id)?.focus();
    },
    /** Says how it went, below the form or in its place; `helpless`: with what the page says instead. */
    tell(words: (Node | string)[], done: boolean, helpless: boolean) {
      const silent = done && form.contains(focused());
      reset();
      form.hidden = done;
      again.hidden = !done;
      fallback.hidden = !helpless;
      // What has the focus is read out; as a live region, it would be read out twice.
      if (silent) message.removeAttribute("role");
      say(...words);
      if (!silent) return;
      message.focus();
      setTimeout(() => message.setAttribute("role", "status"), 1000);
    },
    /** Asks whether another address was meant; `take` gets it by one click. Without one, it asks nothing more. */
    suggest(address = "", take?: () => void) {
      const button = make(
        "button",
        { part: "suggestion", type: "button", class: "plain", onclick: take },
        address,
      );
      const [before = "", after = ""] = host.shell.word("suggestion").split("{email}");
      hint.replaceChildren(...(address ? [before, button, after] : []));
    },
    /** In a dialog, the browser gives the focus back. */
    close() {
      const had = focused();
      dialog?.close();
      if (dialog) return;
      reset();
      form.hidden = true;
      trigger.hidden = false;
      if (had) trigger.focus();
    },
    remove() {
      base.append(message, fallback);
      for (const part of [form, again, dialog]) part?.remove();
    },
  };
}
