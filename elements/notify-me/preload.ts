// What shows that a shopper wants something: all elements of a page share the listeners.

import type { Controller } from "./controller.ts";
import { loadForm } from "./lazy-form.ts";

/** All elements that are in a page. */
export const controllers = new Map<EventTarget, Controller>();

/** After what concerns all of them. */
export const updateAll = (): void => {
  for (const controller of controllers.values()) controller.update();
};

let isWatching = false;

/** Listens to the page: who hovers over an element, or comes to it by keyboard, is likely to want its form. */
export function watchIntent(): void {
  if (isWatching) return;
  isWatching = true;
  const onIntent = (event: Event) => {
    const controller = event
      .composedPath()
      .map((node) => controllers.get(node))
      .find(Boolean);
    // A form that could not be loaded is said so when it is asked for.
    if (controller)
      loadForm()
        .then(({ preload }) => preload(controller))
        .catch(() => {});
  };
  for (const type of ["pointerover", "focusin"])
    addEventListener(type, onIntent, { capture: true, passive: true });
  // Rows and links may come after the script that is running.
  addEventListener("DOMContentLoaded", updateAll);
}

const checkedCompanies = new Set<string | undefined>([undefined]);

/** Looks once whether something of an earlier visit waits to be sent. Only who has asked before has this database. */
export function sendQueuedOnce(controller: Controller): void {
  const company = controller.option("company-id");
  if (checkedCompanies.has(company)) return;
  checkedCompanies.add(company);
  const sendQueued = async () => {
    const databases = await indexedDB.databases();
    if (databases.some(({ name }) => name === `back-in-stock:${company}`))
      (await loadForm()).sendQueued(controller);
  };
  // Where there is no storage, nothing waits.
  // In a browser without it, an element of the page with this id would be found instead.
  const idle = globalThis.requestIdleCallback;
  (typeof idle === "function" ? idle : setTimeout)(() => void sendQueued().catch(() => {}));
}
