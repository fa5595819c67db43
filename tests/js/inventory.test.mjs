// What the scripts decide about stock, alone and with the block module, beside what the crate decides.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { filterBlock, isVisible } from "back-in-stock";
import { build } from "esbuild";
import { random } from "./helpers.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { outputFiles } = await build({
  entryPoints: [`${root}src/js/shared/inventory.ts`],
  bundle: true,
  format: "esm",
  write: false,
});
const { visibilityOf, IN_STOCK, OUT_OF_STOCK, HIDDEN } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);

/** A value as the crate's example reads it. */
function tagged(value) {
  if (value === undefined) return { type: "missing" };
  if (value === null) return { type: "null" };
  if (typeof value === "number") return { type: "number", value: String(value) };
  return typeof value === "string" ? { type: "text", value } : { type: "other" };
}

/** Runs the crate on each item. Returns its visibility and the anomalies of quantity and policy. */
async function crate(items, threshold) {
  const child = spawn("cargo", ["run", "--quiet", "--locked", "--example", "inventory"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = items.map(({ inventory_quantity: quantity, inventory_policy: policy }) =>
    JSON.stringify({ quantity: tagged(quantity), policy: tagged(policy), threshold }),
  );
  child.stdin.end(`${lines.join("\n")}\n`);
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  return text.trimEnd().split("\n");
}

const WORDS = { [IN_STOCK]: "in_stock", [OUT_OF_STOCK]: "out_of_stock", [HIDDEN]: "hidden" };

/** The same from the package, whose module arranges the items and finds what is suspicious. */
function shipped(items, threshold) {
  const found = items.map(() => ({ quantity: "-", policy: "-" }));
  const onProblem = ({ code, index, field }) => {
    found[index][field] = code;
  };
  const shown = new Set(filterBlock(items, { threshold, onProblem }));
  const inStock = new Set(filterBlock(items, { threshold, outOfStock: "hide" }));
  return items.map((item, index) => {
    const word = inStock.has(item) ? "in_stock" : shown.has(item) ? "out_of_stock" : "hidden";
    return `${word} ${found[index].quantity} ${found[index].policy}`;
  });
}

async function agree(items, threshold) {
  const expected = await crate(items, threshold);
  assert.equal(expected.length, items.length);
  const found = shipped(items, threshold);
  const counts = [0, 0, 0];
  items.forEach((item, index) => {
    const { inventory_quantity: quantity, inventory_policy: policy } = item;
    const which = () =>
      `${typeof quantity} ${String(quantity)}, ${typeof policy} ${String(policy)}, ${threshold}`;
    assert.equal(found[index], expected[index], which());
    const decided = visibilityOf(quantity, policy, threshold);
    assert.equal(WORDS[decided], expected[index].split(" ")[0], which());
    assert.equal(isVisible({ quantity, policy, threshold }), decided !== HIDDEN, which());
    counts[decided]++;
  });
  return counts;
}

const others = [undefined, null, true, false, {}, [], [1], () => 1, Symbol("1"), 1n, new Date(0), Object(1)];
const numbers = [0, -0, 1, 2, 3, -1, 4, 5, 0.5, 1.5, -0.5, 1e21, 5e-324, NaN, Infinity, -Infinity];
const texts = [
  "",
  " ",
  "0",
  "1",
  "2",
  "3",
  "12",
  " 3 ",
  "10+",
  "-1",
  "1.0",
  "+1",
  "1e0",
  "0x1",
  "Infinity",
  "NaN",
];
const words = [
  "deny",
  "DENY",
  " Deny\t",
  "continue",
  "Continue",
  "den",
  "denyy",
  "\u00a0deny",
  "deny\v",
  "true",
];
const tricks = [
  // Its low bytes are those of "deny".
  "\u0164eny",
  "constructor",
  "__proto__",
  "other",
  "\u00a01",
  "1\v",
  "1_000",
  "1,5",
  "٣",
  "１",
  "1\0",
  "\ufeff1",
];

test("every kind of quantity with every kind of policy", async () => {
  const values = [...others, ...numbers, ...texts, ...words, ...tricks];
  const items = values.flatMap((inventory_quantity) =>
    values.map((inventory_policy) => ({ inventory_quantity, inventory_policy })),
  );
  for (const threshold of [undefined, 0, 1, 5, -3, 0.5]) {
    const counts = await agree(items, threshold);
    assert.ok(Math.min(...counts) > 5, `${threshold}: ${counts}`);
  }
});

test("text near numbers and policies", async () => {
  const next = random(7);
  const pieces = [
    "0",
    "1",
    "2",
    "7",
    ".",
    "e",
    "E",
    "+",
    "-",
    " ",
    "\n",
    "\f",
    "\r",
    "\v",
    "\u00a0",
    "x",
    "٣",
  ];
  const piece = () => pieces[Math.floor(next() * pieces.length)];
  const text = () => Array.from({ length: Math.floor(next() * 7) }, piece).join("");
  const word = () =>
    [...["deny", "Continue", "1", "0", "2.0"][Math.floor(next() * 5)]].join(next() < 0.9 ? "" : piece());
  const items = Array.from({ length: 40_000 }, (_, index) => ({
    inventory_quantity: index % 2 ? text() : 0,
    inventory_policy: index % 2 ? 1 : next() < 0.5 ? text() : piece() + word() + piece(),
  }));
  for (const threshold of [undefined, 2]) {
    const counts = await agree(items, threshold);
    assert.ok(Math.min(...counts) > 50, `${counts}`);
  }
});

test("numbers of any size", async () => {
  const next = random(8);
  const number = () => (next() - 0.5) * 10 ** Math.floor(next() * 40 - 20);
  const items = Array.from({ length: 5000 }, (_, index) => ({
    inventory_quantity: index % 2 ? number() : `${number()}`,
    inventory_policy: index % 3 ? 1 : number(),
  }));
  for (const threshold of [undefined, 1e-3, -7]) await agree(items, threshold);
});

test("text that a careless pattern takes long for", () => {
  const started = performance.now();
  for (const text of [`${"1".repeat(200_000)}x`, `1${" ".repeat(200_000)}x`, `${" ".repeat(200_000)}x`])
    shipped([{ inventory_quantity: text, inventory_policy: text }], undefined);
  assert.ok(performance.now() - started < 2000);
});

test("values that are not items are visible", () => {
  for (const item of [undefined, null, 5, "text", {}, []]) assert.equal(isVisible(item), true);
  assert.equal(isVisible({ quantity: 0, policy: 1 }), false);
  assert.equal(isVisible({ quantity: 0, policy: 1, threshold: null }), false);
});

test("a threshold is a number", () => {
  for (const threshold of [NaN, Infinity, "5", {}, 5n, true]) {
    assert.throws(() => isVisible({ quantity: 5, policy: 1, threshold }), {
      name: "BackInStockError",
      code: "invalid_option",
      field: "threshold",
    });
  }
});
