// Virtual time and settings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, createEmulator, paths, post, start, today } from "./helpers.mjs";

const now = (emulator) => Date.parse(emulator.state().now) - today;

test("advance takes milliseconds and texts such as 6h", async (t) => {
  const emulator = await start(t);
  for (const [time, sum] of [
    [0, 0],
    [1_500, 1_500],
    ["90s", 91_500],
    ["1d2h3m", 91_500 + 93_780_000],
  ]) {
    await emulator.advance(time);
    assert.equal(now(emulator), sum);
  }
});

test("advance rejects invalid times", async (t) => {
  const emulator = await start(t);
  for (const time of [
    -1,
    1.5,
    "",
    "soon",
    "1",
    "6 h",
    "1w",
    "9999999999d",
    Number.NaN,
    null,
    undefined,
    1e15,
  ]) {
    await assert.rejects(emulator.advance(time), { code: "invalid_option" }, `${time}`);
  }
  assert.equal(now(emulator), 0);
});

test("requests use virtual time: rates, retired revisions, events", async (t) => {
  const emulator = await start(t, { limits: { burst: 1 } });
  const send = async () => (await post(emulator, paths.client, ann)).status;
  assert.deepEqual([await send(), await send()], [202, 429]);
  await emulator.advance("1s");
  assert.equal(await send(), 202);
  await emulator.advance("720d");
  assert.equal(await send(), 202);
  assert.deepEqual(emulator.state().requests.at(-1).assumptions, ["revision_retired"]);
});

test("concurrent calls of advance run one after the other", async (t) => {
  const emulator = await start(t);
  await Promise.all(Array.from({ length: 10 }, () => emulator.advance("6h")));
  assert.equal(now(emulator), 60 * 3_600_000);
  assert.equal(emulator.state().feed.lastSync.at, "2026-08-04T00:00:00.000Z");
});

test("advancing a year is fast", async (t) => {
  const feed = Array.from({ length: 1_000 }, (_, index) => ({ id: `${index}`, inventory_quantity: index }));
  const emulator = await start(t, { feed });
  const before = performance.now();
  await emulator.advance("365d");
  assert.ok(performance.now() - before < 5_000);
  assert.equal(emulator.state().feed.nextSync, "2027-08-01T18:00:00.000Z");
});

test("virtual time advances with the real clock", async (t) => {
  const emulator = await createEmulator();
  t.after(() => emulator.close());
  await emulator.advance("1h");
  const first = Date.parse(emulator.state().now);
  assert.ok(Math.abs(first - Date.now() - 3_600_000) < 5_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(Date.parse(emulator.state().now) > first);
});

test("a wait ends without a request to read the state", async (t) => {
  const feed = [{ id: "SKU-1", inventory_quantity: 0 }];
  const clock = { now: today };
  const emulator = await createEmulator({ feed, now: () => clock.now });
  t.after(() => emulator.close());
  for (const email of ["a@example.com", "b@example.com"]) {
    const body = structuredClone(ann);
    body.data.attributes.profile.data.attributes.email = email;
    await post(emulator, paths.client, body);
  }
  feed[0].inventory_quantity = 1;
  await emulator.sync();
  assert.equal(emulator.state().messages.length, 1);
  clock.now += 3_600_000;
  assert.equal(emulator.state().messages.length, 2);
});

const wrong = [
  [{ minimum: 1 }, 'unknown setting "minimum"'],
  [{ toString: 1 }, 'unknown setting "toString"'],
  [{ minimumInventory: 0 }, "minimumInventory must be a whole number from 1 to 1000000"],
  [{ minimumInventory: "1" }, "minimumInventory must be a whole number from 1 to 1000000"],
  [{ customersPerUnit: 1.5 }, "customersPerUnit must be a whole number from 1 to 1000000"],
  [{ waitMinutes: -1 }, "waitMinutes must be a whole number from 0 to 525600"],
  [{ messageStatus: "on" }, "messageStatus must be one of live, manual, draft"],
  [[], "settings must be an object"],
  ["live", "settings must be an object"],
];

for (const [settings, message] of wrong) {
  test(`rejects settings: ${JSON.stringify(settings)}`, async (t) => {
    await assert.rejects(createEmulator({ settings }), { code: "invalid_option", message });
    const emulator = await start(t);
    await post(emulator, paths.client, ann);
    const before = emulator.state().settings;
    assert.throws(() => emulator.configure(settings), { code: "invalid_option", message });
    assert.deepEqual(emulator.state().settings, before);
  });
}

test("initial settings can be set, and are hidden before the first event", async (t) => {
  const emulator = await start(t, { settings: { waitMinutes: 5 } });
  assert.equal(emulator.state().settings, null);
  await post(emulator, paths.client, ann);
  assert.equal(emulator.state().settings.waitMinutes, 5);
});

test("reset restores everything but the time", async (t) => {
  const feed = [{ id: "SKU-1", inventory_quantity: 0 }];
  const emulator = await start(t, { feed });
  const start_ = emulator.state();
  emulator.script(() => ({ kind: "status", status: 500 }));
  emulator.limit({ burst: 1 });
  await post(emulator, paths.client, ann);
  emulator.script(undefined);
  await post(emulator, paths.server, ann);
  await post(emulator, paths.client, ann);
  emulator.stock("SKU-1", 3);
  emulator.configure({ waitMinutes: 1 });
  await emulator.advance("1d");
  assert.equal(emulator.state().messages.length, 1);
  await emulator.reset();
  const after = emulator.state();
  assert.deepEqual({ ...after, now: "", feed: "" }, { ...start_, now: "", feed: "" });
  assert.equal(now(emulator), 86_400_000);
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
});
