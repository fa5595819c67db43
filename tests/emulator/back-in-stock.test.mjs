import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, otherVariant, paths, post, start, subscription, variant } from "./helpers.mjs";

const at = "2026-08-01T12:00:00.000Z";

for (const path of [paths.client, paths.server]) {
  for (const slash of ["", "/"]) {
    test(`${path}${slash} accepts: 202, empty, one subscription, one event`, async (t) => {
      const emulator = await start(t);
      const { status, text, headers } = await post(emulator, `${path}${slash}`, ann);
      assert.equal(status, 202);
      assert.equal(text, "");
      assert.equal(headers.get("content-type"), null);
      assert.equal(headers.get("content-length"), "0");
      const { subscriptions, events, profiles } = emulator.state();
      const expected = { profile: "profile-1", variant, channels: ["EMAIL"], at };
      assert.deepEqual(subscriptions, [expected]);
      assert.deepEqual(events, [{ metric: "Subscribed to Back in Stock", ...expected }]);
      assert.deepEqual(profiles, [
        { key: "profile-1", ids: [], externalIds: [], emails: ["ann@example.com"], phoneNumbers: [] },
      ]);
    });
  }
}

test("accepts the guide's own example: its revision, media type and identifiers", async (t) => {
  const emulator = await start(t);
  const body = subscription({
    channels: ["EMAIL"],
    id: "01GDDKASAP8TKDDA2GRZDSVP4H",
    email: "sarah.mason@klaviyo-demo.com",
    phone_number: "+15005550006",
    external_id: "63f64a2b-c6bf-40c7-b81f-bed08162edbe",
  });
  const headers = { accept: "application/json", "content-type": "application/json", revision: "2024-02-15" };
  assert.equal((await post(emulator, `${paths.client}/`, body, { headers })).status, 202);
  assert.deepEqual(emulator.state().profiles, [
    {
      key: "profile-1",
      ids: ["01GDDKASAP8TKDDA2GRZDSVP4H"],
      externalIds: ["63f64a2b-c6bf-40c7-b81f-bed08162edbe"],
      emails: ["sarah.mason@klaviyo-demo.com"],
      phoneNumbers: ["+15005550006"],
    },
  ]);
});

test("rejects an unknown variant with 404, without event, subscription or profile", async (t) => {
  const emulator = await start(t);
  for (const variantId of [
    "$custom:::$default:::NONE",
    "SKU-1",
    "$shopify:::$default:::SKU-1",
    "",
    "__proto__",
  ]) {
    for (const path of [paths.client, paths.server]) {
      const { status, places } = await post(emulator, path, subscription({ email: "a@b.co", variantId }));
      assert.equal(status, 404);
      assert.deepEqual(places, ["variant_not_found /data/relationships/variant/data/id"]);
    }
  }
  const { events, subscriptions, profiles } = emulator.state();
  assert.deepEqual({ events, subscriptions, profiles }, { events: [], subscriptions: [], profiles: [] });
});

test("a repeated subscription is accepted but adds nothing; one for another variant is added", async (t) => {
  const emulator = await start(t);
  await post(emulator, paths.client, ann);
  emulator.clock.now += 1_000;
  const again = subscription({
    email: "ANN@example.com",
    phone_number: "+15005550006",
    channels: ["EMAIL", "SMS"],
  });
  assert.equal((await post(emulator, paths.client, again)).status, 202);
  const { subscriptions, events } = emulator.state();
  assert.deepEqual(subscriptions, [{ profile: "profile-1", variant, channels: ["EMAIL"], at }]);
  assert.equal(events.length, 1);
  await post(emulator, paths.client, subscription({ email: "ann@example.com", variantId: otherVariant }));
  assert.deepEqual(
    emulator.state().subscriptions.map((waiting) => [waiting.profile, waiting.variant]),
    [
      ["profile-1", variant],
      ["profile-1", otherVariant],
    ],
  );
  assert.equal(emulator.state().events.length, 2);
});

const accepted = [
  ["an id only", { id: "01GDDKASAP8TKDDA2GRZDSVP4H" }],
  ["an external id only", { external_id: "x".repeat(255) }],
  ["a phone number only", { phone_number: "+12223334444", channels: ["SMS", "WHATSAPP"] }],
  ["PUSH with an email", { email: "a@b.co", channels: ["PUSH"] }],
  ["SMS by external id", { external_id: "7", channels: ["SMS"] }],
  [
    "null identifiers next to a real one",
    { id: null, email: "a@b.co", phone_number: null, external_id: null },
  ],
  ["an email with a plus and a long top-level domain", { email: "First.Last+tag@sub.example.photography" }],
  ["unknown keys", { email: "a@b.co", first_name: "Ann" }],
];

for (const [name, fields] of accepted) {
  test(`accepts ${name}`, async (t) => {
    const emulator = await start(t);
    const { status, text } = await post(emulator, paths.client, subscription(fields));
    assert.equal(status, 202, text);
    assert.equal(emulator.state().events.length, 1);
  });
}

test("accepts a text alert without a recorded consent", async (t) => {
  const emulator = await start(t);
  const body = subscription({ phone_number: "+15005550006", channels: ["SMS"] });
  assert.equal((await post(emulator, paths.client, body)).status, 202);
  assert.deepEqual(emulator.state().consents, []);
});
