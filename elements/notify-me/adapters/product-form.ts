// Finds the product form of an element, and watches for its replacement or removal.

import { member } from "../../../src/js/shared/named.ts";
import type { AdapterContext } from "./adapter.ts";

/** How an adapter recognizes product forms. */
export interface FormSearch {
  /** The kind of form, as in `the page has no product form`. */
  name: string;
  selector: string;
  /** Identifies the product of a form; `undefined` if the form is not a product form. */
  product(form: HTMLFormElement): string | undefined;
  /** A selector for page sections. A form in another section belongs to another product. */
  within?: string;
  /** The ID of the variant chosen in a form. */
  variant?(form: HTMLFormElement): string;
}

/** Callbacks of `watchForm`. */
export interface FormListener {
  /**
   * A form was found. `signal` is aborted when it is replaced or removed. `isReplacement` is true if there was an earlier
   * form or choice, which is then obsolete.
   */
  onFound(form: HTMLFormElement, signal: AbortSignal, isReplacement: boolean): void;
  /** The form was removed without a replacement. */
  onGone(): void;
}

/** The form that `watchForm` currently watches. */
export interface WatchedForm {
  readonly form: HTMLFormElement | undefined;
  /** Why no form was found; `undefined` if there is one. */
  problem(): string | undefined;
}

/**
 * Watches the form with the ID in `for`, or the form around the element, or the nearest form that matches `search`. Without
 * `search`, only the first two. Reports when it appears, is replaced, or is removed.
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
    // Skips other elements with the same ID.
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
  // A script may turn a form into a product form by adding a field, so changed fields matter too.
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
        ? "forms of several products are equally near; set the attribute `for` to the id of one"
        : `the page has no ${search?.name ?? "form around the element"}`;
    },
  };
}

/** Containers of a single product. A form in another one belongs to another product. */
export const PRODUCT_BOUNDARY =
  "dialog, [role=dialog], [aria-modal=true], .modal, quick-add-modal, product-card, .product-card, .card-wrapper, .product-item, li.product";

/** Whether both have the same closest match of `selector`, or neither has one. The document never has one. */
export const sharesClosest = (element: Element, target: EventTarget | null, selector: string): boolean =>
  closestThroughShadow(element, selector) ===
  (target instanceof Element ? closestThroughShadow(target, selector) : null);

/** Like `closest`, but continues outside shadow trees. */
function closestThroughShadow(element: Element, selector: string): Element | null {
  const root = member(element, "getRootNode")();
  return (
    member(element, "closest")(selector) ??
    (root instanceof ShadowRoot ? closestThroughShadow(root.host, selector) : null)
  );
}

type CurrentForm = HTMLFormElement | undefined;

/** The first candidate; `undefined` if the candidates belong to several products. */
function nearest(context: AdapterContext, search: FormSearch, current: CurrentForm): CurrentForm {
  const [first, ...others] = candidates(context, search, current);
  return first && others.every((form) => search.product(form) === search.product(first)) ? first : undefined;
}

/** The matching forms in the nearest ancestor that contains any. Excludes forms in other cards and dialogs. */
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
    // The current form may switch to a variant without a row. A new form with such a variant belongs to another product.
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

/** The list item around an element, such as a product card. */
function listItemOf(inner: Element): ParentNode | null {
  let node: ParentNode | null = inner;
  while (node && !(node instanceof Element && isListItem(node))) node = parentOf(node);
  return node;
}

/** Tags and classes of repeated items, such as `grid__item`. */
const ITEM_TAG = /^li$|^article$|item|card|tile/;
const ITEM_CLASS = /item|card|tile|^product$/i;

/** Whether an element has a sibling of the same kind. */
function isListItem(element: Element): boolean {
  const parent = parentOf(element);
  const all = parent ? Array.from(member(parent, "children")) : [];
  return all.some((other) => other !== element && areSameKind(element, other));
}

/** Whether both are repeated items of the same kind. One may have additional classes, such as `sold-out`. */
function areSameKind(one: Element, other: Element): boolean {
  const tag = member(one, "localName");
  if (tag !== member(other, "localName")) return false;
  if (ITEM_TAG.test(tag)) return true;
  const classes = [one, other].map((item) => [...member(item, "classList")]);
  const [few = [], many = []] = classes.sort((a, b) => a.length - b.length);
  return few.every((name) => many.includes(name)) && few.some((name) => ITEM_CLASS.test(name));
}

/** The parent node, or the host of a shadow root. */
const parentOf = (node: ParentNode): ParentNode | null =>
  node instanceof ShadowRoot ? node.host : member(node, "parentNode");

/** The document and all shadow roots around an element. */
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
