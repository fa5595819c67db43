// What shows that a shopper wants something: all elements of a page share the listeners.
import { load } from "./load.ts";
import type { Shell } from "./shell.ts";

/** All elements that are in a page. */
export const here = new Map<EventTarget, Shell>();

/** After what concerns all of them. */
export const refresh = (): void => {
  for (const shell of here.values()) shell.update();
};

let watching = false;

/** Listens to the page: who hovers over an element, or comes to it by keyboard, is likely to want its form. */
export function watch(): void {
  if (watching) return;
  watching = true;
  const intent = (event: Event) => {
    const shell = event
      .composedPath()
      .map((node) => here.get(node))
      .find(Boolean);
    // A form that could not be loaded is said so when it is asked for.
    if (shell)
      load()
        .then(({ warm }) => warm(shell))
        .catch(() => {});
  };
  for (const type of ["pointerover", "focusin"])
    addEventListener(type, intent, { capture: true, passive: true });
  // Rows and links may come after the script that is running.
  addEventListener("DOMContentLoaded", refresh);
}

const looked = new Set<string | undefined>([undefined]);

/** Looks once whether something of an earlier visit waits to be sent. Only who has asked before has this database. */
export function lookFor(shell: Shell): void {
  const company = shell.option("company-id");
  if (looked.has(company)) return;
  looked.add(company);
  const look = async () => {
    const found = await indexedDB.databases();
    if (found.some(({ name }) => name === `back-in-stock:${company}`)) (await load()).send(shell);
  };
  // Where there is no storage, nothing waits.
  // In a browser without it, an element of the page with this id would be found instead.
  const idle = globalThis.requestIdleCallback;
  (typeof idle === "function" ? idle : setTimeout)(() => void look().catch(() => {}));
}
