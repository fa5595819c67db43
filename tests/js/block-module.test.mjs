// The module of blocks: in the script, started when it is needed, and replaced when it stops.
import assert from "node:assert/strict";
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

/** Which of the module's functions traps, and how the calls end then: plain numbers, with text, with problems. */
const traps = {
  order: ["load_failed", "load_failed", "load_failed"],
  read: ["fine", "load_failed", "load_failed"],
  judge: ["fine", "fine", "load_failed"],
};

test("a trap becomes an error, and the module is replaced", async () => {
  for (const [name, expected] of Object.entries(traps)) {
    const output = await child(`
      const { Instance } = WebAssembly;
      let traps = true;
      let instances = 0;
      WebAssembly.Instance = class {
        constructor(...all) {
          instances++;
          const { exports } = new Instance(...all);
          const trap = (...values) => {
            if (traps) throw new WebAssembly.RuntimeError("unreachable");
            return exports.${name}(...values);
          };
          this.exports = { ...exports, ${name}: trap };
        }
      };
      ${api} ${block}
      const calls = [
        () => api.filterBlock([{ inventory_quantity: 0, inventory_policy: 1 }]),
        () => api.filterBlock(items),
        () => api.filterBlock([{}], { onProblem() {} }),
      ];
      const codes = [];
      for (const call of calls) codes.push(await code(call));
      console.log(codes.join());
      const failed = codes.filter((one) => one !== "fine").length;
      assert.throws(calls[2], (error) => error.cause instanceof WebAssembly.RuntimeError && error.retryable);
      traps = false;
      assert.equal(shown(), "2,3");
      // One in the beginning, and one more after each failure.
      assert.equal(instances, 1 + failed + 1);
      shown();
      assert.equal(instances, 1 + failed + 1);`);
    assert.equal(output.trim(), expected.join(), name);
  }
});

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
        memories.push(this.exports.memory);
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
