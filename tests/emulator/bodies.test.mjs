import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, consent, paths, post, start, subscription } from "./helpers.mjs";

const email = "/data/attributes/profile/data/attributes/email";
const phone = "/data/attributes/profile/data/attributes/phone_number";

/** A copy of Ann's body with a change. */
function changed(change) {
  const body = structuredClone(ann);
  change(body.data, body);
  return body;
}

const refused = [
  ["not an object", [], ["invalid /data"]],
  ["null", "null", ["invalid /data"]],
  ["an empty object", {}, ["invalid /data"]],
  ["data is null", { data: null }, ["invalid /data"]],
  [
    "data is empty",
    { data: {} },
    ["invalid /data/type", "invalid /data/attributes", "invalid /data/relationships"],
  ],
  ["another type", changed((data) => Object.assign(data, { type: "subscription" })), ["invalid /data/type"]],
  ["no channels", changed((data) => delete data.attributes.channels), ["invalid /data/attributes/channels"]],
  ["no channel", subscription({ channels: [], email: "a@b.co" }), ["invalid /data/attributes/channels"]],
  [
    "channels that do not exist",
    subscription({ channels: ["EMAIL", "email", 5], email: "a@b.co" }),
    ["invalid /data/attributes/channels/1", "invalid /data/attributes/channels/2"],
  ],
  [
    "a flat profile",
    changed(({ attributes }) => Object.assign(attributes, { profile: { email: "a@b.co" } })),
    ["invalid /data/attributes/profile/data"],
  ],
  [
    "a profile without type and attributes",
    changed(({ attributes }) => Object.assign(attributes, { profile: { data: { id: "1" } } })),
    ["invalid /data/attributes/profile/data/type", "invalid /data/attributes/profile/data/attributes"],
  ],
  ["nobody", subscription({ channels: ["PUSH"] }), ["invalid /data/attributes/profile/data/attributes"]],
  [
    "only null identifiers",
    subscription({ id: null, email: null }),
    ["invalid /data/attributes/profile/data/attributes"],
  ],
  [
    "an id among the attributes",
    changed(({ attributes }) => Object.assign(attributes.profile.data, { attributes: { id: "1" } })),
    ["invalid /data/attributes/profile/data/attributes"],
  ],
  ["a blank id", subscription({ id: " " }), ["invalid /data/attributes/profile/data/id"]],
  [
    "a blank external id",
    subscription({ external_id: "" }),
    ["invalid /data/attributes/profile/data/attributes/external_id"],
  ],
  [
    "an external id of 256 characters",
    subscription({ external_id: "x".repeat(256) }),
    ["invalid /data/attributes/profile/data/attributes/external_id"],
  ],
  [
    "no variant",
    changed((data) => delete data.relationships.variant),
    ["invalid /data/relationships/variant"],
  ],
  [
    "a variant without data",
    changed(({ relationships }) => delete relationships.variant.data),
    ["invalid /data/relationships/variant/data"],
  ],
  [
    "a variant of another type, with a number as id",
    changed(({ relationships }) => Object.assign(relationships.variant.data, { type: "variant", id: 5 })),
    ["invalid /data/relationships/variant/data/type", "invalid /data/relationships/variant/data/id"],
  ],
  [
    "EMAIL without an email, SMS without a phone number",
    subscription({ channels: ["EMAIL", "PUSH"], phone_number: "+15005550006" }),
    ["invalid /data/attributes/channels/0"],
  ],
  [
    "SMS and WHATSAPP without a phone number",
    subscription({ channels: ["SMS", "EMAIL", "WHATSAPP"], email: "a@b.co" }),
    ["invalid /data/attributes/channels/0", "invalid /data/attributes/channels/2"],
  ],
  [
    "an invalid email and phone number",
    subscription({ email: "a@b", phone_number: "5005550006" }),
    [`invalid ${email}`, `invalid ${phone}`],
  ],
];

for (const [name, body, places] of refused) {
  for (const path of [paths.client, paths.server]) {
    test(`${path} rejects ${name}`, async (t) => {
      const emulator = await start(t);
      const answer = await post(emulator, path, body);
      assert.equal(answer.status, 400, answer.text);
      assert.deepEqual(answer.places.sort(), [...places].sort());
      assert.equal(emulator.state().requests[0].errors, places.length);
      assert.deepEqual(emulator.state().profiles, []);
    });
  }
}

test("both endpoints reject a body without a profile, although only the client endpoint requires one", async (t) => {
  const emulator = await start(t);
  const missing = changed((data) => delete data.attributes.profile);
  const empty = changed((data) => Object.assign(data.attributes, { profile: null }));
  for (const path of [paths.client, paths.server]) {
    for (const body of [missing, empty]) {
      const { status, places } = await post(emulator, path, body);
      assert.deepEqual([status, ...places], [400, "invalid /data/attributes/profile"]);
    }
  }
  const assumptions = emulator.state().requests.map((request) => request.assumptions);
  assert.deepEqual(assumptions, [["pointer_missing"], [], ["profile_missing"], ["profile_missing"]]);
});

const wrongEmails = [
  "",
  " ",
  "ann",
  "ann@",
  "@b.co",
  "a@b",
  "a b@c.de",
  "a@b.co ",
  "a@@b.co",
  "a@-b.co",
  "a@b..co",
  "ä@b.co",
  5,
  {},
];
const wrongPhones = [
  "",
  "15005550006",
  "+05005550006",
  "+1 500 555 0006",
  "+1500555000612345",
  "+",
  "+1",
  "tel:+15005550006",
  15005550006,
];

test("rejects invalid emails", async (t) => {
  const emulator = await start(t);
  for (const value of wrongEmails) {
    const { status, places } = await post(emulator, paths.client, subscription({ email: value }));
    assert.deepEqual([status, ...places], [400, `invalid ${email}`], String(value));
  }
});

test("rejects invalid phone numbers", async (t) => {
  const emulator = await start(t);
  for (const value of wrongPhones) {
    const body = subscription({ phone_number: value, channels: ["SMS"] });
    const { status, places } = await post(emulator, paths.client, body);
    assert.deepEqual([status, ...places], [400, `invalid ${phone}`], String(value));
  }
});

test("errors have all that JSON:API and the API description require", async (t) => {
  const emulator = await start(t);
  const { headers, errors } = await post(emulator, paths.client, { data: {} });
  assert.equal(headers.get("content-type"), "application/vnd.api+json");
  assert.equal(new Set(errors.map(({ id }) => id)).size, 3);
  for (const error of errors) {
    assert.deepEqual(Object.keys(error), ["id", "status", "code", "title", "detail", "source"]);
    assert.match(error.id, /^[0-9a-f-]{36}$/);
    assert.equal(error.status, 400);
    assert.ok(error.title !== "" && error.detail !== "");
  }
});

test("reports one error for each place", async (t) => {
  const emulator = await start(t);
  const body = changed((data) => Object.assign(data, { type: 5 }));
  const { errors } = await post(emulator, paths.client, body);
  assert.deepEqual(
    errors.map(({ detail }) => detail),
    ["This must be of type string."],
  );
});

test("no response repeats what was sent", async (t) => {
  const emulator = await start(t);
  const bodies = [
    subscription({ email: "secret-person@host", phone_number: "+0secret", id: {}, external_id: 5 }),
    subscription({ channels: ["secret"], email: "secret@b.co", variantId: "secret" }),
    subscription({ email: "secret@b.co", variantId: "secret" }),
    consent({ email: "secret@b", subscriptions: { sms: { marketing: { consent: "secret" } } } }),
    '{"secret',
  ];
  for (const path of Object.values(paths)) {
    for (const body of bodies) {
      const { status, text } = await post(emulator, path, body);
      assert.ok(status >= 400);
      assert.ok(!text.includes("secret"), text);
    }
  }
});

const notJson = [
  ["empty", ""],
  ["half", '{"data":'],
  ["single quotes", "{'data':{}}"],
  ["a byte order mark", `\uFEFF${JSON.stringify(ann)}`],
  [
    "not UTF-8",
    Buffer.from(JSON.stringify(subscription({ email: "a@b.co", external_id: "\xff" })), "latin1"),
  ],
  ["nested too deep", "[".repeat(33) + "]".repeat(33)],
  ["nested absurdly deep", "[".repeat(300_000) + "]".repeat(300_000)],
];

for (const [name, body] of notJson) {
  test(`rejects a body: ${name}`, async (t) => {
    const emulator = await start(t);
    const { status, places } = await post(emulator, paths.client, body);
    assert.deepEqual([status, ...places], [400, "invalid /data"]);
    assert.equal((await fetch(`${emulator.url}/emulator/state`)).status, 200);
  });
}

test("keys that could change a prototype are dropped", async (t) => {
  const emulator = await start(t);
  const text = JSON.stringify(ann).replace(
    '"attributes":{"email"',
    '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"attributes":{"__proto__":{"external_id":"x"},"email"',
  );
  assert.ok(text.includes("__proto__"));
  assert.equal((await post(emulator, paths.client, text)).status, 202);
  const state = emulator.state();
  assert.equal({}.polluted, undefined);
  assert.deepEqual(state.profiles[0].externalIds, []);
  const { profile } = state.requests[0].body.data.attributes;
  assert.deepEqual(Object.keys(profile.data), ["type", "constructor", "attributes"]);
  assert.equal(Object.getPrototypeOf(profile.data), Object.prototype);
});
