// What an element follows: the adapters that it names, and the form and address that its rows are chosen by.
import { rowsOf } from "../known.ts";
import { option } from "../options.ts";
import type { Choice } from "./adapter.ts";
import { ADAPTERS } from "./load.ts";

/** Starts what an element follows, until the signal is aborted. */
export function start(
  element: HTMLElement,
  signal: AbortSignal,
  tell: (choice: Choice | null) => void,
): void {
  const rows = () => rowsOf(element).map(({ variant }) => variant);
  const named = option(element, "for");
  const names: string[] = option(element, "follow")?.match(/\S+/g) ?? [];
  if (named !== undefined || rows().length) names.push("form");
  for (const name of new Set(names)) {
    const load = ADAPTERS[name] ?? (() => Promise.reject());
    load().then(
      ({ follow }) => {
        // Looked for only now: it may stand behind the element.
        const form = named ? document.getElementById(named) : element.closest("form");
        if (!signal.aborted) follow({ element, form: form as HTMLFormElement | null, rows, tell, signal });
      },
      () => console.error(`<notify-me>: the adapter ${name} could not be loaded`),
    );
  }
}
