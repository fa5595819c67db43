// A light form of `npm run bench:emulator`: many held, all that is sent is accepted, and fast enough that nothing on the way
// can be walking through what is held.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bench } from "../../benches/emulator.mjs";

const HELD = 200_000;

test(`under load with ${HELD} subscriptions held`, { timeout: 120_000 }, async () => {
  const found = await bench({ held: HELD, seconds: 3, connections: 16, warmup: 0 });
  console.log(JSON.stringify(found));
  assert.equal(found.held, HELD);
  assert.deepEqual([found.refused, found.errors], [0, 0]);
  assert.equal(found.endHeld, HELD + found.accepted);
  assert.ok(found.perSecond > 800, `${found.perSecond} a second`);
});
