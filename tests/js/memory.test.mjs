// The module frees what a call took: its memory does not grow with the number of calls.
import assert from "node:assert/strict";
import { test } from "node:test";
import { api, child } from "./children.mjs";

/** Finds the memory of whatever runs, and how often the functions are called. */
const forms = {
  "the module": [
    1_000_000,
    `let memory;
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...all) => {
      const instance = await instantiate(...all);
      memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
      return instance;
    };
    const size = () => memory.buffer.byteLength;`,
  ],
  "the plain JavaScript": [
    100_000,
    `let largest = 0;
    globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
      construct(target, [length]) {
        largest = Math.max(largest, length);
        return new target(length);
      },
    });
    const size = () => largest;`,
  ],
};

for (const [name, [count, before]] of Object.entries(forms)) {
  test(`${name}: ${count.toLocaleString("en")} calls, right answers, and the memory stays as it was`, async () => {
    const output = await child(`
      ${before}
      ${api}
      ${name === "the module" ? "" : 'await import("back-in-stock/compat");'}
      await api.init();
      const long = "x".repeat(4000);
      const request = { variant: "a", profile: { email: "ann@example.com" }, channels: ["EMAIL", "FAX"] };
      const options = { audience: "client", companyId: "ABC123" };
      const calls = [
        (count) => assert.equal(api.variantId("SKU-" + count), "$custom:::$default:::SKU-" + count),
        (count) => assert.equal(api.variantId(long.slice(count % 4000) + count).length, 21 + 4000 - (count % 4000) + String(count).length),
        (count) => assert.throws(() => api.normalizeEmail("ann" + count), { code: "invalid_email" }),
        (count) => assert.throws(() => api.buildRequest(request, options), { code: "invalid_option" }),
        (count) => assert.equal(api.normalizePhoneNumber("+15005550006"), "+15005550006"),
      ];
      const sizes = [];
      for (let count = 0; count < ${count}; count++) {
        calls[count % calls.length](count);
        if (count === ${count / 100} || count === ${count - 1}) sizes.push(size());
      }
      console.log(JSON.stringify(sizes));`);
    const [early, late] = JSON.parse(output);
    assert.ok(early > 1 << 16, output);
    assert.equal(late, early, output);
  });
}
