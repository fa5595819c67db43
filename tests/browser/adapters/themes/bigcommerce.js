// What Stencil themes do when an option is chosen: they ask the shop, update the page, and newer ones fire an event.
const kind = new URLSearchParams(location.search).get("theme");
let pending = Promise.resolve();
window.quiet = () => pending;

const choose = async (form) => {
  const product = form.elements.product_id.value;
  const response = await fetch(`/remote/v1/product-attributes/${product}?by=theme`, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  });
  const { data, content = "<p>bulk</p>" } = await response.json();
  const detail = kind === "6.13" ? { content: data, data: content } : { content, data };
  if (kind) document.dispatchEvent(new CustomEvent("onProductOptionsChanged", { bubbles: true, detail }));
};
for (const form of document.querySelectorAll("form[data-cart-item-add]")) {
  form.querySelector("[data-product-option-change]").addEventListener("change", () => {
    pending = choose(form).catch(() => {});
  });
}
