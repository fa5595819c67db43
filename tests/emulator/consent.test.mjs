import assert from "node:assert/strict";
import { test } from "node:test";
import { consent, paths, post, start } from "./helpers.mjs";

const email = "ann@example.com";
const phone_number = "+15005550006";
const yes = { consent: "SUBSCRIBED" };
const attributes = "/data/attributes/profile/data/attributes";

/** Channel and purpose of each recorded consent. */
const recorded = (emulator) =>
  emulator.state().consents.map(({ channel, purpose }) => `${channel} ${purpose}`);

const granted = [
  ["without subscriptions, email", { email }, ["email marketing"]],
  ["without subscriptions, both", { email, phone_number }, ["email marketing", "sms marketing"]],
  ["with null, both", { email, phone_number, subscriptions: null }, ["email marketing", "sms marketing"]],
  ["with an empty list, none", { email, phone_number, subscriptions: {} }, []],
  ["only email", { email, phone_number, subscriptions: { email: { marketing: yes } } }, ["email marketing"]],
  ["only text", { email, phone_number, subscriptions: { sms: { marketing: yes } } }, ["sms marketing"]],
  ["transactional", { phone_number, subscriptions: { sms: { transactional: yes } } }, ["sms transactional"]],
  [
    "everything",
    {
      email,
      phone_number,
      subscriptions: {
        email: { marketing: yes },
        sms: { marketing: yes, transactional: yes },
        whatsapp: { marketing: yes },
      },
    },
    ["email marketing", "sms marketing", "sms transactional", "whatsapp marketing"],
  ],
];

for (const [name, person, expected] of granted) {
  test(`subscribes ${name}: ${expected}`, async (t) => {
    const emulator = await start(t);
    const { status, text } = await post(emulator, paths.consent, consent(person));
    assert.deepEqual([status, text], [202, ""]);
    assert.deepEqual(recorded(emulator), expected);
    assert.equal(emulator.state().profiles.length, 1);
    assert.deepEqual(emulator.state().events, [], "a newsletter sign-up is not an alert");
  });
}

test("a consent records the profile, list, source and time", async (t) => {
  const emulator = await start(t);
  const body = consent({ email }, { listId: "Y6nRLr", custom_source: "Product page" });
  assert.equal((await post(emulator, `${paths.consent}/`, body)).status, 202);
  assert.deepEqual(emulator.state().consents, [
    {
      profile: "profile-1",
      channel: "email",
      purpose: "marketing",
      listId: "Y6nRLr",
      customSource: "Product page",
      status: "subscribed",
      doubleOptIn: false,
      at: "2026-08-01T12:00:00.000Z",
    },
  ]);
});

test("a repeated sign-up within 30 minutes is accepted but not processed", async (t) => {
  const emulator = await start(t);
  const send = (listId) => post(emulator, paths.consent, consent({ email }, { listId }));
  const count = () => emulator.state().consents.length;
  await send("A");
  emulator.clock.now += 30 * 60_000 - 1;
  assert.equal((await send("A")).status, 202);
  assert.equal(count(), 1);
  await send("B");
  assert.equal(count(), 2);
  emulator.clock.now += 1;
  await send("A");
  assert.equal(count(), 3);
});

const refused = [
  ["nobody", {}, [`invalid ${attributes}`]],
  ["an external id only", { external_id: "x" }, [`invalid ${attributes}`]],
  ["an invalid email", { email: "ann@example" }, [`invalid ${attributes}/email`]],
  ["an invalid phone number", { phone_number: "5005550006" }, [`invalid ${attributes}/phone_number`]],
  [
    "SMS without a phone number, email without an address",
    { phone_number, subscriptions: { email: { marketing: yes } } },
    [`invalid ${attributes}/subscriptions/email`],
  ],
  [
    "SMS and WhatsApp without a phone number",
    { email, subscriptions: { sms: { marketing: yes, transactional: yes }, whatsapp: { marketing: yes } } },
    [`invalid ${attributes}/subscriptions/sms`, `invalid ${attributes}/subscriptions/whatsapp`],
  ],
  [
    "another consent",
    { email, subscriptions: { email: { marketing: { consent: "UNSUBSCRIBED" } } } },
    [`invalid ${attributes}/subscriptions/email/marketing/consent`],
  ],
  [
    "no consent",
    { email, subscriptions: { email: { marketing: {} } } },
    [`invalid ${attributes}/subscriptions/email/marketing/consent`],
  ],
];

for (const [name, person, places] of refused) {
  test(`rejects ${name}`, async (t) => {
    const emulator = await start(t);
    const answer = await post(emulator, paths.consent, consent(person));
    assert.deepEqual([answer.status, ...answer.places], [400, ...places]);
    assert.deepEqual([recorded(emulator), emulator.state().profiles], [[], []]);
  });
}

test("rejects a body of another type, and one without a list", async (t) => {
  const emulator = await start(t);
  const withoutList = consent({ email });
  delete withoutList.data.relationships;
  const other = await post(emulator, paths.consent, withoutList);
  assert.deepEqual([other.status, ...other.places], [400, "invalid /data/relationships"]);
  const wrongTypes = consent({ email }, { listId: 5, custom_source: {} });
  wrongTypes.data.type = "back-in-stock-subscription";
  const { places } = await post(emulator, paths.consent, wrongTypes);
  assert.deepEqual(places.sort(), [
    "invalid /data/attributes/custom_source",
    "invalid /data/relationships/list/data/id",
    "invalid /data/type",
  ]);
});
