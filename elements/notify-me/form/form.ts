// The form of one element: from opening it to what became of its requests.

import { init } from "../../../src/js/entry/subscribe.ts";
import { TIMEOUT } from "../../../src/js/options.ts";
import { within } from "../../../src/js/wasm/core.ts";
import type { Controller } from "../controller.ts";
import { ask, clientOptions, nameOf } from "./ask.ts";
import { type Fields, fieldsOf, missing } from "./fields.ts";
import type { Result } from "./outcome.ts";
import { formSheet } from "./style.ts";
import { fill, watchTyping } from "./typed.ts";
import { createView, type View } from "./view.ts";

/** What was asked for in this page, by company and variant. */
const asked = new Map<string, Result>();

export type Form = ReturnType<typeof createForm>;

/** Gives an element its form, which may go on in another one that takes its place. */
export function createForm(first: Controller) {
  /** There is one as long as it is open. */
  let view: View | undefined;
  let fields: Fields;
  let typing: ReturnType<typeof watchTyping>;
  /** The variant that it is about. */
  let about: string | undefined;
  /** The results that are shown, by variant; those of earlier requests are not. */
  let current: Map<string, Result> | undefined;
  let busy = false;

  const keyOf = (variant: string) => `${form.controller.option("company-id")} ${variant}`;

  const show = () => {
    const results = [...(current?.values() ?? [])];
    const wrong = results.find(({ id }) => id && view?.find(id));
    if (wrong?.id) view?.refuse(wrong.id, wrong.text);
    else if (current?.size) {
      view?.show(fields.tell?.(current) ?? results.map(({ text }) => text), {
        done: results.every(({ done }) => done),
        queued: results.some(({ queued }) => queued),
        helpless: results.some(({ helpless }) => helpless),
      });
    } else view?.show();
  };

  const build = () => {
    fields = fieldsOf(form);
    const made = createView(form, fields.parts);
    view = made;
    typing = watchTyping(made);
    fields.sync?.();
    made.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(made);
    });
    made.form.addEventListener("change", () => fields.sync?.());
    made.again.addEventListener("click", () => {
      asked.delete(keyOf(about ?? ""));
      made.show();
      made.focus();
    });
    made.dialog?.addEventListener("close", form.close);
    made.cancel.addEventListener("click", form.close);
    made.frame.addEventListener("keydown", (event) => {
      // A dialog closes by itself. In an input method, the key ends the composition.
      if (made.dialog || event.key !== "Escape" || event.isComposing) return;
      // It closes this form, and not a quick view that the element is in.
      event.preventDefault();
      event.stopPropagation();
      form.close();
    });
    return made;
  };

  const submit = async (made: View) => {
    if (busy) return;
    const missed = fields.missing?.();
    if (missed) return made.refuse(missed[0], form.controller.text(missed[1]));
    const mine = new Map<string, Result>();
    current = mine;
    busy = true;
    made.busy();
    // Read before anything is waited for: the theme may choose another variant meanwhile.
    const request = fields.request();
    const asks = fields.asks();
    const country = made.find("country")?.value;
    // The core suggests addresses. Without it, the request itself says what could not be loaded.
    await within(clientOptions(form.controller).timeout ?? TIMEOUT, init()).catch(() => {});
    // A form that is about another variant by now does not ask whether another address was meant: this one was submitted.
    if (current !== mine || !typing.suggests()) {
      const results = await Promise.all(asks.map((known) => ask(form, known, request, country)));
      for (const [index, { variant }] of asks.entries()) {
        const result = results[index];
        if (result) mine.set(variant, result);
        if (result?.done) asked.set(keyOf(variant), result);
      }
    }
    if (current !== mine) return;
    busy = false;
    show();
  };

  const form = {
    controller: first,
    get opened() {
      return Boolean(view);
    },
    /** Whether it stands in place of the button. */
    get replaces() {
      return Boolean(view && !view.dialog);
    },
    /** Opens it; `now`: asks at once, if nothing is missing. */
    async open(now: boolean, focus: boolean) {
      const { controller } = form;
      await missing(controller);
      // Meanwhile it may have been opened, closed, or taken out of the page.
      if (view || !controller.wantsOpen || !controller.element.isConnected) return;
      const made = build();
      form.update();
      controller.update();
      fill(controller, made, now);
      made.dialog?.showModal();
      if (focus || made.dialog) made.focus();
      controller.emit("open", { variant: controller.state.variant });
      // Boxes are left to the shopper.
      const inputs = made.form.querySelectorAll<HTMLInputElement>("[required], [type=checkbox]");
      if (now && Array.from(inputs).every(({ required, value }) => required && value)) await submit(made);
    },
    close() {
      const before = view;
      if (!before) return;
      view = undefined;
      about = undefined;
      before.remove();
      form.controller.update();
      form.controller.emit("close", { variant: form.controller.state.variant });
    },
    /** Follows the choice, and where it came to. */
    update() {
      const { controller } = form;
      // Several are asked for whichever is chosen.
      const several = controller.flag("multiple");
      const variant = several ? "" : controller.state.variant;
      if (!view || variant === about) return;
      const product = (several && controller.option("product")) || nameOf(controller, controller.state);
      view.heading.textContent = controller.text("heading", { product });
      about = variant;
      busy = false;
      const before = asked.get(keyOf(variant));
      current = before && new Map([[variant, before]]);
      show();
    },
    /** Of a dialog that was moved, only the attribute is left. */
    moved() {
      view?.dialog?.removeAttribute("open");
      view?.dialog?.showModal();
    },
    /** A request that waited is over. */
    settle(variant: string, result: Result) {
      if (result.done) asked.set(keyOf(variant), result);
      else asked.delete(keyOf(variant));
      if (!current?.has(variant)) return;
      current.set(variant, result);
      show();
    },
  };
  first.sheets = [formSheet];
  return form;
}
