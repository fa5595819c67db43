import type { NotifyMeElement } from "back-in-stock/element";
import { addToCart } from "./cart.ts";

/** The parts of a product page that depend on the chosen size. */
interface Parts {
  sizes: readonly HTMLInputElement[];
  price: Element;
  stock: Element;
  add: HTMLButtonElement;
  announcement: Element;
  notifyMe: NotifyMeElement;
}

/** Updates a product page when another size is chosen, without a reload. */
export function connectProduct(product: HTMLElement): void {
  const parts = findParts(product);
  if (!parts) return;
  const initial = checkedSize(parts);

  for (const size of parts.sizes) {
    size.addEventListener("change", () => {
      show(parts, size);
      writeSizeToUrl(size);
    });
  }
  // History entries of the same page may differ in `?size=`.
  addEventListener("popstate", () => {
    const size = sizeFromUrl(parts) ?? initial;
    if (!size) return;
    size.checked = true;
    show(parts, size);
  });
  parts.add.addEventListener("click", () => {
    const size = checkedSize(parts);
    if (size) parts.announcement.textContent = add(size);
  });

  // The browser may have restored another size before this script ran.
  if (initial) show(parts, initial);
}

function findParts(product: HTMLElement): Parts | undefined {
  const sizes = [...product.querySelectorAll<HTMLInputElement>('input[name="size"]')];
  const price = product.querySelector("[data-price]:not(input)");
  const stock = product.querySelector("[data-stock]:not(input)");
  const add = product.querySelector<HTMLButtonElement>("[data-add]");
  const announcement = product.querySelector("[data-announcement]");
  const notifyMe = product.querySelector("notify-me");
  if (!price || !stock || !add || !announcement || !notifyMe) return undefined;
  return { sizes, price, stock, add, announcement, notifyMe };
}

function checkedSize({ sizes }: Parts): HTMLInputElement | undefined {
  return sizes.find((size) => size.checked);
}

function sizeFromUrl({ sizes }: Parts): HTMLInputElement | undefined {
  const value = new URL(location.href).searchParams.get("size");
  return sizes.find((size) => size.value === value);
}

function writeSizeToUrl(size: HTMLInputElement): void {
  const url = new URL(location.href);
  url.searchParams.set("size", size.value);
  history.replaceState(history.state, "", url);
}

function show({ price, stock, add, announcement, notifyMe }: Parts, size: HTMLInputElement): void {
  const { variant = "", title = "", quantity = "", level = "", ...texts } = size.dataset;
  const soldOut = level === "out";
  price.textContent = texts.price ?? "";
  stock.textContent = texts.stock ?? "";
  stock.setAttribute("data-level", level);
  add.disabled = soldOut;
  add.textContent = soldOut ? "Sold out" : "Add to cart";
  announcement.textContent = "";
  // The element decides by itself whether it shows.
  Object.assign(notifyMe, { variant, quantity, product: title });
}

/** Adds a size to the cart and returns the text to announce. */
function add(size: HTMLInputElement): string {
  const { variant = "", title = "", quantity = "" } = size.dataset;
  const count = addToCart(variant, Number(quantity));
  if (count === undefined) return `All ${quantity} pieces of ${title} are already in your cart.`;
  return `Added ${title}. ${count === 1 ? "1 item" : `${count} items`} in your cart.`;
}
