// Themes take elements out and put new ones in their place: what was typed and open goes on there.
import type { Controller } from "../controller.ts";
import { createForm } from "./form.ts";

/** Milliseconds that a theme may take from removing an element to putting in another. */
const HANDOVER_TIME = 1000;

/** The element whose form was opened last in each place. */
const lastOpened = new Map<string, Controller>();

/** Where an element is: by its id, or by its number among those in the nearest element that has one. */
function locationKey({ element }: Controller): string {
  if (element.id) return element.id;
  const container = element.closest("[id]");
  const root = container ?? element.getRootNode();
  // A form or the document may have other members of these names: its fields or images, such as `<input name="id">`.
  const id = container && Element.prototype.getAttribute.call(container, "id");
  const { querySelectorAll } = Object.getPrototypeOf(root) as ParentNode;
  const all = querySelectorAll.call(root, element.localName);
  return `${id} ${[...all].indexOf(element)}`;
}

/** Opens the form of an element; `now`: asks at once, if nothing is missing. */
export function open(controller: Controller, submitNow: boolean, focus: boolean): Promise<void> {
  lastOpened.set(locationKey(controller), controller);
  controller.form ??= createForm(controller);
  return controller.form.open(submitNow, focus);
}

/** An element entered the page: it may be one that was here before, or take such a one's place. */
export function resume(controller: Controller): void {
  controller.form?.moved();
  const key = locationKey(controller);
  const previous = lastOpened.get(key);
  if (!previous?.form || controller.form) return;
  const { form, element } = previous;
  const focused = previous.root.activeElement as HTMLElement | null;
  // Some themes put the new one in before they hide the old one. Nothing is painted until then.
  requestAnimationFrame(() => {
    const isConnected = element.isConnected;
    const isRecent = isConnected || Date.now() - previous.leftAt < HANDOVER_TIME;
    const isSameVariant = form.replaces && previous.state.variant === controller.state.variant;
    if (
      !form.opened ||
      (isConnected && element.getClientRects().length) ||
      !(isRecent || isSameVariant) ||
      controller.form
    )
      return;
    lastOpened.set(key, controller);
    controller.takeOver(previous);
    form.controller = controller;
    controller.update();
    form.moved();
    focused?.focus();
  });
}
