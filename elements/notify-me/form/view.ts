// The elements of a form and its visible states.
import { validValue } from "./attribute-values.ts";
import { create } from "./dom.ts";
import type { Fields, FormHost } from "./fields.ts";

export type View = ReturnType<typeof createView>;

/** Creates a form inside an element, inline or in a dialog. Its nodes may move to another element later. */
export function createView(host: FormHost, fields: Fields) {
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
    ...fields.parts,
    create("div", { class: "actions" }, submit, ...(inDialog ? [] : [cancel])),
    slot("footer"),
  );
  const find = (id: string) => form.querySelector<HTMLInputElement>(`[id="${id}"]`);
  // A live region below the email field, for suggestions.
  const hint = create("p", { part: "hint", role: "status" });
  find("email")?.after(hint);
  message.tabIndex = -1;
  const dialog = inDialog
    ? create("dialog", { part: "dialog", "aria-labelledby": "heading" }, close, heading)
    : undefined;
  // A click on the backdrop targets the dialog itself.
  dialog?.addEventListener(
    "click",
    ({ target }) => (target === close || target === dialog) && dialog.close(),
  );
  const frame: HTMLElement = dialog ?? create("div", {});
  frame.append(create("div", { class: "stack" }, form, message, again), fallback);
  base.append(frame);

  const focusedElement = () => host.controller.root.activeElement;
  /** The ID of the field marked as invalid. */
  let invalidId = "";
  const markInvalid = (id: string, text: string) => {
    const error = form.querySelector(`[id="${id}-error"]`);
    if (error) error.textContent = text;
    if (text) find(id)?.setAttribute("aria-invalid", "true");
    else find(id)?.removeAttribute("aria-invalid");
    invalidId = id;
  };
  /**
   * Shows a message below the form, or instead of it if `done`. With `showsFallback`, also shows the page's own content.
   */
  const show = (
    content: (Node | string)[] = [],
    { done = false, queued = false, showsFallback = false } = {},
  ) => {
    // Screen readers read the focused message. A live region would be read twice.
    const takesFocus = done && form.contains(focusedElement());
    const makeLive = () => message.setAttribute("role", "status");
    if (takesFocus) message.removeAttribute("role");
    else makeLive();
    message.replaceChildren(...content);
    message.className = done ? `done ${queued ? "queued" : "accepted"}` : "";
    markInvalid(invalidId, "");
    submit.removeAttribute("aria-disabled");
    form.hidden = done;
    const name = fields.again ? fields.again() : "again";
    again.hidden = !done || !name;
    if (name) again.textContent = host.controller.text(name);
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
      // Hidden elements cannot be focused.
      const candidates = form.querySelectorAll<HTMLElement>("input, select, button");
      const first = Array.from(candidates).find((one) => one.getClientRects().length);
      (first ?? message).focus();
    },
    /** Shows that a request is being sent. Does not use `disabled`, which would remove the focus from the button. */
    showSending() {
      show([host.controller.text("sending")]);
      submit.setAttribute("aria-disabled", "true");
    },
    /** Shows an error beside a field, or below the form for an empty ID. Focusing the field makes screen readers read it. */
    showError(id: string, text: string, focus = true) {
      show(id ? [] : [text]);
      markInvalid(id, text);
      if (focus) find(id)?.focus();
    },
    /** Suggests an address and returns the button that accepts it. */
    showSuggestion(address: string) {
      const [before = "", after = ""] = host.controller.text("suggestion").split("{email}");
      const accept = button("suggestion", address);
      hint.replaceChildren(before, accept, after);
      return accept;
    },
    /** Removes the form. If a dialog had the focus, the browser restores it; otherwise the button is focused. */
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
