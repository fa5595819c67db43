// Where an element stands: which form is its product's, and whether an event is about its product.

/**
 * The first form that matches in the nearest part of the page that has one; none where forms of two products match.
 * `product` tells a form's product, and `undefined` for a form that is no product's.
 */
export function nearestForm(
  element: Element,
  selector: string,
  product: (form: HTMLFormElement) => string | undefined,
): HTMLFormElement | null {
  for (let place: Element | null = element; place; place = place.parentElement) {
    const all = [...place.querySelectorAll<HTMLFormElement>(selector)];
    const [first, ...others] = all.filter((form) => product(form) !== undefined);
    if (first) return others.every((form) => product(form) === product(first)) ? first : null;
  }
  return null;
}

/** Whether both stand in the same nearest `selector`. An event on the document stands in none. */
export const isBeside = (element: Element, target: EventTarget | null, selector: string): boolean =>
  element.closest(selector) === (target instanceof Element ? target.closest(selector) : null);
