// For a classic script tag, whose `data-` attributes are the page's defaults: `<script src="…/notify-me.js"
// data-company-id="ABC123" defer></script>`. The build wraps it, so that it leaves no names in the page.
import { NotifyMeElement } from "../element/index.ts";

const { dataset } = (document.currentScript as HTMLScriptElement | null) ?? {};
// A second tag must not take back what the first one said.
if (dataset && Object.keys(dataset).length) NotifyMeElement.defaults = { ...dataset };

if (!customElements.get("notify-me")) customElements.define("notify-me", NotifyMeElement);
