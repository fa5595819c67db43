// Many emulators at once, many subscriptions in one, and no code of the library in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createEmulator, paths, post, subscription, today } from "./helpers.mjs";

test("100 emulators run at once on free ports without interfering", async (t) => {
  const before = performance.now();
  const all = await Promise.all(
    Array.from({ length: 100 }, (_, index) => {
      const feed = [{ id: "SKU-1", title: `Shirt ${index}`, inventory_quantity: 0 }];
      return createEmulator({ feed, now: () => today, companyId: `SHOP${String(index).padStart(2, "0")}` });
    }),
  );
  t.after(() => Promise.all(all.map((emulator) => emulator.close())));
  const took = performance.now() - before;
  assert.ok(took < 10_000, `${took} ms for 100`);
  assert.equal(new Set(all.map(({ url }) => url)).size, 100);
  const states = await Promise.all(
    all.map(async (emulator, index) => {
      const query = `?company_id=SHOP${String(index).padStart(2, "0")}`;
      const email = `person-${index}@example.com`;
      assert.equal((await post(emulator, paths.client, subscription({ email }), { query })).status, 202);
      if (index % 2) {
        emulator.stock("SKU-1", 1);
        await emulator.advance(`${index}h`);
      }
      return emulator.state();
    }),
  );
  for (const [index, state] of states.entries()) {
    assert.deepEqual(
      state.profiles.map(({ emails }) => emails),
      [[`person-${index}@example.com`]],
    );
    const isTold = index % 2 === 1 && index >= 6;
    assert.deepEqual([state.messages.length, state.subscriptions.length], [Number(isTold), Number(!isTold)]);
    assert.equal(Date.parse(state.now), today + (index % 2 ? index * 3_600_000 : 0));
  }
});

test("the emulator contains no file of the library", async () => {
  const place = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const { metafile } = await build({
    entryPoints: [place("emulator/vite.ts"), place("emulator/dashboard/main.ts")],
    outdir: "out",
    absWorkingDir: place("."),
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    metafile: true,
  });
  const foreign = Object.keys(metafile.inputs).filter((path) => !/^(emulator|node_modules)\//.test(path));
  assert.deepEqual(foreign, []);
});
