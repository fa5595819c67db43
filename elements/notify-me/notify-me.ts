// For a classic script tag, whose `data-` attributes are the page's defaults: `<script src="…/notify-me.js"
// data-company-id="ABC123" defer></script>`. The build wraps it, so that it leaves no names in the page.
import { NotifyMeElement } from "./index.ts";

/** The attributes of the first tag, for whichever copy of this script defines the element. */
const DEFAULTS = Symbol.for("notify-me");
const page = globalThis as { [DEFAULTS]?: DOMStringMap };

// A server has no document; a framework may import this script there.
if (globalThis.document) {
  // Not `document.currentScript`, which an `<img name="currentScript">` in the page's content would be.
  const script: unknown = Reflect.get(Document.prototype, "currentScript", document);
  if (script instanceof HTMLScriptElement) {
    page[DEFAULTS] ??= { ...script.dataset };
    // Without CORS, a script of another origin has no address to import the rest from. As a module it has.
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
