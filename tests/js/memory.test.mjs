// The module frees nothing: its instance is replaced before its memory is large.
import assert from "node:assert/strict";
import { test } from "node:test";
import { api, child } from "./children.mjs";

const forms = {
  "the module": "",
  "the plain JavaScript": 'await import("back-in-stock/compat");',
};

for (const [name, before] of Object.entries(forms)) {
  test(`${name}: many calls, right answers, a small memory`, async () => {
    const output = await child(`
      let most = 0;
      const seen = ({ buffer: { byteLength } }) => { most = Math.max(most, byteLength); };
      // Everything that is written into a memory, by whatever runs.
      const { set } = Uint8Array.prototype;
      Object.getPrototypeOf(Uint8Array).prototype.set = function (...all) { seen(this); return set.apply(this, all); };
      ${api}
      ${before}
      await api.init();
      const long = "x".repeat(4000);
      for (let count = 0; count < 3000; count++) {
        const id = long + count;
        assert.equal(api.variantId(id), "$custom:::$default:::" + id);
        await code(() => api.normalizeEmail(id));
      }
      console.log(most);`);
    assert.ok(Number(output) > 1 << 20 && Number(output) < 5 << 20, `${output} bytes`);
  });
}
