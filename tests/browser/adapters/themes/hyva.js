// What a Hyvä theme does when an option is chosen: an Alpine component, and events on the window, in this order. There is
// no jQuery, and the options are outside of the form that they belong to.
const config = {
  productId: "2000",
  attributes: {
    93: { id: "93", code: "color", options: [49, 50].map((id) => ({ id: `${id}` })) },
    142: { id: "142", code: "size", options: [166, 167].map((id) => ({ id: `${id}` })) },
  },
  index: {
    2001: { 93: "49", 142: "166" },
    2002: { 93: "49", 142: "167" },
    2003: { 93: "50", 142: "166" },
  },
  salable: { 93: { 49: ["2001"], 50: ["2003"] }, 142: { 166: ["2001", "2003"] } },
};
const query = new URLSearchParams(location.search);
if (query.get("defaults")) config.defaultValues = { 93: "49", 142: "167" };

document.addEventListener("alpine:init", () => {
  Alpine.data("options", () => ({
    optionConfig: config,
    // By the ids of attributes: an array with holes.
    selectedValues: [],
    productIndex: 0,

    init() {
      this.$nextTick(() => {
        for (const [attribute, value] of Object.entries(config.defaultValues ?? {}))
          this.change(attribute, value);
      });
    },
    chosen(attribute, value) {
      return this.selectedValues[attribute] === value;
    },
    pick({ target }) {
      this.change(target.dataset.attribute, target.value);
    },
    change(attribute, value) {
      if (value) this.selectedValues[attribute] = value;
      else delete this.selectedValues[attribute];
      const wanted = Object.entries(this.selectedValues).filter(([, one]) => one);
      const candidates = Object.keys(config.index).filter((id) =>
        wanted.every(([one, option]) => config.index[id][one] === option),
      );
      this.productIndex = candidates[0];
      const send = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));
      send(`update-prices-${config.productId}`, { finalPrice: 1, oldPrice: 2 });
      send("update-gallery", []);
      const { productId } = config;
      const { productIndex, selectedValues } = this;
      send("configurable-selection-changed", {
        productId,
        optionId: attribute,
        value,
        productIndex,
        selectedValues,
        candidates,
      });
    },
  }));
});
