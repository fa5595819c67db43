// Entry for a classic script tag. Its `data-` attributes are the page-wide defaults: `<script src="…/notify-me.js"
// data-company-id="ABC123" defer></script>`. The build wraps this file in a function, so it defines no globals.
import { NotifyMeElement } from "./index.ts";

/** Stores the attributes of the first script tag, for the copy of this script that defines the element. */
const DEFAULTS = Symbol.for("notify-me");
const page = globalThis as { [DEFAULTS]?: DOMStringMap };

// A framework may import this script on a server, which has no document.
if (globalThis.document) {
  // Not `document.currentScript`: an `<img name="currentScript">` on the page would shadow it.
  const script: unknown = Reflect.get(Document.prototype, "currentScript", document);
  if (script instanceof HTMLScriptElement) {
    page[DEFAULTS] ??= { ...script.dataset };
    // A classic script from another origin, loaded without CORS, cannot import relative URLs. A module can.
    if (script.crossOrigin === null && script.src && new URL(script.src).origin !== location.origin)
      import(script.src).catch(() =>
        console.error(`<notify-me>: ${script.src} needs Access-Control-Allow-Origin`),
      );
    else define();
  } else define();
}

function define(): void {
  if (customElements.get("notify-me")) return;
  NotifyMeElement.defaults = page[DEFAULTS] ?? {};
  customElements.define("notify-me", NotifyMeElement);
}
