// What a storefront's code that handles elements may look like; it needs the types of a page.
import {
  type ArrangedElements,
  type ElementsOptions,
  filterElements,
  ProductBlockElement,
  type ProductBlockEventMap,
} from "back-in-stock/block";
import "back-in-stock/block/define";
import "back-in-stock/block.css";

const options: ElementsOptions = {
  quantity: "data-stock",
  outOfStock: "last",
  limit: 8,
  atLeast: 4,
  onProblem: ({ code, item, field }) => console.warn(code, item.id, field),
};
const arranged: ArrangedElements = filterElements(document, options);
export const first: Element | undefined = arranged.shown[0];

export function arrange(block: HTMLElementTagNameMap["product-block"]): ProductBlockElement {
  const count = ({ detail }: ProductBlockEventMap["product-block-change"]) => detail.shown.length;
  block.addEventListener("product-block-change", (event) => console.warn(count(event)));
  block.addEventListener("product-block-error", ({ detail }) => console.warn(detail.error.code));
  block.outOfStock = "hide";
  block.limit = null;
  block.countText = "{count} of {total}";
  return block instanceof ProductBlockElement ? block : new ProductBlockElement();
}

// @ts-expect-error there is no such mode
filterElements(document, { outOfStock: "first" });
// @ts-expect-error attributes have names
filterElements(document, { quantity: 3 });
