// Registers `<notify-me>`. A second copy of this script on a page, as themes load them, leaves the first in place.
import { locateWith } from "../core.ts";
import { NotifyMeElement } from "./index.ts";

// Written out in each entry: a bundler finds the module by this expression, in a file that it must keep.
locateWith(() => new URL("./core.wasm", import.meta.url));

if (globalThis.customElements && !customElements.get("notify-me"))
  customElements.define("notify-me", NotifyMeElement);

export { NotifyMeElement };
