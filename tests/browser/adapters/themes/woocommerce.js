// What WooCommerce's classic variation forms do when an attribute is chosen, in the order in which they do it.
{
  const $form = jQuery(".variations_form");
  const $id = $form.find("[name=variation_id]");
  let pending = Promise.resolve();

  const find = async (size) => {
    const list = $form.data("product_variations");
    if (list) return list.find(({ attributes }) => attributes.attribute_size === size);
    const data = { attribute_size: size, product_id: $form.data("product_id") };
    return jQuery.ajax({ url: "/?wc-ajax=get_variation", type: "POST", data });
  };
  const reset = () => {
    $form.trigger("reset_data");
    $form.find(".single_variation").trigger("hide_variation");
  };
  const found = (variation) => {
    $form.trigger("found_variation", [variation]);
    $id.val(variation.variation_id).trigger("change");
    $form.find(".single_variation").trigger("show_variation", [variation, variation.is_in_stock]);
  };
  const check = async () => {
    const size = $form.find("select").val();
    const variation = size && (await find(size));
    if (variation) found(variation);
    else reset();
  };

  $form.on("change", ".variations select", () => {
    $id.val("").trigger("change");
    pending = check();
  });
  window.quiet = () => pending;
  window.choose = (size) => {
    $form.find("select").val(size).trigger("change");
  };
  // It looks at what is chosen at first a while after it was set up.
  window.ready = new Promise((resolve) => {
    setTimeout(() => check().then(resolve), 100);
  });
}
