// Themes replace elements. An open form moves to the new element, with everything that was typed.
import type { Controller } from "../controller.ts";
import { createForm } from "./form.ts";

/** Maximum time between the removal of an element and the insertion of its replacement, in ms. */
const HANDOVER_TIME = 1000;

/** The controller whose form was opened last, by location key. */
const lastOpened = new Map<string, Controller>();

/** Identifies an element by its ID, or by its index within the nearest ancestor that has an ID. */
function locationKey({ element }: Controller): string {
  if (element.id) return element.id;
  const container = element.closest("[id]");
  const root = container ?? element.getRootNode();
  // Fields and images, such as `<input name="id">`, shadow members of a form and of the document.
  const id = container && Element.prototype.getAttribute.call(container, "id");
  const { querySelectorAll } = Object.getPrototypeOf(root) as ParentNode;
  const all = querySelectorAll.call(root, element.localName);
  return `${id} ${[...all].indexOf(element)}`;
}

/** Opens the form of an element. With `submitNow`, submits it at once if every required field is filled in. */
export function open(controller: Controller, submitNow: boolean, focus: boolean): Promise<void> {
  lastOpened.set(locationKey(controller), controller);
  controller.form ??= createForm(controller);
  return controller.form.open(submitNow, focus);
}

/** Handles an element that entered the page. It may have been moved, or replace another element. */
export function resume(controller: Controller): void {
  controller.form?.moved();
  const key = locationKey(controller);
  const previous = lastOpened.get(key);
  if (!previous?.form || controller.form) return;
  const { form, element } = previous;
  const focused = previous.root.activeElement as HTMLElement | null;
  // Some themes insert the new element before they hide the old one. Nothing is painted before the next frame.
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
