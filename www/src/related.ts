import type { ProductBlockElement } from "back-in-stock/block";

/** Makes a switch say what becomes of sold-out items in the block beside it. */
export function connectRelated(related: Element): void {
  const block = related.querySelector<ProductBlockElement>("[data-related]");
  const choices = related.querySelectorAll<HTMLInputElement>("[data-related-switch] input");
  if (!block) return;
  for (const choice of choices) {
    const choose = () => {
      if (choice.checked) block.setAttribute("out-of-stock", choice.value);
    };
    choice.addEventListener("change", choose);
    // A browser that comes back to the page may have kept what was chosen.
    choose();
  }
}
