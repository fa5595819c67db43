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
  key: string;
  /** The latest result of each variant. A queued request has two: that it is queued, and later its final one. */
  results: Map<string, Result>;
  isSending: boolean;
  /** Stops the requests that are being sent. With several variants, one that is already queued is not stopped. */
  abort: AbortController;
  /** Each draws an open form that shows the submission. */
  renders: Set<() => void>;
}

/** Submissions of this page that a form shows when it is opened again, by key. */
const submissions = new Map<string, Submission>();

/** Removes a submission, unless a later one has its key. */
function forget(submission: Submission): void {
  if (submissions.get(submission.key) === submission) submissions.delete(submission.key);
}

/** Options that, with the variants, make the key of a submission. Another shopper must not see its results. */
const KEY_OPTIONS = ["company-id", "external-id", "profile-id", "email", "phone-number"];

export type Form = ReturnType<typeof createForm>;

/** Creates the form of an element. The form may move to another element that replaces the first. */
export function createForm(first: Controller) {
  /** Set while the form is open. */
  let view: View | undefined;
  let fields: Fields;
  let typing: ReturnType<typeof watchTyping>;
  /** The key of the submissions that the open form shows and makes. */
  let key: string | undefined;
  /** The submission whose progress or results the form shows. */
  let shown: Submission | undefined;

  /** Draws the shown submission or, without one, the empty form. `focus` moves the focus to an invalid field. */
  const render = (focus = true) => {
    if (!shown || !view) return view?.show();
    if (shown.isSending) return view.showSending();
    const results = [...shown.results.values()];
    const done = results.every(({ done }) => done);
    const queued = results.some(({ queued }) => queued);
    const invalid = results.find(({ id }) => id && view?.find(id));
    if (invalid?.id) view.showError(invalid.id, invalid.text, focus);
    else if (results.length) {
      view.show(fields.resultNodes?.(shown.results) ?? results.map(({ text }) => text), {
        done,
        queued,
        showsFallback: results.some(({ showsFallback }) => showsFallback),
      });
    } else view.show();
    // Once the shopper has seen the final results, a form that is opened again is empty: to correct an error, or to choose
    // other variants. The form may be hidden, or no longer in the page.
    const isSeen = form.controller.base.getClientRects().length > 0;
    if (isSeen && !queued && (!done || form.controller.flag("multiple"))) forget(shown);
  };

  /** Shows a submission from now on; without one, the empty form. */
  const showSubmission = (submission: Submission | undefined) => {
    shown?.renders.delete(render);
    submission?.renders.add(render);
    shown = submission;
    render(false);
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
      if (shown) forget(shown);
      showSubmission(undefined);
      created.focus();
    });
    created.dialog?.addEventListener("close", form.close);
    created.cancel.addEventListener("click", () => {
      if (shown?.isSending) {
        shown.abort.abort();
        forget(shown);
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
    if (shown?.isSending || key === undefined) return;
    const obstacle = fields.obstacle?.();
    if (obstacle) {
      view.showError(obstacle[0], form.controller.text(obstacle[1]));
      return;
    }
    const submission: Submission = {
      key,
      results: new Map(),
      isSending: true,
      abort: new AbortController(),
      renders: new Set(),
    };
    submissions.set(key, submission);
    showSubmission(submission);
    void send(view, submission).then(() => {
      submission.isSending = false;
      for (const render of submission.renders) render();
    });
  };

  const send = async (view: View, submission: Submission) => {
    const { results, abort, renders } = submission;
    // Read the fields before awaiting anything: the theme may choose another variant in the meantime.
    const request = fields.request();
    const variants = fields.variants();
    const country = view.find("country")?.value;
    // The core suggests corrections. If it fails to load, the request reports the failure.
    await withTimeout(clientOptions(form.controller).timeout ?? DEFAULT_TIMEOUT, init()).catch(() => {});
    // If the form shows something else by now, send the submitted address without suggesting a correction.
    if (abort.signal.aborted || (shown === submission && typing.suggestCorrection())) return;
    await Promise.all(
      variants.map((state) => {
        const report = (result: Result) => {
          results.set(state.variant, result);
          if (!submission.isSending) for (const render of renders) render();
        };
        return submitRequest(form, state, request, { country, signal: abort.signal, report });
      }),
    );
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
      key = undefined;
      showSubmission(undefined);
      closing.remove();
      form.controller.update();
      form.controller.emit("close", { variant: form.controller.state.variant });
    },
    /** Shows the chosen variant and the shopper's latest result for it. */
    update() {
      const { controller } = form;
      // With several variants, the form depends on all rows instead of the chosen one.
      const isMultiple = controller.flag("multiple");
      const rows = controller.rowStates().map((row) => row.variant);
      const variant = isMultiple ? rows.join() : controller.state.variant;
      const nextKey = JSON.stringify([variant, ...KEY_OPTIONS.map((name) => controller.option(name))]);
      if (!view || nextKey === key) return;
      const product =
        (isMultiple && controller.option("product")) || productName(controller, controller.state);
      view.heading.textContent = controller.text("heading", { product });
      key = nextKey;
      showSubmission(submissions.get(key));
      prefill(controller, view, false);
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
