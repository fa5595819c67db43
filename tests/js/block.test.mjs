// filterBlock: the items it shows, the problems it reports, and its handling of errors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filterBlock } from "back-in-stock";
import { random } from "./helpers.mjs";

const item = (id, inventory_quantity, inventory_policy, product) => ({
  id,
  inventory_quantity,
  inventory_policy,
  product,
});
const ids = (items) => items.map(({ id }) => id).join("");

/** Hidden, in stock, out of stock, unknown, hidden, in stock. */
const items = [
  item("a", 0, 1),
  item("b", 3, 1),
  item("c", 0, 2),
  item("d"),
  item("e", "-1", "deny"),
  item("f", 1),
];

test("gives the caller's own objects, in a list of its own", () => {
  const shown = filterBlock(items);
  assert.equal(ids(shown), "bcdf");
  for (const one of shown) assert.ok(items.includes(one));
  assert.ok(Array.isArray(shown));
  assert.notEqual(filterBlock(shown), shown);
  assert.deepEqual(filterBlock([]), []);
});

for (const [name, options, expected] of [
  ["policy", { outOfStock: "policy" }, "bcdf"],
  ["hide", { outOfStock: "hide" }, "bdf"],
  ["last", { outOfStock: "last" }, "bdfc"],
  ["limit", { limit: 2 }, "bc"],
  ["limit 0", { limit: 0 }, ""],
  ["threshold", { threshold: 2 }, "bcdf"],
  ["threshold and last", { threshold: 2, outOfStock: "last" }, "bdcf"],
  ["atLeast", { atLeast: 5 }, "bcdfa"],
  ["atLeast of more than there are", { atLeast: 50 }, "bcdfae"],
  ["atLeast and hide", { atLeast: 5, outOfStock: "hide" }, "bdfac"],
  ["atLeast, limit and last", { atLeast: 5, limit: 5, outOfStock: "last" }, "bdfca"],
  ["nothing", {}, "bcdf"],
  ["nothing, said", { outOfStock: undefined, threshold: null, limit: undefined, quantity: null }, "bcdf"],
  ["the largest atLeast", { atLeast: Number.MAX_SAFE_INTEGER }, "bcdfae"],
  ["largest numbers", { limit: Number.MAX_SAFE_INTEGER, atLeast: 2 ** 40 }, "bcdfae"],
]) {
  test(`options: ${name}`, () => assert.equal(ids(filterBlock(items, options)), expected));
}

test("keys: the marked ones first, where there is a value", () => {
  const rows = [
    { id: "a", $inventory_quantity: 0, inventory_quantity: 5, $inventory_policy: 1, inventory_policy: 2 },
    { id: "b", $inventory_quantity: 5, inventory_quantity: 0, inventory_policy: 1 },
    { id: "c", $inventory_quantity: undefined, inventory_quantity: 0, $inventory_policy: 1 },
    { id: "d", $inventory_quantity: null, inventory_quantity: 0, inventory_policy: 1 },
  ];
  assert.equal(ids(filterBlock(rows)), "bd");
  assert.equal(ids(filterBlock(rows, { onProblem: () => {} })), "bd");
});

test("keys and functions of one's own", () => {
  const rows = [
    { id: "a", stock: 0, rule: "deny" },
    { id: "b", stock: 2, rule: "deny" },
    { id: "c", stock: 0, rule: "continue" },
  ];
  const ways = [
    { quantity: "stock", policy: "rule" },
    { quantity: (row) => row.stock, policy: (row) => row.rule },
    { quantity: ({ stock }) => `${stock}`, policy: "rule" },
  ];
  for (const way of ways) assert.equal(ids(filterBlock(rows, way)), "bc");
  assert.equal(ids(filterBlock(rows, { policy: () => 1, quantity: "stock" })), "b");
  assert.equal(ids(filterBlock(rows, { quantity: "stock" })), "abc");
});

test("products: the first in stock, else the first visible, where the first stood", () => {
  const rows = [
    item("a", 0, 1, "shirt"),
    item("b", 1, 1, "hat"),
    item("c", 0, 2, "shirt"),
    item("d", 4, 1, "shirt"),
    item("e", 0, 1, "sock"),
    item("f", 0, 2, undefined),
    item("g", 0, 2, undefined),
    item("h", 0, 1, null),
    item("i", 0, 2, "tie"),
    item("j", 0, 2, "tie"),
  ];
  assert.equal(ids(filterBlock(rows, { groupBy: "product" })), "dbfgi");
  assert.equal(ids(filterBlock(rows, { groupBy: "product", atLeast: 7 })), "dbfgieh");
  assert.equal(ids(filterBlock(rows, { groupBy: "product", outOfStock: "last", limit: 3 })), "dbf");
  assert.equal(ids(filterBlock(rows, { groupBy: "product", outOfStock: "hide", atLeast: 9 })), "dbefghi");
});

test("products are the same as keys of a Map are", () => {
  const key = {};
  const same = [
    [1, 1],
    [NaN, NaN],
    [0, -0],
    [key, key],
    ["", ""],
    [1n, 1n],
    [false, false],
  ];
  const different = [
    [1, "1"],
    [{}, {}],
    [0, ""],
    [false, 0],
    [undefined, undefined],
    [null, null],
    [undefined, null],
  ];
  const count = (pair) =>
    filterBlock(
      pair.map((product) => ({ product })),
      { groupBy: "product" },
    ).length;
  for (const pair of same) assert.equal(count(pair), 1, String(pair));
  for (const pair of different) assert.equal(count(pair), 2, String(pair));
});

test("items that are not plain objects", () => {
  class Product {
    #many = 0;
    get inventory_quantity() {
      return this.#many;
    }
    get inventory_policy() {
      return "deny";
    }
  }
  const hidden = Object.freeze({ inventory_quantity: 0, inventory_policy: 1 });
  const odd = [null, undefined, 5, "text", true, Symbol("s"), 5n, () => 1, [], Object.create(null)];
  const all = [
    new Product(),
    ...odd,
    hidden,
    new Proxy(hidden, {}),
    Object.create(hidden),
    { inventory_quantity: 0n, inventory_policy: 1 },
    { inventory_quantity: Symbol("0"), inventory_policy: { valueOf: () => 1 } },
    { inventory_quantity: Object(0), inventory_policy: 1 },
  ];
  const rest = all.slice(-3);
  assert.deepEqual(filterBlock(all), [...odd, ...rest]);
  assert.deepEqual(filterBlock(Object.freeze(all), { onProblem: () => {} }), [...odd, ...rest]);
  assert.deepEqual(filterBlock(new Proxy(all, {})), [...odd, ...rest]);
  assert.deepEqual(filterBlock({ length: all.length, ...all }), [...odd, ...rest]);
  assert.deepEqual(filterBlock(all, { quantity: "inventory_quantity", groupBy: "id" }), [...odd, ...rest]);
});

test("holes are items that say nothing", () => {
  // biome-ignore lint/suspicious/noSparseArray: it is what is tested
  const shown = filterBlock([, items[0], , items[1]]);
  assert.equal(shown.length, 3);
  assert.deepEqual([shown[0], shown[1], shown[2]], [undefined, undefined, items[1]]);
});

/** A plain reimplementation of the rule and the arrangement. */
function plainly(rows, { outOfStock = "policy", threshold, limit = Infinity, atLeast = 0, grouped }) {
  const shape = /^[\t\n\f\r ]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[\t\n\f\r ]*$/;
  const read = (value) => (typeof value === "string" ? (shape.test(value) ? Number(value) : NaN) : value);
  const isOut = (row) => {
    const many = read(row.inventory_quantity);
    return typeof many === "number" && (threshold === undefined ? many <= 0 : many < threshold);
  };
  const hides = ({ inventory_policy: policy }) => /^\s*deny\s*$/i.test(policy) || read(policy) === 1;
  const isHidden = (row) => isOut(row) && (outOfStock === "hide" || hides(row));
  const products = new Map();
  for (const row of rows) {
    const key = (grouped && row.product) ?? row;
    products.set(grouped ? key : row, [...(products.get(grouped ? key : row) ?? []), row]);
  }
  const shown = [];
  const last = [];
  const hidden = [];
  for (const all of products.values()) {
    const best = all.find((row) => !isOut(row)) ?? all.find((row) => !isHidden(row));
    if (!best) hidden.push(all[0]);
    else if (outOfStock === "last" && isOut(best)) last.push(best);
    else shown.push(best);
  }
  const order = [...shown, ...last];
  return [...order, ...hidden.slice(0, Math.max(0, atLeast - order.length))].slice(0, limit);
}

test("random blocks match a plain implementation of the rule", () => {
  const next = random(3);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const quantities = [0, 0, 0, 1, 5, -1, 0.5, NaN, undefined, null, "0", " 3 ", "10+", "", true, 1e21];
  const policies = [1, 1, 1, 2, 0, 3, undefined, null, "1", "deny", " DENY ", "continue", "x", false];
  const products = [undefined, null, "a", "b", "c", 1, 2];
  for (let round = 0; round < 3000; round++) {
    const rows = Array.from({ length: Math.floor(next() * 20) }, (_, id) =>
      item(id, pick(quantities), pick(policies), pick(products)),
    );
    const limit = pick([undefined, 3, 10]);
    const options = {
      outOfStock: pick(["policy", "hide", "last", undefined]),
      threshold: pick([undefined, undefined, 0, 2]),
      limit,
      atLeast: pick([undefined, 2, limit]),
      onProblem: pick([undefined, () => {}]),
    };
    const grouped = next() < 0.4;
    const expected = plainly(rows, { ...options, grouped });
    const found = filterBlock(rows, { ...options, ...(grouped && { groupBy: "product" }) });
    assert.deepEqual(
      found.map(({ id }) => id),
      expected.map(({ id }) => id),
      JSON.stringify([rows, options, grouped]),
    );
  }
});

test("problems are reported in order, with the value found", () => {
  const rows = [
    { id: "a", inventory_quantity: 5, inventory_policy: 1 },
    { id: "b", inventory_policy: 3 },
    { id: "c", inventory_quantity: null, inventory_policy: "stop" },
    { id: "d", inventory_quantity: " 12 ", inventory_policy: "continue" },
    { id: "e", inventory_quantity: "10+", inventory_policy: null },
    { id: "f", inventory_quantity: true, inventory_policy: false },
    { id: "g", inventory_quantity: -2, inventory_policy: 0 },
    { id: "h", inventory_quantity: 1.5 },
    { id: "i", inventory_quantity: NaN, inventory_policy: "1" },
    null,
  ];
  const problems = [];
  const shown = filterBlock(rows, { onProblem: (problem) => problems.push(problem) });
  const seen = problems.map(({ code, index, field, found, item: row }) => {
    assert.equal(row, rows[index]);
    return [rows[index]?.id, field, code, found];
  });
  assert.deepEqual(seen, [
    ["b", "quantity", "quantity_missing", undefined],
    ["b", "policy", "policy_unknown", 3],
    ["c", "quantity", "quantity_missing", null],
    ["c", "policy", "policy_unknown", "stop"],
    ["d", "quantity", "quantity_text", " 12 "],
    ["e", "quantity", "quantity_unreadable", "10+"],
    ["f", "quantity", "quantity_unreadable", true],
    ["f", "policy", "policy_unknown", false],
    ["g", "quantity", "quantity_negative", -2],
    ["h", "quantity", "quantity_fraction", 1.5],
    ["i", "quantity", "quantity_unreadable", NaN],
    [undefined, "quantity", "quantity_missing", undefined],
  ]);
  assert.equal(shown.length, 10);
  // What one block had is not another's.
  filterBlock([{ inventory_quantity: 1 }], { onProblem: () => assert.fail("nothing is odd") });
});

test("errors of an item, a function or a listener are rethrown, and the next block is correct", () => {
  const own = new Error("own");
  const fail = () => {
    throw own;
  };
  const row = {
    get inventory_quantity() {
      return fail();
    },
  };
  const calls = [
    () => filterBlock([items[0], row]),
    () => filterBlock([{ inventory_quantity: "text" }, row], { onProblem: () => {} }),
    () => filterBlock(items, { quantity: fail }),
    () => filterBlock(items, { policy: fail }),
    () => filterBlock(items, { groupBy: fail }),
    () => filterBlock([{}], { onProblem: fail }),
    () => filterBlock(new Proxy(items, { get: fail })),
    () => filterBlock(Proxy.revocable([], {}).proxy, new Proxy({}, { ownKeys: fail })),
  ];
  for (const call of calls) {
    assert.throws(call, (error) => error === own);
    assert.equal(ids(filterBlock(items)), "bcdf");
    assert.equal(ids(filterBlock(items, { groupBy: "id", onProblem: () => {} })), "bcdf");
  }
});

test("a block may be filtered while another one is", () => {
  const inner = () => assert.equal(ids(filterBlock(items, { outOfStock: "last" })), "bdfc");
  const asked = (read) => (row) => {
    inner();
    return read(row);
  };
  const options = {
    quantity: asked((row) => row.inventory_quantity),
    policy: asked((row) => row.inventory_policy),
    groupBy: asked((row) => row.id),
    onProblem: inner,
  };
  assert.equal(ids(filterBlock(items, options)), "bcdf");
  const getting = items.map((row) => ({
    id: row.id,
    get inventory_quantity() {
      inner();
      return row.inventory_quantity;
    },
    inventory_policy: row.inventory_policy,
  }));
  assert.equal(ids(filterBlock(getting)), "bcdf");
  const getters = items.map((row) => ({
    get() {
      inner();
      return row;
    },
  }));
  assert.equal(ids(filterBlock(Object.defineProperties([], getters))), "bcdf");
});

test("an item removed during filtering becomes undefined", () => {
  const rows = [1, 2, 3].map((id) => ({ id, inventory_quantity: 1 }));
  Object.defineProperty(rows[0], "inventory_policy", {
    get() {
      rows.length = 1;
    },
  });
  assert.deepEqual(filterBlock(rows), [rows[0], undefined, undefined]);
});

test("blocks of any size, one after another", () => {
  for (const count of [1, 0, 7, 1000, 24, 100_000, 3, 200_000, 5, 100_001]) {
    const rows = Array.from({ length: count }, (_, id) => ({
      id,
      inventory_quantity: id % 4 ? (id % 3 ? id : `${id}`) : 0,
      inventory_policy: id % 8 ? 1 : 2,
    }));
    const expected = rows.filter(({ id }) => id % 4 || id % 8 === 0);
    assert.ok(filterBlock(rows).every((row, index) => row === expected[index]));
    assert.equal(filterBlock(rows, { onProblem: () => {} }).length, expected.length);
    assert.equal(filterBlock(rows, { groupBy: ({ id }) => id >> 3 }).length, Math.ceil(count / 8));
  }
});

test("long texts are read to their end", () => {
  const rows = [`${"0".repeat(300_000)}7`, `${" ".repeat(300_000)}0`, `0${" ".repeat(300_000)}x`, "0"];
  const block = rows.map((inventory_quantity, id) => ({ id, inventory_quantity, inventory_policy: "deny" }));
  assert.equal(ids(filterBlock(block)), "02");
});

const refused = [
  ["unknown_option", "outofstock", { outofstock: "hide" }],
  ["unknown_option", "fields", { fields: {} }],
  ...["x", "", 1, true, {}].map((outOfStock) => ["invalid_option", "outOfStock", { outOfStock }]),
  ...[NaN, Infinity, "5", {}, 5n].map((threshold) => ["invalid_option", "threshold", { threshold }]),
  ...[-1, 1.5, NaN, Infinity, "5", 5n].map((limit) => ["invalid_option", "limit", { limit }]),
  ...[-1, 1.5, NaN, Infinity, "5", 5n].map((atLeast) => ["invalid_option", "atLeast", { atLeast }]),
  ["invalid_option", "atLeast", { atLeast: 3, limit: 2 }],
  ["invalid_option", "atLeast", { atLeast: 1, limit: 0 }],
  ...["quantity", "policy", "groupBy"].flatMap((name) =>
    [5, true, {}, ["key"], Symbol("key")].map((value) => ["invalid_option", name, { [name]: value }]),
  ),
  ...["text", 5, {}].map((onProblem) => ["invalid_option", "onProblem", { onProblem }]),
  ...[null, 5, "text", [], () => 1].map((options) => ["invalid_option", "options", options]),
];

test("wrong options", () => {
  for (const [code, field, options] of refused) {
    const expected = { name: "BackInStockError", code, field, retryable: false };
    assert.throws(() => filterBlock(items, options), expected, field);
    assert.throws(() => filterBlock([], options), expected, field);
  }
});

test("items that are not an array", () => {
  const wrong = [undefined, null, 5, "text", {}, () => 1, new Set(items), { length: -1 }, { length: 1.5 }];
  for (const list of [...wrong, { length: "1" }, { length: 2 ** 33 }]) {
    assert.throws(() => filterBlock(list), {
      name: "BackInStockError",
      code: "invalid_option",
      field: "items",
    });
  }
});
