// The page's address as scripts change it. No event tells of `pushState` and `replaceState` in every browser.
const listeners = new Set<() => void>();
let isPatched = false;

/** Calls `changed` after each change of the address within the page. */
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
      // Later, so that whatever fails in a listener does not fail in the theme.
      queueMicrotask(notify);
    };
  }
  addEventListener("popstate", notify);
}
