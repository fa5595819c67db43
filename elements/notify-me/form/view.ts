// A form as it is shown, and its states.
import { usable } from "./attributes.ts";
import type { Host } from "./fields.ts";
import { make } from "./make.ts";

export type View = ReturnType<typeof createView>;

/** Puts a form into an element, in a dialog or not. All of it may be moved to another element. */
export function createView(host: Host, fields: Node[]) {
  const { controller } = host;
  const { base, message, fallback, trigger } = controller;
  const button = (part: string, text: string, label = "") =>
    make("button", { part, type: "button", class: "plain", "aria-label": label }, text);
  const submit = make("button", { part: "button", type: "submit" }, controller.text("submit"));
  const again = button("again", controller.text("again"));
  const close = button("close", "×", controller.text("close"));
  const cancel = button("cancel", controller.text("cancel"));
  const heading = make("h2", { part: "heading", id: "heading" });
  const slot = (name: string) => make("slot", { name });
  const inDialog = usable(controller, "display") === "dialog";
  const form = make(
    "form",
    { part: "form", noValidate: true },
    slot("intro"),
    ...fields,
    make("div", { class: "actions" }, submit, ...(inDialog ? [] : [cancel])),
    slot("footer"),
  );
  const find = (id: string) => form.querySelector<HTMLInputElement>(`[id="${id}"]`);
  // Under the address; it is read out when it comes.
  const hint = make("p", { part: "hint", role: "status" });
  find("email")?.after(hint);
  message.tabIndex = -1;
  const dialog = inDialog
    ? make("dialog", { part: "dialog", "aria-labelledby": "heading" }, close, heading)
    : undefined;
  // Beside a dialog is the dialog itself, and nothing in it.
  dialog?.addEventListener(
    "click",
    ({ target }) => (target === close || target === dialog) && dialog.close(),
  );
  const frame: HTMLElement = dialog ?? make("div", {});
  frame.append(make("div", { class: "stack" }, form, message, again), fallback);
  base.append(frame);

  const focused = () => host.controller.root.activeElement;
  /** The field that is wrong. */
  let wrong = "";
  const mark = (id: string, text: string) => {
    const error = form.querySelector(`[id="${id}-error"]`);
    if (error) error.textContent = text;
    if (text) find(id)?.setAttribute("aria-invalid", "true");
    else find(id)?.removeAttribute("aria-invalid");
    wrong = id;
  };
  /**
   * Shows the form with words below it; in its place if all is `done`; if `helpless`, with what the page says instead.
   */
  const show = (words: (Node | string)[] = [], { done = false, queued = false, helpless = false } = {}) => {
    // What has the focus is read out; as a live region, it would be read out twice.
    const silent = done && form.contains(focused());
    const live = () => message.setAttribute("role", "status");
    if (silent) message.removeAttribute("role");
    else live();
    message.replaceChildren(...words);
    message.className = done ? `done ${queued ? "queued" : "accepted"}` : "";
    mark(wrong, "");
    submit.removeAttribute("aria-disabled");
    form.hidden = done;
    // Where nothing is asked for, there is no other address to ask with.
    again.hidden = !done || !form.querySelector("input");
    fallback.hidden = !helpless;
    if (!silent) return;
    message.focus();
    setTimeout(live, 1000);
  };

  return {
    form,
    heading,
    hint,
    again,
    cancel,
    frame,
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
      show([host.controller.text("sending")]);
      submit.setAttribute("aria-disabled", "true");
    },
    /** Says what is wrong, beside a field if it is about one. That gets the focus: so it is read out, once. */
    refuse(id: string, text: string) {
      show(id ? [] : [text]);
      mark(id, text);
      find(id)?.focus();
    },
    /** Asks whether another address was meant, and gives the button by which it is taken. */
    suggest(address: string) {
      const [before = "", after = ""] = host.controller.text("suggestion").split("{email}");
      const take = button("suggestion", address);
      hint.replaceChildren(before, take, after);
      return take;
    },
    /** Takes it out. From a dialog, the browser gives the focus back. */
    remove() {
      const had = focused();
      dialog?.close();
      base.append(message, fallback);
      frame.remove();
      message.replaceChildren();
      message.className = "";
      fallback.hidden = true;
      trigger.hidden = false;
      if (had) trigger.focus();
    },
  };
}
