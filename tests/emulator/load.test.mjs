// A light form of `npm run bench:emulator`. With many stored subscriptions, the emulator accepts all requests, so fast that
// no step can iterate over all of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bench } from "../../benches/emulator.mjs";

const HELD = 200_000;

test(`accepts requests fast with ${HELD} stored subscriptions`, { timeout: 120_000 }, async () => {
  const found = await bench({ held: HELD, seconds: 3, connections: 16, warmup: 0 });
  console.log(JSON.stringify(found));
  assert.equal(found.held, HELD);
  assert.deepEqual([found.refused, found.errors], [0, 0]);
  assert.equal(found.endHeld, HELD + found.accepted);
  assert.ok(found.perSecond > 800, `${found.perSecond} a second`);
});
