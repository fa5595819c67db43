import assert from "node:assert/strict";
import { test } from "node:test";
import { consent, otherVariant, paths, post, start, subscription, variant } from "./helpers.mjs";

const send = (emulator, fields, variantId = variant) =>
  post(emulator, paths.client, subscription({ channels: ["PUSH"], variantId, ...fields }));

const pairs = [
  ["id", { id: "1", email: "a@b.co" }, { id: "1", phone_number: "+15005550006" }, 1],
  ["external id", { external_id: "x", email: "a@b.co" }, { external_id: "x" }, 1],
  ["email in another case", { email: "Ann@Example.com" }, { email: "aNN@eXAMPLE.COM" }, 1],
  ["phone number", { phone_number: "+15005550006" }, { phone_number: "+15005550006", id: "1" }, 1],
  ["no id: case counts", { id: "a" }, { id: "A" }, 2],
  ["no external id: case counts", { external_id: "a" }, { external_id: "A" }, 2],
  ["nothing: same text as another kind", { id: "7" }, { external_id: "7" }, 2],
  ["nothing", { email: "a@b.co" }, { email: "c@d.co" }, 2],
];

for (const [shared, one, two, count] of pairs) {
  test(`two requests that share ${shared}: ${count} profiles`, async (t) => {
    const emulator = await start(t);
    assert.equal((await send(emulator, one)).status, 202);
    assert.equal((await send(emulator, two)).status, 202);
    const { profiles, subscriptions, events } = emulator.state();
    assert.deepEqual([profiles.length, subscriptions.length, events.length], [count, count, count]);
  });
}

test("a profile collects its identifiers and keeps the first spelling", async (t) => {
  const emulator = await start(t);
  await send(emulator, { email: "Ann@example.com" });
  await send(emulator, { email: "ann@EXAMPLE.com", phone_number: "+15005550006" });
  await send(emulator, { phone_number: "+15005550006", external_id: "x", email: "ann@work.example" });
  assert.deepEqual(emulator.state().profiles, [
    {
      key: "profile-1",
      ids: [],
      externalIds: ["x"],
      emails: ["Ann@example.com", "ann@work.example"],
      phoneNumbers: ["+15005550006"],
    },
  ]);
});

test("a request with identifiers of several profiles merges them", async (t) => {
  const emulator = await start(t);
  await send(emulator, { email: "ann@example.com" });
  emulator.clock.now += 1_000;
  await send(emulator, { phone_number: "+15005550006" });
  await send(emulator, { phone_number: "+15005550006" }, otherVariant);
  await post(emulator, paths.consent, consent({ phone_number: "+15005550006" }));
  await send(emulator, { external_id: "x" });
  await send(emulator, { email: "other@example.com" });
  emulator.clock.now += 1_000;
  await send(emulator, { external_id: "x", phone_number: "+15005550006", email: "ANN@example.com" });

  const { profiles, subscriptions, events, consents } = emulator.state();
  assert.deepEqual(
    profiles.map(({ key, externalIds, emails, phoneNumbers }) => [key, externalIds, emails, phoneNumbers]),
    [
      ["profile-1", ["x"], ["ann@example.com"], ["+15005550006"]],
      ["profile-4", [], ["other@example.com"], []],
    ],
  );
  assert.deepEqual(
    subscriptions.map((waiting) => [waiting.profile, waiting.variant, waiting.at.slice(17, 19)]),
    [
      ["profile-1", variant, "00"],
      ["profile-1", otherVariant, "01"],
      ["profile-4", variant, "01"],
    ],
  );
  assert.equal(events.length, 5, "events are never removed");
  assert.deepEqual(new Set(events.map(({ profile }) => profile)), new Set(["profile-1", "profile-4"]));
  assert.deepEqual(
    consents.map(({ profile }) => profile),
    ["profile-1"],
  );

  await send(emulator, { phone_number: "+15005550006" }, otherVariant);
  await send(emulator, { external_id: "x" });
  assert.equal(emulator.state().events.length, 5, "the merged profile waits for both variants");
});

test("a rejected request creates and merges no profiles", async (t) => {
  const emulator = await start(t);
  await send(emulator, { email: "a@b.co" });
  await send(emulator, { phone_number: "+15005550006" });
  const both = { email: "a@b.co", phone_number: "+15005550006" };
  assert.equal((await send(emulator, both, "$custom:::$default:::NONE")).status, 404);
  assert.equal(emulator.state().profiles.length, 2);
});

test("client and server endpoints share profiles", async (t) => {
  const emulator = await start(t);
  const body = subscription({ email: "a@b.co" });
  await post(emulator, paths.client, body);
  await post(emulator, paths.server, body);
  assert.equal(emulator.state().subscriptions.length, 1);
});
