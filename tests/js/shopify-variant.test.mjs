// One understanding of Shopify's shapes: each row is a variant as one of its APIs or themes has it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("../../src/js/shared/shopify-variant.ts", import.meta.url))],
  bundle: true,
  format: "esm",
  write: false,
});
const { readShopifyVariant } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);

const gid = "gid://shopify/ProductVariant/41";

/** Name of the case, the variant, and the expected state. */
const SHAPES = [
  [
    "Liquid, tracked",
    {
      id: 41,
      title: "S",
      name: "Shirt - S",
      available: false,
      inventory_management: "shopify",
      inventory_quantity: -2,
      inventory_policy: "deny",
    },
    { variant: "41", product: "Shirt - S", quantity: -2, policy: "deny", available: false, tracked: true },
  ],
  [
    "Liquid, not tracked",
    { id: 41, inventory_management: null, inventory_quantity: 0, inventory_policy: "deny", available: true },
    { variant: "41", quantity: null, policy: "deny", available: true, tracked: false },
  ],
  [
    "not tracked, and not said to be available: it can always be bought",
    { id: 41, inventory_management: null, inventory_quantity: 0 },
    { variant: "41", quantity: null, available: true, tracked: false },
  ],
  [
    "not tracked, and taken off sale",
    { id: 41, inventory_management: "", available: false },
    { variant: "41", quantity: null, available: false, tracked: false },
  ],
  [
    "/products/shirt.json: the policy without a quantity",
    { id: 41, title: "Default Title", available: true },
    { variant: "41", available: true },
  ],
  [
    "Storefront API, in stock",
    { id: gid, availableForSale: true, quantityAvailable: 3 },
    { variant: "41", quantity: 3, available: true },
  ],
  [
    "Storefront API, sold out",
    { id: gid, availableForSale: false, quantityAvailable: 0, currentlyNotInStock: false },
    { variant: "41", quantity: 0, available: false },
  ],
  [
    "Storefront API, sold out and for sale anyway",
    { id: gid, availableForSale: true, quantityAvailable: -1, currentlyNotInStock: true },
    { variant: "41", quantity: -1, policy: "continue", available: true },
  ],
  [
    "the same without the permission to read quantities",
    { id: gid, availableForSale: true, quantityAvailable: null, currentlyNotInStock: true },
    { variant: "41", quantity: 0, policy: "continue", available: true },
  ],
  [
    "Storefront API, not tracked: for sale, with no stock, and not on backorder",
    { id: gid, availableForSale: true, quantityAvailable: 0, currentlyNotInStock: false },
    { variant: "41", quantity: null, available: true, tracked: false },
  ],
  [
    "Storefront API, the names of product and variant",
    { id: `${gid}?country=CA`, title: "S / Blue", product: { title: "Shirt" }, availableForSale: true },
    { variant: "41", product: "Shirt, S / Blue", available: true },
  ],
  [
    "Storefront API, a product with one variant",
    { id: gid, title: "Default Title", product: { title: "Shirt" } },
    { variant: "41", product: "Shirt" },
  ],
  [
    "Admin API",
    { id: gid, inventoryQuantity: 0, inventoryPolicy: "CONTINUE", inventoryItem: { tracked: true } },
    { variant: "41", quantity: 0, policy: "CONTINUE", tracked: true },
  ],
  [
    "Admin API, not tracked",
    { id: gid, inventoryQuantity: 0, inventoryItem: { tracked: false }, availableForSale: true },
    { variant: "41", quantity: null, available: true, tracked: false },
  ],
  [
    "a feed's row",
    { id: "SKU-M", title: "Shirt, M", inventory_quantity: "0", inventory_policy: 2 },
    { variant: "SKU-M", product: "Shirt, M", quantity: "0", policy: 2 },
  ],
  [
    "a template's row",
    { $inventory_quantity: 0, $inventory_policy: 1, inventory_quantity: 5 },
    { quantity: 0, policy: 1 },
  ],
  [
    "the id of a product, which is not a variant",
    { id: "gid://shopify/Product/41" },
    { variant: "gid://shopify/Product/41" },
  ],
  ["nothing", {}, {}],
  [
    "values of the wrong type",
    { id: {}, title: [], product: 5n, inventoryItem: "x", availableForSale: "maybe", currentlyNotInStock: 1 },
    { available: "maybe" },
  ],
];

for (const [name, row, facts] of SHAPES)
  test(name, () => {
    const before = structuredClone(row);
    assert.deepEqual(readShopifyVariant(row), facts);
    assert.deepEqual(row, before);
  });
