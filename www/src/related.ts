import type { ProductBlockElement } from "back-in-stock/block";

/** Connects the switch for sold-out items with the block below it. */
export function connectRelated(related: Element): void {
  const block = related.querySelector<ProductBlockElement>("[data-related]");
  const choices = related.querySelectorAll<HTMLInputElement>("[data-related-switch] input");
  if (!block) return;
  for (const choice of choices) {
    const choose = () => {
      if (choice.checked) block.setAttribute("out-of-stock", choice.value);
    };
    choice.addEventListener("change", choose);
    // The browser may have restored an earlier choice.
    choose();
  }
}
