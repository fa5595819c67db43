// A module that stopped is replaced: the glue must not use the memory of the former instance in any engine.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

const dist = new URL("../../dist/", import.meta.url);
const scripts = readdirSync(dist).filter((name) => name.endsWith(".js"));

const PAGE = `<!doctype html><title>replaced</title><script type="module">
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
  const { filterBlock } = await import("/dist/filter.js");
  const items = Array.from({ length: 50 }, (_, id) => ({ id, inventory_quantity: id % 2, inventory_policy: 1 }));
  const shown = () => filterBlock(items).map(({ id }) => id).join();
  const results = [shown()];
  for (let round = 0; round < 2; round++) {
    traps = true;
    try { results.push(shown()); } catch ({ code }) { results.push(code); }
    traps = false;
    results.push(shown());
  }
  window.results = { results, instances };
</script>`;

for (const engine of engines) {
  test(`${engine}: a replaced module gives right answers`, { timeout: 120_000 }, async (t) => {
    const files = scripts.map((name) => [`/dist/${name}`, readFileSync(new URL(name, dist))]);
    const server = await serve({ "/": PAGE, ...Object.fromEntries(files) });
    t.after(() => server.close());
    const browser = await open(engine);
    t.after(() => browser.close());
    await browser.goto(`${server.url}/`);
    const { results, instances } = await browser.until(() => window.results, { timeout: 60_000 });
    const odd = Array.from({ length: 25 }, (_, index) => index * 2 + 1).join();
    assert.deepEqual(results, [odd, "load_failed", odd, "load_failed", odd]);
    assert.equal(instances, 3);
  });
}
