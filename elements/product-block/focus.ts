// Moves the focus when the focused card is hidden. Otherwise the next Tab would start at the top of the page.
import { focusedInSameRoot, hasFocus } from "./reorder.ts";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/**
 * Moves the focus out of a card that will be hidden: to the next visible card, the previous one, or `root`.
 *
 * @returns the card if the focus cannot leave it, since a modal dialog is open inside. Hiding it would block the page.
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

/** Focuses the card, or the first focusable element inside. */
const focusInside = (card: Element): boolean =>
  [card, ...card.querySelectorAll(FOCUSABLE)].some(
    (element) => element instanceof HTMLElement && element.tabIndex >= 0 && tryFocus(element),
  );

/** Focuses the block. Its temporary `tabindex` is removed on blur. */
function focusRoot(root: ParentNode): boolean {
  if (!(root instanceof HTMLElement)) return false;
  if (!root.hasAttribute("tabindex")) {
    root.tabIndex = -1;
    root.addEventListener("blur", () => root.removeAttribute("tabindex"), { once: true });
  }
  return tryFocus(root, { preventScroll: true });
}

/** Tries to focus an element, which may be disabled or not rendered. Returns whether it succeeded. */
function tryFocus(element: HTMLElement, options?: FocusOptions): boolean {
  element.focus(options);
  return focusedInSameRoot(element) === element;
}
