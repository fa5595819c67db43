// Themes take elements out and put new ones in their place: what was typed and open goes on there.
import type { Controller } from "../controller.ts";
import { createForm } from "./form.ts";

/** Milliseconds that a theme may take from removing an element to putting in another. */
const SOON = 1000;

/** The element whose form was opened last in each place. */
const places = new Map<string, Controller>();

/** Where an element is: by its id, or by its number among those in the nearest element that has one. */
function placeOf({ element }: Controller): string {
  if (element.id) return element.id;
  const around = element.closest("[id]");
  const root = around ?? element.getRootNode();
  // A form or the document may have other members of these names: its fields or images, such as `<input name="id">`.
  const id = around && Element.prototype.getAttribute.call(around, "id");
  const { querySelectorAll } = Object.getPrototypeOf(root) as ParentNode;
  const all = querySelectorAll.call(root, element.localName);
  return `${id} ${[...all].indexOf(element)}`;
}

/** Opens the form of an element; `now`: asks at once, if nothing is missing. */
export function open(controller: Controller, now: boolean, focus: boolean): Promise<void> {
  places.set(placeOf(controller), controller);
  controller.form ??= createForm(controller);
  return controller.form.open(now, focus);
}

/** An element entered the page: it may be one that was here before, or take such a one's place. */
export function resume(controller: Controller): void {
  controller.form?.moved();
  const place = placeOf(controller);
  const before = places.get(place);
  if (!before?.form || controller.form) return;
  const { form, element } = before;
  const focused = before.root.activeElement as HTMLElement | null;
  // Some themes put the new one in before they hide the old one. Nothing is painted until then.
  requestAnimationFrame(() => {
    const there = element.isConnected;
    const soon = there || Date.now() - before.leftAt < SOON;
    const same = form.replaces && before.state.variant === controller.state.variant;
    if (!form.opened || (there && element.getClientRects().length) || !(soon || same) || controller.form)
      return;
    places.set(place, controller);
    controller.takeOver(before);
    form.controller = controller;
    controller.update();
    form.moved();
    focused?.focus();
  });
}
