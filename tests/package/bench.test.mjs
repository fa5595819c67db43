import assert from "node:assert/strict";
import { test } from "node:test";
import { openServer } from "../../benches/engines/server.mjs";
import { addresses, unpack } from "../../benches/packages.mjs";
import { benchBeside } from "./bench-beside.mjs";
import { root, tarball } from "./tarball.mjs";

test("the package is measured beside itself in Node", (t) => benchBeside(t, "node"));

test("two versions in one process share no state, and their modules are compiled each time", async (t) => {
  const old = await unpack(tarball);
  t.after(old.close);
  const packages = { old: old.folder, new: root };
  const server = await openServer(packages);
  t.after(server.close);
  const node = addresses(packages, "node", server.url);
  const [older, newer] = await Promise.all([import(node.old.main), import(node.new.main)]);
  assert.notEqual(older.BackInStock, newer.BackInStock);
  await older.init();
  assert.equal(older.variantId("SKU-1"), "$custom:::$default:::SKU-1");
  assert.throws(() => newer.variantId("SKU-1"), { code: "not_initialized" });

  const page = addresses(packages, "chromium", server.url);
  for (const { main, feed, wasm } of Object.values(page)) {
    for (const script of [main, feed]) {
      const response = await fetch(script);
      assert.equal(response.status, 200, script);
      assert.match(response.headers.get("content-type"), /^text\/javascript/);
    }
    const [first, second] = await Promise.all([1, 2].map(async () => (await fetch(wasm)).arrayBuffer()));
    assert.ok(WebAssembly.validate(first) && WebAssembly.validate(second));
    assert.notDeepEqual(Buffer.from(first), Buffer.from(second));
  }
});

test("a tarball that does not exist is refused", () =>
  assert.rejects(unpack("no-such.tgz"), /--beside: no-such\.tgz does not exist/));
