// The contract check: deviations from the API description that the live service might accept.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ann, consent, findings, paths, post, start, subscription } from "./helpers.mjs";

const strict = (t, options) => start(t, { strict: true, ...options });

/** Codes and places of the findings in the latest request. */
const found = (emulator) =>
  emulator
    .state()
    .requests.at(-1)
    .findings.map(({ code, where }) => `${code} ${where}`);

const email = "ann@example.com";
const yes = { consent: "SUBSCRIBED" };
const attributes = "/data/attributes/profile/data/attributes";

const clean = [
  ["as described", paths.client, ann],
  ["for a server", paths.server, ann],
  ["null identifiers", paths.client, subscription({ id: null, email, phone_number: null })],
  ["a consent", paths.consent, consent({ email, subscriptions: { email: { marketing: yes } } })],
  [
    "a consent with all keys of a profile",
    paths.consent,
    consent({
      email,
      first_name: "Ann",
      location: { city: "Bergen" },
      properties: { a: { b: 1 } },
      subscriptions: { email: { marketing: yes, open_tracking: yes }, push: { marketing: yes } },
    }),
  ],
];

for (const [name, path, body] of clean) {
  test(`no findings: ${name}`, async (t) => {
    const emulator = await strict(t);
    assert.equal((await post(emulator, path, body)).status, 202);
    assert.deepEqual([found(emulator), emulator.findings()], [[], []]);
  });
}

/** A path, and a body with a change. */
const changed = (change, path = paths.client, body = ann) => {
  const copy = structuredClone(body);
  change(copy.data, copy);
  return [path, copy];
};

const cases = [
  ["media_type content-type", paths.client, ann, { headers: { "content-type": "application/json" } }],
  [
    "media_type content-type",
    paths.client,
    ann,
    { headers: { "content-type": "application/vnd.api+json; charset=utf-8" } },
  ],
  ["media_type content-type", paths.client, ann, { headers: { "content-type": undefined } }],
  ["trailing_slash path", `${paths.client}/`, ann],
  ["query_unknown company", paths.client, ann, { query: "?company_id=ABC123&company=ABC123" }],
  ["query_unknown company_id", `${paths.server}?company_id=ABC123`, ann],
  ["cookies cookie", paths.client, ann, { headers: { cookie: "a=b" } }],
  ["revision_deprecated revision", paths.client, ann, { headers: { revision: "2025-07-15" } }],
  ["revision_retired revision", paths.client, ann, { headers: { revision: "2024-02-15" } }],
  ["revision_unknown revision", paths.client, ann, { headers: { revision: "2027-01-15" } }],
  ["revision_unknown revision", paths.client, ann, { headers: { revision: "2026-07-15.pre" } }],
  ["key_unknown /meta", ...changed((_, body) => Object.assign(body, { meta: {} }))],
  ["key_unknown /data/id", ...changed((data) => Object.assign(data, { id: "1" }))],
  ["key_unknown /data/a~1b~0c", ...changed((data) => Object.assign(data, { "a/b~c": "1" }))],
  [`key_unknown ${attributes}/first_name`, paths.client, subscription({ email, first_name: "Ann" })],
  [
    `key_unknown ${attributes}/id`,
    ...changed((data) => Object.assign(data.attributes.profile.data.attributes, { id: "1" })),
  ],
  [
    `key_unknown ${attributes}/subscriptions`,
    paths.client,
    subscription({ email, subscriptions: { email: { marketing: yes } } }),
  ],
  [
    "key_unknown /data/relationships/list",
    ...changed((data) => Object.assign(data.relationships, { list: 1 })),
  ],
  [
    `key_unknown ${attributes}/subscriptions/fax`,
    paths.consent,
    consent({ email, subscriptions: { email: { marketing: yes }, fax: { marketing: yes } } }),
  ],
  [`key_unknown ${attributes}/firstName`, paths.consent, consent({ email, firstName: 1, subscriptions: {} })],
  [
    "channel_repeated /data/attributes/channels",
    paths.client,
    subscription({ email, channels: ["EMAIL", "EMAIL"] }),
  ],
  ["push_unreachable /data/attributes/channels", paths.client, subscription({ email, channels: ["PUSH"] })],
  ["server_call origin", paths.client, ann, { headers: { origin: undefined } }],
  [
    "consent_missing /data/attributes/channels",
    paths.client,
    subscription({ phone_number: "+15005550006", channels: ["SMS"] }),
  ],
  [
    "consent_missing /data/attributes/channels",
    paths.client,
    subscription({ phone_number: "+15005550006", channels: ["WHATSAPP"] }),
  ],
  [
    "consent_missing /data/attributes/channels",
    paths.server,
    subscription({ phone_number: "+15005550006", channels: ["EMAIL", "SMS", "WHATSAPP"], email }),
  ],
  [`consent_implicit ${attributes}/subscriptions`, paths.consent, consent({ email })],
  [`consent_implicit ${attributes}/subscriptions`, paths.consent, consent({ email, subscriptions: null })],
];

for (const [expected, path, body, options] of cases) {
  test(`finds ${expected}: ${path} ${JSON.stringify(options ?? "")}`, async (t) => {
    const emulator = await strict(t);
    const [code, where] = expected.split(" ");
    const query = path.includes("?") ? "" : undefined;
    const { status } = await post(emulator, path, body, { query: query ?? "?company_id=ABC123", ...options });
    assert.ok(status === 202 || code === "media_type", `${status}`);
    assert.deepEqual(found(emulator), [expected]);
    const [, bare] = /^([^?]*)/.exec(path);
    assert.deepEqual(emulator.findings(), [{ path: bare, code, where, detail: findings[code], count: 1 }]);
  });
}

for (const [code, ...ids] of [
  ["variant_form", "SKU-1", "$custom:::SKU-1", "$custom:::$default:::", "a:::b:::c:::d"],
  [
    "variant_gid",
    "gid://shopify/ProductVariant/40001",
    "$shopify:::$default:::gid://shopify/ProductVariant/1",
  ],
  [
    "variant_placeholder",
    "$custom:::$default:::undefined",
    "$custom:::$default:::null",
    "$shopify:::$default:::{{ variant.id }}",
    "$shopify:::$default:::[object Object]",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it was meant to be filled in
    "$custom:::$default:::${variant.id}",
    "NaN",
  ],
]) {
  for (const id of ids) {
    test(`finds ${code}: ${id}`, async (t) => {
      const emulator = await strict(t);
      assert.equal((await post(emulator, paths.client, subscription({ email, variantId: id }))).status, 404);
      assert.deepEqual(found(emulator), [`${code} /data/relationships/variant/data/id`]);
    });
  }
}

test("finds a placeholder even if the feed has a row with that id", async (t) => {
  const emulator = await strict(t, { feed: [{ id: "undefined", title: "Shirt", inventory_quantity: 0 }] });
  const body = subscription({ email, variantId: "$custom:::$default:::undefined" });
  assert.equal((await post(emulator, paths.client, body)).status, 202);
  assert.deepEqual(found(emulator), ["variant_placeholder /data/relationships/variant/data/id"]);
});

for (const id of [
  "$shopify:::$default:::40001",
  "$custom:::$default:::null-hat",
  "$custom:::$default:::a{b}",
]) {
  test(`a canonical id that the catalog does not have is not a finding: ${id}`, async (t) => {
    const emulator = await strict(t);
    await post(emulator, paths.client, subscription({ email, variantId: id }));
    assert.deepEqual(found(emulator), []);
  });
}

for (const path of [paths.client, paths.server]) {
  test(`checks anonymous_id against the request's own revision: ${path}`, async (t) => {
    const emulator = await strict(t);
    const body = subscription({ email, anonymous_id: "a1" });
    for (const [revision, expected] of [
      ["2024-02-15", ["revision_retired revision"]],
      ["2025-07-15", ["revision_deprecated revision"]],
      ["2025-10-15", []],
      ["2026-01-15", [`key_unknown ${attributes}/anonymous_id`]],
    ]) {
      assert.equal((await post(emulator, path, body, { headers: { revision } })).status, 202);
      assert.deepEqual(found(emulator), expected, revision);
    }
  });
}

test("PUSH reaches a profile with an id, with or without an email", async (t) => {
  const emulator = await strict(t);
  for (const profile of [{ id: "01GDDKASAP8TKDDA2GRZDSVP4H" }, { external_id: "7", email }]) {
    await post(emulator, paths.client, subscription({ ...profile, channels: ["PUSH"] }));
    assert.deepEqual(found(emulator), []);
  }
});

for (const path of [
  "/onsite/components/back-in-stock/subscribe",
  "/api/v1/catalog/subscribe",
  "/api/v1/catalog/subscribe/",
]) {
  test(`a legacy path answers 410 and names its successor, readable by pages: ${path}`, async (t) => {
    const emulator = await start(t);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await post(emulator, path, "a=ABC123&email=ann%40example.com", { headers });
    assert.equal(answer.status, 410);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.match(answer.errors[0].detail, /POST \/client\/back-in-stock-subscriptions/);
  });
}

for (const [path, type, expected] of [
  [
    paths.consent,
    "profile-subscription-bulk-create-job",
    /for POST \/api\/profile-subscription-bulk-create-jobs\.$/,
  ],
  [paths.consent, "back-in-stock-subscription", /POST \/client\/back-in-\S+ or POST \/api\/back-in-\S+\.$/],
  [paths.client, "subscription", /for POST \/client\/subscriptions\.$/],
]) {
  test(`rejects a body of type ${type} at ${path} and names its endpoint`, async (t) => {
    const emulator = await start(t);
    const { status, places, errors } = await post(emulator, path, { data: { type, attributes: {} } });
    assert.equal(status, 400);
    assert.match(errors[places.indexOf("invalid /data/type")].detail, expected);
  });
}

test("SMS and WhatsApp with their own recorded consent are not findings", async (t) => {
  const phone_number = "+15005550006";
  const missing = ["consent_missing /data/attributes/channels"];
  for (const [agreed, expected] of [
    [{ sms: { marketing: yes } }, { SMS: [], WHATSAPP: missing, both: missing }],
    [{ whatsapp: { transactional: yes } }, { SMS: missing, WHATSAPP: [], both: missing }],
    [
      { sms: { marketing: yes }, whatsapp: { marketing: yes } },
      { SMS: [], WHATSAPP: [], both: [] },
    ],
  ]) {
    const emulator = await strict(t);
    await post(emulator, paths.consent, consent({ phone_number, subscriptions: agreed }));
    for (const [name, findings] of Object.entries(expected)) {
      const channels = name === "both" ? ["SMS", "WHATSAPP"] : [name];
      await post(emulator, paths.client, subscription({ phone_number, channels }));
      assert.deepEqual(found(emulator), findings, `${Object.keys(agreed)}: ${name}`);
    }
  }
});

test("lists several findings, also for a rejected request, and none for a preflight", async (t) => {
  const emulator = await strict(t);
  const body = subscription({ email: "nobody", note: 1 });
  const headers = { "content-type": "application/json", revision: "2024-02-15" };
  assert.equal((await post(emulator, `${paths.client}/`, body, { headers })).status, 400);
  assert.deepEqual(found(emulator), [
    "trailing_slash path",
    "media_type content-type",
    "revision_retired revision",
    `key_unknown ${attributes}/note`,
  ]);
  await post(emulator, paths.client, "{");
  assert.deepEqual(found(emulator), []);
  await fetch(`${emulator.url}${paths.client}/`, { method: "OPTIONS" });
  assert.deepEqual(found(emulator), []);
  await post(emulator, "/other/", body);
  assert.deepEqual(found(emulator), []);
});

test("counts a repeated finding, and can be turned on and off", async (t) => {
  const emulator = await start(t);
  const body = subscription({ email, note: 1 });
  const set = (value) =>
    fetch(`${emulator.url}/emulator/strict`, { method: "PUT", body: JSON.stringify({ strict: value }) });
  await post(emulator, paths.client, body);
  assert.ok(!("findings" in emulator.state().requests[0]));
  await set(true);
  for (let index = 0; index < 3; index += 1) await post(emulator, paths.client, body);
  await set(false);
  await post(emulator, paths.client, body);
  assert.deepEqual(
    emulator.findings().map(({ code, count }) => [code, count]),
    [["key_unknown", 3]],
  );
  assert.deepEqual(await (await fetch(`${emulator.url}/emulator/findings`)).json(), emulator.findings());
});

test("calls onRequest with each request", async (t) => {
  const seen = [];
  const emulator = await start(t, { onRequest: (request) => seen.push(request) });
  await post(emulator, paths.client, ann);
  await post(emulator, paths.client, "{");
  assert.deepEqual(seen, emulator.state().requests);
});

test("the program prints findings", async (t) => {
  const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
  const feed = fileURLToPath(new URL("../../www/feed.json", import.meta.url));
  // On a real clock, the revision of the requests would become a finding in July 2027.
  const clock = new URL("fixed-clock.mjs", import.meta.url).href;
  const args = ["--import", clock, program, "emulator", "--feed", feed, "--strict"];
  const child = spawn(process.execPath, args);
  t.after(() => child.kill("SIGKILL"));
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  const until = async (text) => {
    while (!out.includes(text)) await once(child.stdout, "data");
  };
  await until("variants");
  const emulator = { url: /http:\/\/127\.0\.0\.1:\d+/.exec(out)[0] };
  out = "";
  const variantId = "$custom:::$default:::OCEAN-SHIRT-M";
  const now = { headers: { revision: "2026-07-15" } };
  await post(emulator, paths.client, subscription({ email, variantId }), now);
  await post(emulator, `${paths.client}/`, subscription({ email, variantId, "\u001b[31mred": 1 }), now);
  await until("key_unknown");
  assert.match(
    out,
    /^POST \/client\/back-in-stock-subscriptions\/: 202\n {2}trailing_slash \(path\): The path ends with a slash\n/,
  );
  assert.ok(!out.includes("\u001b"), "requests cannot control the terminal");
});
