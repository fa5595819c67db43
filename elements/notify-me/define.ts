// Registers `<notify-me>`. Themes may load this script twice; the first definition remains.
import { NotifyMeElement } from "./index.ts";

if (globalThis.customElements && !customElements.get("notify-me"))
  customElements.define("notify-me", NotifyMeElement);

export { NotifyMeElement };
