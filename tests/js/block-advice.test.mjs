// In development, filterBlock warns once if no item has a quantity. Production does not contain the text.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** What is in the console after some calls, under a condition of the package's exports. */
async function warnings(calls, condition = "development") {
  const script = `
    import assert from "node:assert/strict";
    import * as api from "back-in-stock";
    const { filterBlock } = api;
    const lines = [];
    for (const level of ["log", "info", "warn", "error"])
      console[level] = (...all) => lines.push([level, ...all].join(" "));
    ${calls}
    process.stdout.write(JSON.stringify(lines));`;
  const { stdout } = await run(
    process.execPath,
    ["--input-type=module", `--conditions=${condition}`, "--eval", script],
    { cwd: root },
  );
  return JSON.parse(stdout);
}

test("warns once, with keys that look like a quantity and without their values", async () => {
  const lines = await warnings(`
    const items = [{ id: "secret-1", stockLevel: 7, "on-hand": 3 }, { id: "secret-2", Qty: "many" }, null];
    assert.deepEqual(filterBlock(items), items);
    filterBlock(items);
    filterBlock([{ units: 4 }]);`);
  assert.deepEqual(lines, [
    'warn back-in-stock: filterBlock found no quantity in any of 3 items, so none of them counts as out of stock. It reads $inventory_quantity, inventory_quantity, inventoryQuantity or quantityAvailable. The items have "stockLevel", "on-hand", "Qty". Pass the right key: filterBlock(items, { quantity: "stockLevel" }).',
  ]);
});

test("warns without similar keys, and for a mapped key that no item has", async () => {
  const [none] = await warnings(`filterBlock([{ id: 1 }]);`);
  assert.match(none, /any of 1 items.*quantityAvailable\. Pass the right key: .*quantity: "key"/);
  const [named] = await warnings(`filterBlock([{ stock: 1 }], { quantity: "stok" });`);
  assert.match(named, /The option "quantity" is set to the key "stok"\. The items have "stock"\./);
});

test("not where one item has a quantity, or the page or Shopify decides", async () => {
  const lines = await warnings(`
    filterBlock([]);
    for (const item of [
      { inventory_quantity: 0 }, { $inventory_quantity: 0 }, { inventoryQuantity: 0 }, { quantityAvailable: 0 },
      { inventory_quantity: "x" }, { availableForSale: true }, { available: false }, { inventory_management: null },
      { inventoryItem: { tracked: false } },
    ]) filterBlock([{ stock: 1 }, item]);
    filterBlock([{ stock: 1 }], { quantity: "stock" });
    filterBlock([{ stock: 1 }], { quantity: ({ stock }) => stock });`);
  assert.deepEqual(lines, []);
});

test("results and errors of filterBlock are unchanged", async () => {
  const lines = await warnings(`
    assert.throws(() => filterBlock([{}], { limit: -1 }), { code: "invalid_option" });
    assert.throws(() => filterBlock([{}], null), { code: "invalid_option" });
    assert.throws(() => filterBlock("text"), { code: "invalid_option", field: "items" });
    assert.equal(filterBlock([{ inventory_quantity: 0, inventory_policy: 1 }, { inventory_quantity: 1 }]).length, 1);
    assert.ok(api.BackInStockError && api.BackInStock && api.isVisible && api.init);`);
  assert.deepEqual(lines, []);
});

test("production does not warn and does not contain the text", async () => {
  assert.deepEqual(await warnings(`filterBlock([{ stock: 1 }]);`, "production"), []);
  const dist = `${root}dist/`;
  const having = readdirSync(dist).filter(
    (name) => name.endsWith(".js") && readFileSync(dist + name, "utf8").includes("found no quantity"),
  );
  assert.deepEqual(having, ["development.js"]);
});
