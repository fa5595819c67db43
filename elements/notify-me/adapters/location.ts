// Watches the page's URL. No event reports `pushState` and `replaceState` in every browser, so both are patched.
const listeners = new Set<() => void>();
let isPatched = false;

/** Calls `onChange` after each change of the URL without a page load. */
export function watchLocation(onChange: () => void, signal: AbortSignal): void {
  if (!isPatched) patchHistory();
  listeners.add(onChange);
  signal.addEventListener("abort", () => listeners.delete(onChange));
}

function patchHistory(): void {
  isPatched = true;
  const notify = () => {
    for (const listener of listeners) listener();
  };
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (...values) {
      original.apply(this, values);
      // In a microtask, so that an exception in a listener does not break the theme.
      queueMicrotask(notify);
    };
  }
  addEventListener("popstate", notify);
}
