// The product form beside an element: which one it is, and when another one takes its place.

import { member } from "../../../src/js/shared/named.ts";
import type { AdapterContext } from "./adapter.ts";

/** How an adapter recognises product forms. */
export interface FormSearch {
  /** What such a form is, for messages. */
  name: string;
  selector: string;
  /** What a form's product is known by; `undefined` if it is not a product's form. */
  product(form: HTMLFormElement): string | undefined;
  /** A part of the page, by a selector: a form in another one is another product's. */
  within?: string;
  /** The variant that is chosen in a form, by the ids that rows have. */
  variant?(form: HTMLFormElement): string;
}

export interface FormListener {
  /**
   * A form was found; `signal` is aborted when it is no longer the one. `again` is true if there was one before, or
   * any choice: then the earlier choice no longer counts.
   */
  onFound(form: HTMLFormElement, signal: AbortSignal, isReplacement: boolean): void;
  /** The form left the page, and no other one took its place. */
  onGone(): void;
}

export interface WatchedForm {
  readonly form: HTMLFormElement | undefined;
  /** Why there is no form. */
  problem(): string | undefined;
}

/**
 * Follows the form that `for` names, else the one around the element, else the nearest that `search` finds: whenever it
 * comes, is replaced, or goes.
 */
export function watchForm(
  context: AdapterContext,
  search: FormSearch | undefined,
  listener: FormListener,
): WatchedForm {
  const { element, formId, signal } = context;
  let form: HTMLFormElement | undefined;
  let attached: AbortController | undefined;
  let isReplacement = context.hasChoice;

  const find = () => {
    if (formId === undefined)
      return element.closest("form") ?? (search && nearest(context, search, form)) ?? undefined;
    // Anything else with the same id is passed over.
    const selector = `form[id="${CSS.escape(formId)}"]`;
    return member(document, "querySelector")<HTMLFormElement>(selector) ?? undefined;
  };
  const check = () => {
    const found = find();
    if (found === form) return;
    attached?.abort();
    form = found;
    if (!form) return listener.onGone();
    attached = new AbortController();
    listener.onFound(form, attached.signal, isReplacement);
    isReplacement = true;
  };
  // A form can become a product's form by a field that a script adds, so fields count too.
  const observer = new MutationObserver((records) => {
    if (records.some(({ addedNodes, removedNodes }) => hasFields(addedNodes) || hasFields(removedNodes)))
      check();
  });
  for (const root of rootsOf(element)) observer.observe(root, { subtree: true, childList: true });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    attached?.abort();
  });
  check();

  return {
    get form() {
      return form;
    },
    problem() {
      if (form) return undefined;
      if (formId !== undefined) return `for="${formId}": the page has no form with this id`;
      return search && candidates(context, search, form).length
        ? "the forms of several products are equally near: name one with the attribute for"
        : `the page has no ${search?.name ?? "form around the element"}`;
    },
  };
}

/** Within one of these, all is about one product. */
export const PRODUCT_BOUNDARY =
  "dialog, [role=dialog], [aria-modal=true], .modal, quick-add-modal, product-card, .product-card, .card-wrapper, .product-item, li.product";

/** Whether both are in the same nearest `selector`. An event on the document is in none. */
export const sharesClosest = (element: Element, target: EventTarget | null, selector: string): boolean =>
  closestThroughShadow(element, selector) ===
  (target instanceof Element ? closestThroughShadow(target, selector) : null);

/** The nearest `selector` around an element, in its shadow tree or outside of it. */
function closestThroughShadow(element: Element, selector: string): Element | null {
  const root = member(element, "getRootNode")();
  return (
    member(element, "closest")(selector) ??
    (root instanceof ShadowRoot ? closestThroughShadow(root.host, selector) : null)
  );
}

type CurrentForm = HTMLFormElement | undefined;

/** The first candidate, unless they are forms of several products. */
function nearest(context: AdapterContext, search: FormSearch, current: CurrentForm): CurrentForm {
  const [first, ...others] = candidates(context, search, current);
  return first && others.every((form) => search.product(form) === search.product(first)) ? first : undefined;
}

/** The forms in the nearest part of the page that has one. Those in another card or dialog are another product's. */
function candidates(
  { element, rowIds }: AdapterContext,
  search: FormSearch,
  current: CurrentForm,
): HTMLFormElement[] {
  const { selector, product, within } = search;
  const ids = rowIds();
  const listItem = listItemOf(element);
  const isOwn = (form: HTMLFormElement) => {
    const id = search.variant?.(form) ?? "";
    if (ids.includes(id)) return true;
    // The current form may come to a variant that has no row. A new one that begins with it is another product's.
    return (!id || !ids.length || form === current) && listItemOf(form) === listItem;
  };
  for (let container: ParentNode | null = element; container; container = parentOf(container)) {
    const all = Array.from(member(container, "querySelectorAll")<HTMLFormElement>(selector));
    const forms = all.filter(
      (form) =>
        product(form) !== undefined &&
        sharesClosest(element, form, PRODUCT_BOUNDARY) &&
        (!within || sharesClosest(element, form, within)) &&
        isOwn(form),
    );
    if (forms.length) return forms;
  }
  return [];
}

/** The item of a list that something is in, such as a product's card. */
function listItemOf(inner: Element): ParentNode | null {
  let node: ParentNode | null = inner;
  while (node && !(node instanceof Element && isListItem(node))) node = parentOf(node);
  return node;
}

/** What repeats, by its tag, or by one of its classes, such as `grid__item`. */
const ITEM_TAG = /^li$|^article$|item|card|tile/;
const ITEM_CLASS = /item|card|tile|^product$/i;

/** Whether it has a neighbour of its kind. */
function isListItem(element: Element): boolean {
  const parent = parentOf(element);
  const all = parent ? Array.from(member(parent, "children")) : [];
  return all.some((other) => other !== element && areSameKind(element, other));
}

/** Whether both are of one kind that repeats; one may have more classes, such as `sold-out`. */
function areSameKind(one: Element, other: Element): boolean {
  const tag = member(one, "localName");
  if (tag !== member(other, "localName")) return false;
  if (ITEM_TAG.test(tag)) return true;
  const classes = [one, other].map((item) => [...member(item, "classList")]);
  const [few = [], many = []] = classes.sort((a, b) => a.length - b.length);
  return few.every((name) => many.includes(name)) && few.some((name) => ITEM_CLASS.test(name));
}

/** The parent, also from a shadow tree to its host. */
const parentOf = (node: ParentNode): ParentNode | null =>
  node instanceof ShadowRoot ? node.host : member(node, "parentNode");

/** The document, and the shadow trees that an element is in. */
function rootsOf(element: Element): Node[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [root, ...rootsOf(root.host)] : [root];
}

const FIELDS = "form, input, select";

const hasFields = (nodes: NodeList): boolean =>
  Array.from(nodes).some(
    (node) =>
      node instanceof Element && (member(node, "matches")(FIELDS) || member(node, "querySelector")(FIELDS)),
  );
