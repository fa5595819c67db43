// What Shopify's themes do when an option is chosen, in the order in which they do it.

/** Dawn's publications: a function of the page. */
window.subscribers = {};
window.subscribe = (name, callback) => {
  subscribers[name] = [...(subscribers[name] ?? []), callback];
  return () => {
    subscribers[name] = subscribers[name].filter((one) => one !== callback);
  };
};
const publish = (name, data) => Promise.all((subscribers[name] ?? []).map((callback) => callback(data)));

let pending = Promise.resolve();
window.quiet = () => pending;
const load = async (url, signal) => {
  const response = await fetch(url, { signal });
  return new DOMParser().parseFromString(await response.text(), "text/html");
};
const variantIn = (html) => {
  const text = html.querySelector("[data-selected-variant]")?.textContent.trim();
  return text ? JSON.parse(text) : null;
};

/** Dawn renders the section again for each choice, and uses parts of it; another product replaces it as a whole. */
class ProductInfo extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.name === "Size") pending = this.choose(event.target);
    });
  }

  async choose({ value, dataset }) {
    const html = await load(`/section/${dataset.product ?? "shirt"}-${value}.html`);
    const variant = variantIn(html);
    if (dataset.product) {
      const holder = document.createElement("div");
      holder.innerHTML = html.querySelector("product-info").outerHTML;
      this.before(holder.firstChild);
      this.style.display = "none";
      setTimeout(() => this.remove(), 50);
      history.replaceState({}, "", `/products/${dataset.product}?variant=${variant.id}`);
      return new Promise((resolve) => setTimeout(resolve, 60));
    }
    history.replaceState({}, "", `${location.pathname}${variant ? `?variant=${variant.id}` : ""}`);
    for (const input of this.querySelectorAll('form [name="id"]')) {
      input.value = variant?.id ?? "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (!variant) return;
    const data = { sectionId: this.dataset.section, html, variant };
    await publish("variant-change", { data });
  }
}
customElements.define("product-info", ProductInfo);

/** Shopify's standard event: its payload is on the event itself. */
class ProductSelectEvent extends Event {
  constructor(payload) {
    super("shopify:product:select", { bubbles: true });
    Object.assign(this, payload);
  }
}

/** Horizon fires its event at once, fetches, and sets the form's field without an event. */
class VariantPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => {
      pending = this.choose(target);
    });
  }

  async choose({ value, dataset }) {
    this.request?.abort();
    this.request = new AbortController();
    const promise = load(`/section/shirt-${value}.html?slow=${dataset.slow ?? ""}`, this.request.signal).then(
      (html) => {
        const resource = variantIn(html);
        const variant = resource && {
          id: `gid://shopify/ProductVariant/${resource.id}`,
          title: value,
          availableForSale: resource.available,
        };
        return { variant, detail: { html, productId: "1", sourceId: value, resource } };
      },
    );
    const detail =
      "variantId" in dataset ? { optionValueId: value, variantId: dataset.variantId } : undefined;
    this.dispatchEvent(
      new ProductSelectEvent({ product: { id: "1" }, selectedOptions: [], detail, promise }),
    );
    const url = new URL(location.href);
    if (dataset.variantId) url.searchParams.set("variant", dataset.variantId);
    else url.searchParams.delete("variant");
    if (!this.closest("product-card")) setTimeout(() => history.replaceState({}, "", url));
    const { variant } = await promise.catch(() => ({}));
    if (variant === undefined) return;
    const { resource } = (await promise).detail;
    const form = this.closest("product-card, .shopify-section").querySelector("form[data-type]");
    form.querySelector('[name="id"]').value = resource?.id ?? "";
  }
}
customElements.define("variant-picker", VariantPicker);
