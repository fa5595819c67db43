// What Magento's widgets for configurable products do: they write into fields and attributes, and trigger jQuery's events.
const config = {
  attributes: [
    { id: "93", code: "color", options: { 49: ["2001", "2002"], 50: ["2003"] } },
    { id: "142", code: "size", options: { 166: ["2001", "2003"], 167: ["2002"] } },
  ],
  index: { 2001: { 93: "49", 142: "166" }, 2002: { 93: "49", 142: "167" }, 2003: { 93: "50", 142: "166" } },
};
const modern = new URLSearchParams(location.search).get("magento") !== "2.3";
if (modern) config.salable = { 93: { 49: ["2001"], 50: ["2003"] }, 142: { 166: ["2001", "2003"] } };

/** The renderer of swatches makes everything by itself, some time after the page was loaded. */
function render() {
  const prefix = modern ? "data-" : "";
  const $holder = jQuery("[data-role=swatch-options]");
  for (const { id, code, options } of config.attributes) {
    const $attribute = jQuery("<div class='swatch-attribute'></div>")
      .addClass(code)
      .attr(`${prefix}attribute-id`, id);
    const $input = jQuery(
      `<input class="swatch-input super-attribute-select" name="super_attribute[${id}]" type="text">`,
    );
    for (const option of Object.keys(options)) {
      const $option = jQuery(`<div class="swatch-option" id="o${option}">${option}</div>`);
      $option.on("click", () => {
        const off = $option.hasClass("selected");
        $attribute.find(".selected").removeClass("selected");
        if (off) $attribute.removeAttr(`${prefix}option-selected`);
        else $attribute.attr(`${prefix}option-selected`, option);
        $option.toggleClass("selected", !off);
        $input.val(off ? "" : option);
        $input.trigger("change");
      });
      $attribute.append($option);
    }
    $holder.append($attribute.append($input));
  }
  $holder.data("mage-SwatchRenderer", { options: { jsonConfig: config } });
}

if (document.querySelector("[data-role=swatch-options]")) setTimeout(render, 50);
else jQuery("#product_addtocart_form").data("mage-configurable", { options: { spConfig: config } });
