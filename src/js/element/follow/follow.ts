// What an element follows: the adapters that it names, and the form and address that its rows are chosen by.
import type { Scene } from "./adapter.ts";
import { ADAPTERS } from "./load.ts";

/** Starts the adapters with these names, with the form that has this id, or is around the element. */
export function start(scene: Omit<Scene, "form">, names = "", form?: string): void {
  const { element, signal, rows } = scene;
  const own = form !== undefined || rows().length ? ["form"] : [];
  for (const name of new Set(own.concat(names.match(/\S+/g) ?? []))) {
    const load = ADAPTERS[name] ?? (() => Promise.reject());
    load().then(
      ({ follow }) => {
        // Looked for only now: it may stand behind the element.
        const found = form ? document.getElementById(form) : element.closest("form");
        if (!signal.aborted) follow({ ...scene, form: found as HTMLFormElement | null });
      },
      () => console.error(`<notify-me>: the adapter ${name} could not be loaded`),
    );
  }
}
