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

/** Gives an element its form, which may go on in another one that takes its place. */
export function createForm(first: Shell) {
  let view: View;
  let fields: Fields;
  let typing: ReturnType<typeof watchTyping>;
  /** What the view was made for, and the variant that it is about. */
  let print = "";
  let about: string | undefined;
  /** The results that are shown, by variant; those of earlier requests are not. */
  let current: Map<string, Result> | undefined;
  let busy = false;

  const keyOf = (variant: string) => `${form.shell.option("company-id")} ${variant}`;

  const show = () => {
    const results = [...(current?.values() ?? [])];
    const wrong = results.find(({ id }) => id && view.find(id));
    if (wrong?.id) view.refuse(wrong.id, wrong.text);
    else if (current?.size) {
      view.tell(
        fields.tell?.(current) ?? results.map(({ text }) => text),
        results.every(({ done }) => done),
        results.some(({ helpless }) => helpless),
      );
    } else view.reset();
  };

  const build = () => {
    const before = view;
    before?.remove();
    fields = fieldsOf(form);
    view = createView(form, fields.parts);
    typing = watchTyping(view);
    fill(form.shell, view, false);
    fields.sync?.();
    view.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit();
    });
    view.form.addEventListener("change", () => fields.sync?.());
    view.again.addEventListener("click", () => {
      asked.delete(keyOf(about ?? ""));
      view.reset();
      view.focus();
    });
    view.dialog?.addEventListener("close", form.close);
    if (before?.dialog?.open) view.dialog?.showModal();
  };

  const submit = async () => {
    if (busy) return;
    const missed = fields.missing?.();
    if (missed) return view.refuse(missed[0], form.shell.word(missed[1]));
    const mine = new Map<string, Result>();
    current = mine;
    busy = true;
    view.busy();
    // What cannot be loaded is said by the request.
    await init().catch(() => {});
    if (current === mine && !typing.suggests()) {
      const request = fields.request();
      const asks = fields.asks();
      const country = view.find("country")?.value;
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
    shell: first,
    opened: false,
    /** Whether it stands in place of the button. */
    get replaces() {
      return form.opened && !view?.dialog;
    },
    /** Opens it; `now`: asks at once, if nothing is missing. */
    async open(now: boolean, focus: boolean) {
      await missing(form.shell);
      if (form.opened) return;
      form.opened = true;
      form.update();
      form.shell.update();
      fill(form.shell, view, now);
      view.dialog?.showModal();
      if (focus || view.dialog) view.focus();
      form.shell.tell("open", { variant: form.shell.known.variant });
      // Boxes are left to the shopper.
      const inputs = view.form.querySelectorAll<HTMLInputElement>("[required], [type=checkbox]");
      if (now && Array.from(inputs).every(({ required, value }) => required && value)) await submit();
    },
    close() {
      if (!form.opened) return;
      form.opened = false;
      about = undefined;
      view.close();
      form.shell.update();
      form.shell.tell("close", { variant: form.shell.known.variant });
    },
    /** Follows attributes, choice and language. */
    update() {
      const { shell } = form;
      if (!form.opened) return;
      const more = missing(shell);
      if (more) return void more.then(form.update, () => {});
      const now = printOf(shell);
      // Several are asked for whichever is chosen.
      const several = shell.flag("multiple");
      const variant = several ? "" : shell.known.variant;
      if (now !== print) build();
      else if (variant === about) return;
      view.heading.textContent = shell.word("heading", {
        product: (several && shell.option("product")) || nameOf(shell, shell.known),
      });
      print = now;
      about = variant;
      busy = false;
      const before = asked.get(keyOf(variant));
      current = before && new Map([[variant, before]]);
      show();
    },
    /** Of a dialog that was moved, only the attribute is left. */
    moved() {
      if (!form.opened || !view.dialog) return;
      view.dialog.removeAttribute("open");
      view.dialog.showModal();
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
