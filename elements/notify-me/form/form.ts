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

/** One press of the submit button. */
interface Submission {
  /** The results so far, by variant. */
  results: Map<string, Result>;
  isSending: boolean;
  /** Resolves once all results are there, and `isSending` is false. */
  sent?: Promise<void>;
  /** Stops the requests that Klaviyo has not accepted yet. */
  abort: AbortController;
}

/** Submissions of this page that are being sent or have succeeded, by company and variants. */
const submissions = new Map<string, Submission>();

/** Removes a submission, unless a later one has its key. */
function forget(key: string, submission: Submission | undefined): void {
  if (submissions.get(key) === submission) submissions.delete(key);
}

export type Form = ReturnType<typeof createForm>;

/** Creates the form of an element. The form may move to another element that replaces the first. */
export function createForm(first: Controller) {
  /** Set while the form is open. */
  let view: View | undefined;
  let fields: Fields;
  let typing: ReturnType<typeof watchTyping>;
  /** The variant that the form currently shows. */
  let shownVariant: string | undefined;
  /** The submission whose progress or results the form shows. */
  let shown: Submission | undefined;

  const keyOf = (variant: string | undefined) => `${form.controller.option("company-id")} ${variant}`;

  const render = () => {
    if (shown?.isSending) return view?.showSending();
    const results = [...(shown?.results.values() ?? [])];
    const invalid = results.find(({ id }) => id && view?.find(id));
    if (invalid?.id) view?.showError(invalid.id, invalid.text);
    else if (shown && results.length) {
      view?.show(fields.resultNodes?.(shown.results) ?? results.map(({ text }) => text), {
        done: results.every(({ done }) => done),
        queued: results.some(({ queued }) => queued),
        showsFallback: results.some(({ showsFallback }) => showsFallback),
      });
    } else view?.show();
  };

  /** Shows a submission, now and once it is sent; without one, the empty form. */
  const showSubmission = (submission: Submission | undefined) => {
    shown = submission;
    render();
    if (submission?.isSending) void submission.sent?.then(() => shown === submission && render());
  };

  const createOpenView = () => {
    fields = createFields(form);
    const created = createView(form, fields);
    view = created;
    typing = watchTyping(created);
    fields.updateVisibility?.();
    created.form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(created);
    });
    created.form.addEventListener("change", () => fields.updateVisibility?.());
    created.again.addEventListener("click", () => {
      forget(keyOf(shownVariant), shown);
      showSubmission(undefined);
      created.focus();
    });
    created.dialog?.addEventListener("close", form.close);
    created.cancel.addEventListener("click", () => {
      if (shown?.isSending) {
        shown.abort.abort();
        forget(keyOf(shownVariant), shown);
      }
      form.close();
    });
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

  const submit = (view: View): void => {
    if (shown?.isSending) return;
    const incomplete = fields.incomplete?.();
    if (incomplete) {
      view.showError(incomplete[0], form.controller.text(incomplete[1]));
      return;
    }
    const results = new Map<string, Result>();
    const submission: Submission = { results, isSending: true, abort: new AbortController() };
    const key = keyOf(shownVariant);
    submissions.set(key, submission);
    submission.sent = send(view, submission, key).then(() => {
      submission.isSending = false;
      // With several variants, the form lets the shopper choose others next time.
      if (form.controller.flag("multiple") || ![...results.values()].every(({ done }) => done))
        forget(key, submission);
    });
    showSubmission(submission);
  };

  const send = async (view: View, submission: Submission, key: string) => {
    const { results, abort } = submission;
    // Read the fields before awaiting anything: the theme may choose another variant in the meantime.
    const request = fields.request();
    const variants = fields.variants();
    const country = view.find("country")?.value;
    // The core suggests corrections. If it fails to load, the request reports the failure.
    await withTimeout(clientOptions(form.controller).timeout ?? DEFAULT_TIMEOUT, init()).catch(() => {});
    // If the form shows something else by now, send the submitted address without suggesting a correction.
    if (abort.signal.aborted || (shown === submission && typing.suggestCorrection())) return;
    const answers = await Promise.all(
      variants.map((state) => {
        const settle = (result: Result) => {
          results.set(state.variant, result);
          if (!result.done) forget(key, submission);
          if (shown === submission) render();
        };
        return submitRequest(form, state, request, { country, signal: abort.signal, settle });
      }),
    );
    for (const [index, { variant }] of variants.entries()) {
      const result = answers[index];
      if (result) results.set(variant, result);
    }
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
      if (submitNow && Array.from(inputs).every(({ required, value }) => required && value)) submit(opened);
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
      // With several variants, the form depends on all rows instead of the chosen one.
      const isMultiple = controller.flag("multiple");
      const rows = controller.rowStates().map((row) => row.variant);
      const variant = isMultiple ? rows.join() : controller.state.variant;
      if (!view || variant === shownVariant) return;
      const product =
        (isMultiple && controller.option("product")) || productName(controller, controller.state);
      view.heading.textContent = controller.text("heading", { product });
      shownVariant = variant;
      showSubmission(submissions.get(keyOf(variant)));
    },
    /** Reopens a dialog after a move. Removing it from the page closed it, but left its attribute `open`. */
    moved() {
      view?.dialog?.removeAttribute("open");
      view?.dialog?.showModal();
    },
  };
  first.sheets = [formSheet];
  return form;
}
