// A form as it is shown, and its states.
import type { Host } from "./fields.ts";
import { make, type Props } from "./make.ts";

export type View = ReturnType<typeof createView>;

/** Puts a form into an element, in a dialog or not. All of it may be moved to another element. */
export function createView(host: Host, fields: Node[]) {
  const { shell } = host;
  const { base, message, fallback, trigger } = shell;
  const button = (part: string, text: string, more?: Props) =>
    make("button", { part, type: "button", class: "plain", ...more }, text);
  const submit = make("button", { part: "button", type: "submit" }, shell.word("submit"));
  const again = button("again", shell.word("again"));
  const close = button("close", "×", { "aria-label": shell.word("close") });
  const heading = make("h2", { part: "heading", id: "heading" });
  const slot = (name: string) => make("slot", { name });
  const form = make(
    "form",
    { part: "form", noValidate: true },
    slot("intro"),
    ...fields,
    submit,
    slot("footer"),
  );
  const find = (id: string) => form.querySelector<HTMLInputElement>(`[id="${id}"]`);
  // Under the address; it is read out when it comes.
  const hint = make("p", { part: "hint", role: "status" });
  find("email")?.after(hint);
  message.tabIndex = -1;
  const dialog =
    shell.option("display") === "dialog"
      ? make("dialog", { part: "dialog", "aria-labelledby": "heading" }, close, heading)
      : undefined;
  // Beside a dialog is the dialog itself, and nothing in it.
  dialog?.addEventListener(
    "click",
    ({ target }) => (target === close || target === dialog) && dialog.close(),
  );
  const frame = dialog ?? make("div", {});
  frame.append(form, message, again, fallback);
  base.append(frame);

  const focused = () => host.shell.root.activeElement;
  /** The field that is wrong. */
  let wrong = "";
  const mark = (id: string, text: string) => {
    const error = form.querySelector(`[id="${id}-error"]`);
    if (error) error.textContent = text;
    if (text) find(id)?.setAttribute("aria-invalid", "true");
    else find(id)?.removeAttribute("aria-invalid");
    wrong = id;
  };
  /** Shows the form, or what comes instead of it, with some words. */
  const show = (words: (Node | string)[], done = false) => {
    message.setAttribute("role", "status");
    message.replaceChildren(...words);
    mark(wrong, "");
    submit.removeAttribute("aria-disabled");
    form.hidden = done;
    again.hidden = !done;
    fallback.hidden = true;
  };

  return {
    form,
    heading,
    again,
    dialog,
    find,
    show,
    focus() {
      // What is hidden does not take it.
      const all = form.querySelectorAll<HTMLElement>("input, select, button");
      const first = Array.from(all).find((one) => one.getClientRects().length);
      (first ?? message).focus();
    },
    /** Busy with a request. Not `disabled`, which would take the focus away. */
    busy() {
      show([host.shell.word("sending")]);
      submit.setAttribute("aria-disabled", "true");
    },
    /** Says what is wrong, beside a field if it is about one. That gets the focus: so it is read out, once. */
    refuse(id: string, text: string) {
      show(id ? [] : [text]);
      mark(id, text);
      find(id)?.focus();
    },
    /** Says how it went, below the form or in its place; `helpless`: with what the page says instead. */
    tell(words: (Node | string)[], done: boolean, helpless: boolean) {
      const silent = done && form.contains(focused());
      show([], done);
      fallback.hidden = !helpless;
      // What has the focus is read out; as a live region, it would be read out twice.
      if (silent) message.removeAttribute("role");
      message.replaceChildren(...words);
      if (!silent) return;
      message.focus();
      setTimeout(() => message.setAttribute("role", "status"), 1000);
    },
    /** Asks whether another address was meant; `take` gets it by one click. Without one, it asks nothing more. */
    suggest(address = "", take?: () => void) {
      const [before = "", after = ""] = host.shell.word("suggestion").split("{email}");
      hint.replaceChildren(
        ...(address ? [before, button("suggestion", address, { onclick: take }), after] : []),
      );
    },
    /** Takes it out. From a dialog, the browser gives the focus back. */
    remove() {
      const had = focused();
      dialog?.close();
      base.append(message, fallback);
      frame.remove();
      message.replaceChildren();
      fallback.hidden = true;
      trigger.hidden = false;
      if (had) trigger.focus();
    },
  };
}
