// Where the focus goes when the card that has it is hidden: else, the next Tab would begin at the top of the page.
import { focusedInSameRoot, hasFocus } from "./reorder.ts";

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
  const focusedCard = hidden.find(hasFocus);
  if (!focusedCard) return undefined;
  const isAfter = (card: Element) =>
    Boolean(focusedCard.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
  const preceding = shown.filter((card) => !isAfter(card)).reverse();
  const isMoved = [...shown.filter(isAfter), ...preceding].some(focusInside) || focusRoot(root);
  return isMoved ? undefined : focusedCard;
}

const focusInside = (card: Element): boolean =>
  [card, ...card.querySelectorAll(FOCUSABLE)].some(
    (element) => element instanceof HTMLElement && element.tabIndex >= 0 && tryFocus(element),
  );

/** For as long as it has the focus, it can be focused. */
function focusRoot(root: ParentNode): boolean {
  if (!(root instanceof HTMLElement)) return false;
  if (!root.hasAttribute("tabindex")) {
    root.tabIndex = -1;
    root.addEventListener("blur", () => root.removeAttribute("tabindex"), { once: true });
  }
  return tryFocus(root, { preventScroll: true });
}

/** Focuses an element, if that is possible: it may be disabled or not displayed. */
function tryFocus(element: HTMLElement, options?: FocusOptions): boolean {
  element.focus(options);
  return focusedInSameRoot(element) === element;
}
