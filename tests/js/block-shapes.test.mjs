// filterBlock understands a shop's items by whichever names they have: Klaviyo's, Shopify's APIs and themes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filterBlock } from "back-in-stock";

/** How a block treats one item. */
function verdict(item, options = {}) {
  const problems = [];
  const [shown, inStock] = ["policy", "hide"].map(
    (outOfStock) => filterBlock([item], { outOfStock, ...options }).length > 0,
  );
  // With onProblem, the values are read on another path.
  const again = filterBlock([item], { ...options, onProblem: ({ code }) => problems.push(code) }).length > 0;
  assert.equal(again, shown, JSON.stringify(item));
  return [inStock ? "in stock" : shown ? "out of stock, shown" : "hidden", ...problems];
}

const HIDDEN = ["hidden"];
const SHOWN = ["out of stock, shown"];
const IN_STOCK = ["in stock"];
const UNKNOWN = ["in stock", "quantity_missing"];

for (const [name, item, expected] of [
  ["camelCase, deny", { inventoryQuantity: 0, inventoryPolicy: "deny" }, HIDDEN],
  [
    "camelCase, Admin API",
    { inventoryQuantity: 0, inventoryPolicy: "DENY", inventoryItem: { tracked: true } },
    HIDDEN,
  ],
  ["camelCase, continue", { inventoryQuantity: 0, inventoryPolicy: "CONTINUE" }, SHOWN],
  [
    "camelCase, Klaviyo's number",
    { inventoryQuantity: -1, inventoryPolicy: 1 },
    [...HIDDEN, "quantity_negative"],
  ],
  ["camelCase, in stock", { inventoryQuantity: 2, inventoryPolicy: "DENY" }, IN_STOCK],
  ["camelCase, no policy", { inventoryQuantity: 0 }, SHOWN],
  ["Storefront API, sold out", { quantityAvailable: 0, availableForSale: false }, HIDDEN],
  [
    "Storefront API, sold out, all names",
    { quantityAvailable: 0, availableForSale: false, currentlyNotInStock: false },
    HIDDEN,
  ],
  [
    "Storefront API, on backorder",
    { quantityAvailable: 0, availableForSale: true, currentlyNotInStock: true },
    SHOWN,
  ],
  [
    "Storefront API, in stock",
    { quantityAvailable: 3, availableForSale: true, currentlyNotInStock: false },
    IN_STOCK,
  ],
  [
    "Storefront API, not tracked",
    { quantityAvailable: 0, availableForSale: true, currentlyNotInStock: false },
    IN_STOCK,
  ],
  [
    "Storefront API, no permission for quantities, sold out",
    { quantityAvailable: null, availableForSale: false },
    HIDDEN,
  ],
  ["Storefront API, only for sale or not", { availableForSale: false }, HIDDEN],
  ["Storefront API, only for sale", { availableForSale: true }, UNKNOWN],
  [
    "Storefront API, no permission for quantities, on backorder",
    { quantityAvailable: null, availableForSale: true, currentlyNotInStock: true },
    SHOWN,
  ],
  [
    "Liquid's JSON, not tracked",
    { inventory_management: null, inventory_quantity: 0, inventory_policy: "deny", available: true },
    IN_STOCK,
  ],
  [
    "Admin API, not tracked",
    { inventoryQuantity: -4, inventoryPolicy: "DENY", inventoryItem: { tracked: false } },
    IN_STOCK,
  ],
  [
    "Liquid's JSON, tracked",
    { inventory_management: "shopify", inventory_quantity: 0, inventory_policy: "deny", available: false },
    HIDDEN,
  ],
  ["/products/shirt.js, sold out", { inventory_management: "shopify", available: false }, HIDDEN],
  ["/products/shirt.js, for sale", { inventory_management: "shopify", available: true }, UNKNOWN],
  ["a policy beside availability", { available: false, inventory_policy: "continue" }, SHOWN],
  ["a quantity beside availability", { available: false, inventory_quantity: 4 }, IN_STOCK],
  ["a word instead of a boolean", { available: "false" }, UNKNOWN],
  ["a quantity that is null", { inventoryQuantity: null, inventoryPolicy: "DENY" }, UNKNOWN],
  ["nothing", {}, UNKNOWN],
]) {
  test(`${name}: ${expected[0]}`, () => assert.deepEqual(verdict(item), expected));
}

test("of several names the first in the documented order counts, though its value may be null", () => {
  const quantities = ["$inventory_quantity", "inventory_quantity", "inventoryQuantity", "quantityAvailable"];
  const policies = ["$inventory_policy", "inventory_policy", "inventoryPolicy"];
  const later = (names, from, value) =>
    Object.fromEntries(names.slice(from + 1).map((name) => [name, value]));
  quantities.forEach((name, at) => {
    const earlier = Object.fromEntries(quantities.slice(0, at).map((one) => [one, undefined]));
    const item = (value, other) => ({
      ...earlier,
      [name]: value,
      ...later(quantities, at, other),
      inventory_policy: 1,
    });
    assert.equal(verdict(item(0, 5))[0], "hidden", name);
    assert.equal(verdict(item(5, 0))[0], "in stock", name);
    assert.equal(verdict(item(null, 0))[0], "in stock", name);
  });
  policies.forEach((name, at) => {
    const item = (value, other) => ({ [name]: value, ...later(policies, at, other), inventory_quantity: 0 });
    assert.equal(verdict(item(1, 2))[0], "hidden", name);
    assert.equal(verdict(item(2, 1))[0], "out of stock, shown", name);
    assert.equal(verdict(item(null, 1))[0], "out of stock, shown", name);
  });
});

test("a threshold does not hold for stock that is not tracked", () => {
  const item = { inventory_management: null, inventory_quantity: 1, inventory_policy: "deny" };
  assert.deepEqual(verdict(item, { threshold: 5 }), IN_STOCK);
  assert.deepEqual(verdict({ ...item, inventory_management: "shopify" }, { threshold: 5 }), HIDDEN);
});

test("a key or a function that the page names comes before all of it", () => {
  const item = { inventory_management: null, inventory_quantity: 9, stock: 0, rule: "deny", available: true };
  assert.deepEqual(verdict(item, { quantity: "stock", policy: "rule" }), HIDDEN);
  assert.deepEqual(verdict(item, { quantity: () => 0, policy: () => 1 }), HIDDEN);
});

test("a product's variants, grouped and with the ones on backorder last", () => {
  const variant = (id, product, quantityAvailable, more) => ({ id, product, quantityAvailable, ...more });
  const sold = { availableForSale: false, currentlyNotInStock: false };
  const late = { availableForSale: true, currentlyNotInStock: true };
  const rows = [
    variant("a", "shirt", 0, sold),
    variant("b", "shirt", 0, late),
    variant("c", "hat", 0, sold),
    variant("d", "sock", 0, { availableForSale: true, currentlyNotInStock: false }),
  ];
  const shown = filterBlock(rows, { groupBy: "product", outOfStock: "last" });
  assert.deepEqual(
    shown.map(({ id }) => id),
    ["d", "b"],
  );
});
