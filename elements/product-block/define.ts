// Registers `<product-block>`. A second copy of this script on a page, as themes load them, leaves the first in place.
import { ProductBlockElement } from "./element.ts";

if (globalThis.customElements && !customElements.get("product-block"))
  customElements.define("product-block", ProductBlockElement);

export { ProductBlockElement };
