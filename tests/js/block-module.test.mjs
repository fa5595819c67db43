// The module of blocks: in the script, started when it is needed, and replaced when it stops.
import { test } from "node:test";
import { api, child } from "./children.mjs";

const block = `
  const items = [{ id: 1, inventory_quantity: 0, inventory_policy: 1 }, { id: 2, inventory_quantity: "0" }, { id: 3 }];
  const shown = () => api.filterBlock(items).map(({ id }) => id).join();
`;

test("it needs no init, fetches nothing, and is compiled once, when it is needed", () =>
  child(`
    const { Module, Instance } = WebAssembly;
    const seen = [];
    WebAssembly.Module = new Proxy(Module, {
      construct(target, [bytes]) { seen.push(bytes.length); return new target(bytes); },
    });
    WebAssembly.compile = WebAssembly.instantiate = globalThis.fetch = () => assert.fail("asynchronous");
    ${api}
    ${block}
    assert.equal(api.isVisible({ quantity: 0, policy: 1 }), false);
    assert.deepEqual(seen, []);
    for (let round = 0; round < 3; round++) assert.equal(shown(), "2,3");
    assert.equal(seen.length, 1);
    // Chrome before 115 compiles nothing larger in a page without waiting.
    assert.ok(seen[0] <= 4096, String(seen[0]));`));

for (const [name, remove] of Object.entries({
  "no WebAssembly": "delete globalThis.WebAssembly;",
  "WebAssembly that is forbidden": `
    WebAssembly.Module = class { constructor() { throw new EvalError("blocked by policy"); } };`,
})) {
  test(`${name}: wasm_blocked, and isVisible works`, () =>
    child(`${remove} ${api} ${block}
      for (let round = 0; round < 2; round++) {
        assert.throws(shown, { name: "BackInStockError", code: "wasm_blocked", message: /wasm-unsafe-eval/ });
      }
      assert.throws(() => api.filterBlock(items, { limit: -1 }), { code: "invalid_option" });
      assert.equal(api.isVisible({ quantity: 0, policy: 1 }), false);
      assert.equal(api.isVisible({ quantity: 0, policy: "continue" }), true);`));
}

test("a trap becomes an error, and the module is replaced", () =>
  child(`
    const { Instance } = WebAssembly;
    let traps = false;
    let instances = 0;
    const trapping = (call) => (...values) => {
      if (traps) throw new WebAssembly.RuntimeError("unreachable");
      return call(...values);
    };
    WebAssembly.Instance = class {
      constructor(...all) {
        instances++;
        const entries = Object.entries(new Instance(...all).exports);
        this.exports = Object.fromEntries(
          entries.map(([name, value]) => [name, typeof value === "function" ? trapping(value) : value]),
        );
      }
    };
    ${api} ${block}
    // The first instance works, so that the glue has views of its memory when it is replaced.
    assert.equal(shown(), "2,3");
    assert.equal(instances, 1);
    const calls = [
      () => api.filterBlock([{ inventory_quantity: 0, inventory_policy: 1 }]),
      () => api.filterBlock([{}], { onProblem() {} }),
      () => api.filterBlock(items, { groupBy: "id" }),
    ];
    for (const [index, call] of calls.entries()) {
      traps = true;
      assert.throws(
        call,
        (error) => error.code === "load_failed" && error.retryable && error.cause instanceof WebAssembly.RuntimeError,
      );
      traps = false;
      assert.equal(shown(), "2,3");
      // One in the beginning, and one more after each failure.
      assert.equal(instances, index + 2);
    }
    shown();
    assert.equal(instances, calls.length + 1);`));

test("more rows than memory can hold, and then fewer", () =>
  child(`${api} ${block}
    assert.throws(() => api.filterBlock({ length: 2 ** 31 }), { name: "BackInStockError", code: "load_failed" });
    assert.equal(shown(), "2,3");`));

test("memory does not stay large after a large block", () =>
  child(`
    const { Instance } = WebAssembly;
    const memories = [];
    WebAssembly.Instance = class {
      constructor(...all) {
        this.exports = new Instance(...all).exports;
        memories.push(Object.values(this.exports).find((one) => one instanceof WebAssembly.Memory));
      }
    };
    ${api} ${block}
    const rows = (length) => Array.from({ length }, () => ({ inventory_quantity: 0, inventory_policy: 1 }));
    const [some, many] = [rows(100_000), rows(400_000)];
    for (let round = 0; round < 3; round++) {
      assert.deepEqual(api.filterBlock(some), []);
      shown();
    }
    assert.equal(memories.length, 1);
    assert.deepEqual(api.filterBlock(many), []);
    assert.equal(shown(), "2,3");
    assert.equal(memories.length, 2);
    assert.ok(memories[1].buffer.byteLength < 4 << 20);`));

test("a million blocks, and the memory does not grow", () =>
  child(`
    const { Instance } = WebAssembly;
    const memories = [];
    WebAssembly.Instance = class {
      constructor(...all) {
        this.exports = new Instance(...all).exports;
        memories.push(Object.values(this.exports).find((one) => one instanceof WebAssembly.Memory));
      }
    };
    ${api} ${block}
    const rows = Array.from({ length: 60 }, (_, id) => ({ inventory_quantity: id % 3, inventory_policy: 1, group: id % 7 }));
    const blocks = rows.map((_, length) => rows.slice(0, length));
    const grouped = { groupBy: "group", outOfStock: "last" };
    for (const one of blocks) api.filterBlock(one, grouped);
    const before = memories[0].buffer.byteLength;
    for (let count = 0; count < 1_000_000; count++) api.filterBlock(blocks[count % 13], count % 100 ? undefined : grouped);
    assert.equal(memories.length, 1);
    assert.equal(memories[0].buffer.byteLength, before);`));
