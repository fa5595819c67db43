// A form as it is shown, and its states.
import { validValue } from "./attribute-values.ts";
import { create } from "./dom.ts";
import type { FormHost } from "./fields.ts";

export type View = ReturnType<typeof createView>;

/** Puts a form into an element, in a dialog or not. All of it may be moved to another element. */
export function createView(host: FormHost, fields: Node[]) {
  const { controller } = host;
  const { base, message, fallback, trigger } = controller;
  const button = (part: string, text: string, label = "") =>
    create("button", { part, type: "button", class: "plain", "aria-label": label }, text);
  const submit = create("button", { part: "button", type: "submit" }, controller.text("submit"));
  const again = button("again", "");
  const close = button("close", "×", controller.text("close"));
  const cancel = button("cancel", controller.text("cancel"));
  const heading = create("h2", { part: "heading", id: "heading" });
  const slot = (name: string) => create("slot", { name });
  const inDialog = validValue(controller, "display") === "dialog";
  const form = create(
    "form",
    { part: "form", noValidate: true },
    slot("intro"),
    ...fields,
    create("div", { class: "actions" }, submit, ...(inDialog ? [] : [cancel])),
    slot("footer"),
  );
  const find = (id: string) => form.querySelector<HTMLInputElement>(`[id="${id}"]`);
  // Under the address; it is read out when it comes.
  const hint = create("p", { part: "hint", role: "status" });
  find("email")?.after(hint);
  message.tabIndex = -1;
  const dialog = inDialog
    ? create("dialog", { part: "dialog", "aria-labelledby": "heading" }, close, heading)
    : undefined;
  // Beside a dialog is the dialog itself, and nothing in it.
  dialog?.addEventListener(
    "click",
    ({ target }) => (target === close || target === dialog) && dialog.close(),
  );
  const frame: HTMLElement = dialog ?? create("div", {});
  frame.append(create("div", { class: "stack" }, form, message, again), fallback);
  base.append(frame);

  const focusedElement = () => host.controller.root.activeElement;
  /** The field that is wrong. */
  let invalidId = "";
  const markInvalid = (id: string, text: string) => {
    const error = form.querySelector(`[id="${id}-error"]`);
    if (error) error.textContent = text;
    if (text) find(id)?.setAttribute("aria-invalid", "true");
    else find(id)?.removeAttribute("aria-invalid");
    invalidId = id;
  };
  /**
   * Shows the form with words below it; in its place if all is `done`; if `showsFallback`, with what the page says instead.
   */
  const show = (
    content: (Node | string)[] = [],
    { done = false, queued = false, showsFallback = false } = {},
  ) => {
    // What has the focus is read out; as a live region, it would be read out twice.
    const takesFocus = done && form.contains(focusedElement());
    const makeLive = () => message.setAttribute("role", "status");
    if (takesFocus) message.removeAttribute("role");
    else makeLive();
    message.replaceChildren(...content);
    message.className = done ? `done ${queued ? "queued" : "accepted"}` : "";
    markInvalid(invalidId, "");
    submit.removeAttribute("aria-disabled");
    form.hidden = done;
    // Where nothing is asked for, there is no other address to ask with.
    again.hidden = !done || !form.querySelector("input");
    const usesEmail = find("email")?.closest<HTMLElement>(".field")?.hidden === false;
    again.textContent = host.controller.text(usesEmail ? "again" : "againPhone");
    fallback.hidden = !showsFallback;
    if (!takesFocus) return;
    message.focus();
    setTimeout(makeLive, 1000);
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
      const candidates = form.querySelectorAll<HTMLElement>("input, select, button");
      const first = Array.from(candidates).find((one) => one.getClientRects().length);
      (first ?? message).focus();
    },
    /** Busy with a request. Not `disabled`, which would take the focus away. */
    showSending() {
      show([host.controller.text("sending")]);
      submit.setAttribute("aria-disabled", "true");
    },
    /** Says what is wrong, beside a field if it is about one. That gets the focus: so it is read out, once. */
    showError(id: string, text: string) {
      show(id ? [] : [text]);
      markInvalid(id, text);
      find(id)?.focus();
    },
    /** Asks whether another address was meant, and gives the button by which it is taken. */
    showSuggestion(address: string) {
      const [before = "", after = ""] = host.controller.text("suggestion").split("{email}");
      const accept = button("suggestion", address);
      hint.replaceChildren(before, accept, after);
      return accept;
    },
    /** Takes it out. From a dialog, the browser gives the focus back. */
    remove() {
      const hadFocus = focusedElement();
      dialog?.close();
      base.append(message, fallback);
      frame.remove();
      message.replaceChildren();
      message.className = "";
      fallback.hidden = true;
      trigger.hidden = false;
      if (hadFocus) trigger.focus();
    },
  };
}
