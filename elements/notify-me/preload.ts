// Loads the form's scripts as soon as a shopper shows interest. All elements of a page share the listeners.

import type { Controller } from "./controller.ts";
import { loadForm } from "./lazy-form.ts";

/** The controllers of all connected elements. */
export const controllers = new Map<EventTarget, Controller>();

/** Updates all elements, after a change that affects each of them. */
export const updateAll = (): void => {
  for (const controller of controllers.values()) controller.update();
};

let isWatching = false;

/** Preloads the form of an element that a shopper hovers over or focuses. */
export function watchIntent(): void {
  if (isWatching) return;
  isWatching = true;
  const onIntent = (event: Event) => {
    const controller = event
      .composedPath()
      .map((node) => controllers.get(node))
      .find(Boolean);
    // A failure is shown when the shopper opens the form.
    if (controller)
      loadForm()
        .then(({ preload }) => preload(controller))
        .catch(() => {});
  };
  for (const type of ["pointerover", "focusin"])
    addEventListener(type, onIntent, { capture: true, passive: true });
  // A parser may add an element's rows and fallback content after this script ran.
  addEventListener("DOMContentLoaded", updateAll);
}

const checkedCompanies = new Set<string | undefined>([undefined]);

/**
 * Sends queued requests of an earlier visit, once for each company. Only a browser that has submitted a request has the
 * database, so the others load nothing if they can list their databases.
 */
export function sendQueuedOnce(controller: Controller): void {
  const company = controller.option("company-id");
  if (checkedCompanies.has(company)) return;
  checkedCompanies.add(company);
  const sendQueued = async () => {
    // Firefox before 126 cannot list databases. There, the script always loads and looks.
    if ((await indexedDB.databases?.())?.every(({ name }) => name !== `back-in-stock:${company}`)) return;
    (await loadForm()).sendQueued(controller);
  };
  // A rejection means that the browser has no storage, and so no queued requests.
  // `typeof`: in a browser without this function, the name may refer to an element of the page with this ID.
  const idle = globalThis.requestIdleCallback;
  (typeof idle === "function" ? idle : setTimeout)(() => void sendQueued().catch(() => {}));
}
