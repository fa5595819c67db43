// Registers `<notify-me>`. A second copy of this script on a page, as themes load them, leaves the first in place.
import { NotifyMeElement } from "./index.ts";

if (globalThis.customElements && !customElements.get("notify-me"))
  customElements.define("notify-me", NotifyMeElement);

export { NotifyMeElement };
