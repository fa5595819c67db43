// The documentation's snippets, rendered by the template languages of their platforms.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";
import { Liquid } from "liquidjs";

const path = (name) => fileURLToPath(new URL(`../../../docs/snippets/${name}`, import.meta.url));
export const snippet = (name) => readFileSync(path(name), "utf8");

const SCRIPT = "/notify-me/notify-me.js";
/** A variant as a theme has it. */
const liquidVariant = (one) => ({
  id: one.id,
  title: one.name,
  available: isAvailable(one),
  inventory_management: one.stock === undefined ? null : "shopify",
  inventory_quantity: one.stock ?? 0,
  inventory_policy: one.backorders ? "continue" : "deny",
});

function liquidProduct(product) {
  const all = product.children ?? [{ ...product, name: "Default Title" }];
  const variants = all.map(liquidVariant);
  const chosen = variants.find(({ available }) => available) ?? variants[0];
  const tags = [product.name, "new"];
  const drop = { title: product.name, tags, variants, has_only_default_variant: !product.children };
  return { ...drop, selected_or_first_available_variant: chosen };
}

const isAvailable = ({ stock, backorders }) => stock === undefined || stock > 0 || Boolean(backorders);

/** PHP itself, with the little of the platform that the snippet uses. */
const php = (platform, file) => (product) => {
  const harness = fileURLToPath(new URL(`${platform}.php`, import.meta.url));
  const args = ["-d", "error_reporting=-1", "-d", "display_errors=stderr", harness, path(file)];
  return execFileSync("php", args, { input: JSON.stringify(product), encoding: "utf8" });
};

const liquid = new Liquid({
  strictVariables: false,
  strictFilters: true,
  // What a theme renders by name.
  templates: { "notify-me": snippet("shopify.liquid"), "buy-buttons": '<div id="buy-buttons"></div>' },
});
liquid.registerFilter("asset_url", (name) => `/notify-me/${name}`);
liquid.registerFilter("stylesheet_tag", (url) => `<link rel="stylesheet" href="${url}">`);
liquid.registerFilter("money", (cents) => `$${(cents / 100).toFixed(2)}`);

const handlebars = Handlebars.create();
handlebars.registerHelper("cdn", (name) => name.replace("/assets/", "/notify-me/"));

/**
 * By platform: renders a product as HTML. A product is `{ id, name, children }` with a variant for each child, or has its own
 * `stock`. Stock is not managed if `stock` is missing. `backorders` means that the product is sold without stock.
 */
export const render = {
  shopify: (product) =>
    liquid.parseAndRenderSync(snippet("shopify.liquid"), { product: liquidProduct(product) }),
  bigcommerce: (product) => {
    // The front matter is the page's query; this is its answer.
    const [, query, template] = snippet("bigcommerce.handlebars").split(/^---$/m);
    if (!query.includes("query notifyMe")) throw new Error("there is no query");
    const edges = (product.children ?? [product]).map((one) => ({
      node: {
        entityId: one.id,
        inventory: {
          isInStock: isAvailable(one),
          aggregated: one.stock === undefined ? null : { availableToSell: one.stock },
        },
      },
    }));
    const data = { site: { product: { variants: { edges } } } };
    return handlebars.compile(template, { strict: false })({
      product: { title: product.name },
      gql: { data },
    });
  },
  woocommerce: php("woocommerce", "woocommerce.php"),
  magento: php("magento", "magento.phtml"),
};

/** Dawn's product section; the documentation has the case of its buy buttons. */
export const renderInDawn = (product) => {
  const ids = product.children.map(({ id }) => `<option>${id}</option>`);
  const form = `<form action="/cart/add"><select name="id">${ids.join("")}</select></form>`;
  const section = `{%- case block.type -%}${snippet("dawn.liquid")}{%- endcase -%}`;
  const html = liquid.parseAndRenderSync(section, {
    block: { type: "buy_buttons" },
    product: liquidProduct(product),
  });
  return `<section>${form}${html}</section>`;
};

/** The list of cards in a theme, of products as above. */
export const renderBlock = (products, template = snippet("product-block.liquid")) =>
  liquid.parseAndRenderSync(template, {
    products: products.map(({ name, children }, index) => ({
      title: name,
      url: `/products/${index}`,
      price: 1900,
      variants: children.map(liquidVariant),
    })),
  });

/** What shops load. */
export const script = SCRIPT;
