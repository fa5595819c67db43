// The form of one element, from opening to the results of its requests.

import { DEFAULT_TIMEOUT } from "../../../src/js/client-settings.ts";
import { init } from "../../../src/js/entry/subscribe.ts";
import { withTimeout } from "../../../src/js/wasm/core.ts";
import type { Controller } from "../controller.ts";
import { createFields, type Fields, loadFields } from "./fields.ts";
import { formSheet } from "./form-styles.ts";
import type { Result } from "./outcome-text.ts";
import { clientOptions, productName, submitRequest } from "./submit.ts";
import { prefill, watchTyping } from "./typing.ts";
import { createView, type View } from "./view.ts";

/** Completed requests of this page, by company and variant. */
const finished = new Map<string, Result>();

export type Form = ReturnType<typeof createForm>;

/** Creates the form of an element. The form may move to another element that replaces the first. */
export function createForm(first: Controller) {
  /** Set while the form is open. */
  let view: View | undefined;
  let fields: Fields;
  let typing: ReturnType<typeof watchTyping>;
  /** The variant that the form currently shows. */
  let shownVariant: string | undefined;
  /** The results to show, by variant. Results of superseded requests are not included. */
  let shownResults: Map<string, Result> | undefined;
  let isBusy = false;

  const keyOf = (variant: string) => `${form.controller.option("company-id")} ${variant}`;

  const render = () => {
    const results = [...(shownResults?.values() ?? [])];
    const invalid = results.find(({ id }) => id && view?.find(id));
    if (invalid?.id) view?.showError(invalid.id, invalid.text);
    else if (shownResults?.size) {
      view?.show(fields.resultNodes?.(shownResults) ?? results.map(({ text }) => text), {
        done: results.every(({ done }) => done),
        queued: results.some(({ queued }) => queued),
        showsFallback: results.some(({ showsFallback }) => showsFallback),
      });
    } else view?.show();
  };

  const createOpenView = () => {
    fields = createFields(form);
    const created = createView(form, fields.parts);
    view = created;
    typing = watchTyping(created);
    fields.updateVisibility?.();
    created.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(created);
    });
    created.form.addEventListener("change", () => fields.updateVisibility?.());
    created.again.addEventListener("click", () => {
      finished.delete(keyOf(shownVariant ?? ""));
      created.show();
      created.focus();
    });
    created.dialog?.addEventListener("close", form.close);
    created.cancel.addEventListener("click", form.close);
    created.frame.addEventListener("keydown", (event) => {
      // A dialog closes by itself. During text composition, Escape ends the composition.
      if (created.dialog || event.key !== "Escape" || event.isComposing) return;
      // The key must close only this form, and not a quick view around the element.
      event.preventDefault();
      event.stopPropagation();
      form.close();
    });
    return created;
  };

  const submit = async (view: View) => {
    if (isBusy) return;
    const incomplete = fields.incomplete?.();
    if (incomplete) return view.showError(incomplete[0], form.controller.text(incomplete[1]));
    const results = new Map<string, Result>();
    shownResults = results;
    isBusy = true;
    view.showSending();
    // Read the fields before awaiting anything: the theme may choose another variant in the meantime.
    const request = fields.request();
    const variants = fields.variants();
    const country = view.find("country")?.value;
    // The core suggests corrections. If it fails to load, the request reports the failure.
    await withTimeout(clientOptions(form.controller).timeout ?? DEFAULT_TIMEOUT, init()).catch(() => {});
    // If another variant is shown by now, send the submitted address without suggesting a correction.
    if (shownResults !== results || !typing.suggestCorrection()) {
      const answers = await Promise.all(
        variants.map((state) => submitRequest(form, state, request, country)),
      );
      for (const [index, { variant }] of variants.entries()) {
        const result = answers[index];
        if (result) results.set(variant, result);
        if (result?.done) finished.set(keyOf(variant), result);
      }
    }
    if (shownResults !== results) return;
    isBusy = false;
    render();
  };

  const form = {
    controller: first,
    get opened() {
      return Boolean(view);
    },
    /** Whether the open form replaces the button. */
    get replaces() {
      return Boolean(view && !view.dialog);
    },
    /** Opens the form. With `submitNow`, submits it at once if every required field is filled in. */
    async open(submitNow: boolean, focus: boolean) {
      const { controller } = form;
      await loadFields(controller);
      // The attribute `open` and `show()` may come before the language is loaded. Until then, the button is hidden.
      while (controller.trigger.hidden && controller.wantsOpen && controller.element.isConnected && !view)
        await new Promise((resolve) => setTimeout(resolve, 20));
      // It may have been opened, closed or removed in the meantime.
      if (view || !controller.wantsOpen || !controller.element.isConnected) return;
      const opened = createOpenView();
      form.update();
      controller.update();
      prefill(controller, opened, submitNow);
      opened.dialog?.showModal();
      if (focus || opened.dialog) opened.focus();
      controller.emit("open", { variant: controller.state.variant });
      // Checkboxes are left to the shopper.
      const inputs = opened.form.querySelectorAll<HTMLInputElement>("[required], [type=checkbox]");
      if (submitNow && Array.from(inputs).every(({ required, value }) => required && value))
        await submit(opened);
    },
    close() {
      const closing = view;
      if (!closing) return;
      view = undefined;
      shownVariant = undefined;
      closing.remove();
      form.controller.update();
      form.controller.emit("close", { variant: form.controller.state.variant });
    },
    /** Shows the chosen variant and its latest result. */
    update() {
      const { controller } = form;
      // With several variants, the form does not depend on the chosen one.
      const isMultiple = controller.flag("multiple");
      const variant = isMultiple ? "" : controller.state.variant;
      if (!view || variant === shownVariant) return;
      const product =
        (isMultiple && controller.option("product")) || productName(controller, controller.state);
      view.heading.textContent = controller.text("heading", { product });
      shownVariant = variant;
      isBusy = false;
      const earlier = finished.get(keyOf(variant));
      shownResults = earlier && new Map([[variant, earlier]]);
      render();
    },
    /** Reopens a dialog after a move. Removing it from the page closed it, but left its attribute `open`. */
    moved() {
      view?.dialog?.removeAttribute("open");
      view?.dialog?.showModal();
    },
    /** Shows the result of a queued request. */
    settle(variant: string, result: Result) {
      if (result.done) finished.set(keyOf(variant), result);
      else finished.delete(keyOf(variant));
      if (!shownResults?.has(variant)) return;
      shownResults.set(variant, result);
      render();
    },
  };
  first.sheets = [formSheet];
  return form;
}
