// Where the focus goes when the card that has it is hidden: else, the next Tab would begin at the top of the page.
import { focusedBeside, hasFocus } from "./order.ts";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/**
 * Moves the focus out of a card that will be hidden: into the next card shown, else the one before, else to `root`.
 *
 * @returns the card, if the focus cannot leave it: a modal dialog is open there. Hidden, it would block the whole page.
 */
export function moveFocus(
  root: ParentNode,
  hidden: readonly Element[],
  shown: readonly Element[],
): Element | undefined {
  const from = hidden.find(hasFocus);
  if (!from) return undefined;
  const isAfter = (card: Element) =>
    Boolean(from.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
  const before = shown.filter((card) => !isAfter(card)).reverse();
  const moved = [...shown.filter(isAfter), ...before].some(focusInside) || focusItself(root);
  return moved ? undefined : from;
}

const focusInside = (card: Element): boolean =>
  [card, ...card.querySelectorAll(FOCUSABLE)].some(
    (element) => element instanceof HTMLElement && element.tabIndex >= 0 && focused(element),
  );

/** For as long as it has the focus, it can be focused. */
function focusItself(root: ParentNode): boolean {
  if (!(root instanceof HTMLElement)) return false;
  if (!root.hasAttribute("tabindex")) {
    root.tabIndex = -1;
    root.addEventListener("blur", () => root.removeAttribute("tabindex"), { once: true });
  }
  return focused(root, { preventScroll: true });
}

/** Focuses an element, if that is possible: it may be disabled or not displayed. */
function focused(element: HTMLElement, options?: FocusOptions): boolean {
  element.focus(options);
  return focusedBeside(element) === element;
}
