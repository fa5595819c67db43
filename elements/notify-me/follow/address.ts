// The page's address as scripts change it. No event tells of `pushState` and `replaceState` in every browser.
const listeners = new Set<() => void>();
let wrapped = false;

/** Calls `changed` after each change of the address within the page. */
export function followAddress(changed: () => void, signal: AbortSignal): void {
  if (!wrapped) wrap();
  listeners.add(changed);
  signal.addEventListener("abort", () => listeners.delete(changed));
}

function wrap(): void {
  wrapped = true;
  const told = () => {
    for (const listener of listeners) listener();
  };
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (...values) {
      original.apply(this, values);
      // Later, so that whatever fails in a listener does not fail in the theme.
      queueMicrotask(told);
    };
  }
  addEventListener("popstate", told);
}
