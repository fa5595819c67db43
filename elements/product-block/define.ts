// Registers `<product-block>`. Themes may load this script twice; the first definition remains.
import { ProductBlockElement } from "./element.ts";

if (globalThis.customElements && !customElements.get("product-block"))
  customElements.define("product-block", ProductBlockElement);

export { ProductBlockElement };
