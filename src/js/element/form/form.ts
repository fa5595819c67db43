// The form of one element: from opening it to what became of its requests.
import { init } from "../../index.ts";
import type { Shell } from "../shell.ts";
import { ask, nameOf } from "./ask.ts";
import { type Fields, fieldsOf, missing, printOf } from "./fields.ts";
import type { Result } from "./outcome.ts";
import { formSheet } from "./style.ts";
import { fill, watchTyping } from "./typed.ts";
import { createView, type View } from "./view.ts";

/** What was asked for in this page, by company and variant. */
const asked = new Map<string, Result>();

export type Form = ReturnType<typeof createForm>;

/** Gives an element its form. */
export function createForm(shell: Shell) {
  let opened = false;
  let view: View;
  let fields: Fields;
  let typing: ReturnType<typeof watchTyping>;
  /** What the view was made for, and the variant that it is about. */
  let print = "";
  let about: string | undefined;
  /** The results that are shown, by variant; those of earlier requests are not. */
  let current: Map<string, Result> | undefined;
  let busy = false;

  const keyOf = (variant: string) => `${shell.option("company-id")} ${variant}`;

  const show = () => {
    const results = [...(current ?? [])];
    const wrong = results.find(([, { id }]) => id && view.find(id))?.[1];
    if (!results.length) view.reset();
    else if (wrong?.id) view.refuse(wrong.id, wrong.text);
    else {
      // Of several, each says what it is about.
      const names = new Map(shell.sizes().map((known) => [known.variant, nameOf(shell, known)]));
      const texts = results.map(([variant, { text }]) => {
        const name = names.get(variant);
        return name && !text.includes(name) ? `${name}: ${text}` : text;
      });
      const all = results.map(([, result]) => result);
      for (const [variant, { done }] of results) if (done) fields.done?.(variant);
      view.tell(
        texts,
        all.every(({ done }) => done),
        all.some(({ helpless }) => helpless),
      );
    }
  };

  /** Follows attributes, choice and language. */
  const update = () => {
    if (!opened) return;
    const more = missing(shell);
    if (more) return void more.then(update, () => {});
    const now = printOf(shell);
    // Several are asked for whichever is chosen.
    const variant = shell.flag("multiple") ? "" : shell.known.variant;
    if (now !== print) build(now);
    else if (variant === about) return;
    view.heading.textContent = shell.word("heading", { product: nameOf(shell, shell.known) });
    about = variant;
    busy = false;
    const before = asked.get(keyOf(variant));
    current = before && new Map([[variant, before]]);
    show();
  };

  const build = (now: string) => {
    const before = view;
    print = now;
    before?.remove();
    fields = fieldsOf(shell);
    view = createView(shell, fields.parts, shell.option("display") === "dialog");
    typing = watchTyping(view);
    const { form, again, dialog } = view;
    fill(shell, view, false);
    if (before) view.take(before.form);
    fields.sync?.();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit();
    });
    form.addEventListener("change", () => fields.sync?.());
    again.addEventListener("click", () => {
      asked.delete(keyOf(about ?? ""));
      view.reset();
      view.focus();
    });
    dialog?.addEventListener("close", close);
    if (before?.dialog?.open) dialog?.showModal();
  };

  const submit = async () => {
    if (busy) return;
    const missed = fields.missing?.();
    if (missed) return view.refuse(missed[0], shell.word(missed[1]));
    const mine = new Map<string, Result>();
    current = mine;
    busy = true;
    view.busy(shell.word("sending"));
    // What cannot be loaded is said by the request.
    await init().catch(() => {});
    if (current === mine && !typing.suggests()) {
      const request = fields.request();
      const country = view.find("country")?.value;
      const asks = fields.asks();
      const results = await Promise.all(asks.map((known) => ask(shell, known, request, country)));
      for (const [index, { variant }] of asks.entries()) {
        const result = results[index];
        if (result) mine.set(variant, result);
        if (result?.done) asked.set(keyOf(variant), result);
      }
    }
    const heir = shell.latest();
    if (heir !== shell) for (const [variant, result] of mine) heir.form?.settle(variant, result);
    if (current !== mine) return;
    busy = false;
    show();
  };

  const close = () => {
    if (!opened) return;
    opened = false;
    about = undefined;
    view.close();
    shell.update();
    shell.tell("close", { variant: shell.known.variant });
  };

  shell.sheets = [formSheet];
  return {
    update,
    close,
    /** What is typed and ticked. */
    fields: () => view.form,
    get opened() {
      return opened;
    },
    /** Whether it stands in place of the button. */
    get replaces() {
      return opened && !view?.dialog;
    },
    /** Opens it; `now`: asks at once, if nothing is missing. */
    async open(now: boolean, focus: boolean) {
      await missing(shell);
      if (opened) return;
      opened = true;
      update();
      shell.update();
      const { dialog, form } = view;
      fill(shell, view, now);
      dialog?.showModal();
      if (focus || dialog) view.focus();
      shell.tell("open", { variant: shell.known.variant });
      // Boxes are left to the shopper.
      const inputs = form.querySelectorAll<HTMLInputElement>("[required], [type=checkbox]");
      if (now && Array.from(inputs).every(({ required, value }) => required && value)) await submit();
    },
    /** Of a dialog that was moved, only the attribute is left. */
    resume() {
      if (!opened || !view.dialog) return;
      view.dialog.removeAttribute("open");
      view.dialog.showModal();
    },
    /** Takes the place of one that is gone, as it was; the field with this id had the focus. */
    inherit(before: HTMLFormElement, id?: string) {
      opened = true;
      update();
      view.take(before);
      fields.sync?.();
      shell.update();
      view.dialog?.showModal();
      if (id) view.find(id)?.focus();
    },
    /** A request is over that waited, or that was on its way when this form took another one's place. */
    settle(variant: string, result: Result) {
      if (result.done) asked.set(keyOf(variant), result);
      else asked.delete(keyOf(variant));
      // Where nothing else is shown, it is about this variant, too.
      if (current ? !current.has(variant) : variant !== about) return;
      current ??= new Map();
      current.set(variant, result);
      show();
    },
  };
}
