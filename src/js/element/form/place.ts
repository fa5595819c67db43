// Themes take elements out and put new ones in their place: what was typed and open goes on there.
import type { Shell } from "../shell.ts";
import { Form } from "./form.ts";

/** Milliseconds that a theme may take from removing an element to putting in another. */
const SOON = 1000;

/** The element with an open form that was last seen in each place. */
const places = new Map<string, Shell>();

/** Where an element is: by its id, or by its number among those in the nearest element that has one. */
function placeOf({ element }: Shell): string {
  const around = element.closest("[id]");
  if (around === element) return element.id;
  const all = (around ?? (element.getRootNode() as ParentNode)).querySelectorAll(element.localName);
  return `${around?.id} ${[...all].indexOf(element)}`;
}

/** Opens the form of an element; `now`: asks at once, if nothing is missing. */
export function open(shell: Shell, now: boolean, focus: boolean): Promise<void> {
  places.set(placeOf(shell), shell);
  return (shell.form ?? new Form(shell)).open(now, focus);
}

/** An element entered the page: it may be one that was here before, or take such a one's place. */
export function resume(shell: Shell): void {
  shell.form?.resume();
  const before = places.get(placeOf(shell));
  if (!before || shell.form) return;
  // Some themes put the new one in before they hide the old one.
  queueMicrotask(() => {
    const { form, element, known } = before;
    const gone = element.isConnected ? !element.getClientRects().length : true;
    const soon = element.isConnected || Date.now() - before.left < SOON;
    const same = form?.replaces && known.variant === shell.known.variant;
    if (!form?.opened || !gone || !(soon || same) || !shell.element.isConnected || shell.form) return;
    before.heir = shell;
    places.set(placeOf(shell), shell);
    new Form(shell).inherit(form);
  });
}
