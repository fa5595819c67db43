// Reading profiles, `GET /api/profiles` and `GET /api/profiles/{id}`: consent, suppressions, filters, pages, limits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { consent, get, job, paths, post, start, subscription } from "./helpers.mjs";

const email = "ann+1@example.com";
const phone_number = "+15005550006";
const yes = { consent: "SUBSCRIBED" };
const withConsent = { "additional-fields[profile]": "subscriptions" };

/** The answer for one email address. */
const byEmail = (emulator, address = email, more = withConsent) =>
  get(emulator, paths.profiles, { query: { filter: `equals(email,"${address}")`, ...more } });

const subscriptionsOf = async (emulator) =>
  (await byEmail(emulator)).document.data[0].attributes.subscriptions;

/** Starts with a profile of an email address and a phone number. */
async function withAnn(t, options) {
  const emulator = await start(t, options);
  await post(emulator, paths.client, subscription({ email, phone_number, external_id: "x" }));
  return emulator;
}

async function subscribe(emulator, subscriptions, more) {
  await post(emulator, paths.job, job([{ email, phone_number, subscriptions }], more));
  await emulator.advance("2s");
}

const nobody = { consent: "NEVER_SUBSCRIBED", consent_timestamp: null, last_updated: null };
const permission = {
  ...nobody,
  created_timestamp: null,
  metadata: null,
  can_receive: false,
  valid_until: null,
};
const text = { ...nobody, method: null, method_detail: null };

test("a profile without consents is as recorded from the service", async (t) => {
  const emulator = await withAnn(t);
  const { status, headers, document } = await byEmail(emulator);
  assert.deepEqual(
    [status, headers.get("content-type"), headers.get("ratelimit-limit")],
    [200, "application/vnd.api+json", "750"],
  );
  const [profile] = document.data;
  const { attributes, relationships, links, ...named } = profile;
  assert.deepEqual(named, { type: "profile", id: "01EM0000000000000000000001" });
  assert.equal(links.self, `${emulator.url}/api/profiles/${profile.id}/`);
  assert.deepEqual(Object.keys(relationships), ["lists", "segments", "push-tokens", "conversations"]);
  const { subscriptions, ...known } = attributes;
  assert.deepEqual(known, {
    email,
    phone_number,
    external_id: "x",
    first_name: null,
    last_name: null,
    organization: null,
    locale: null,
    title: null,
    image: null,
    created: "2026-08-01T12:00:00+00:00",
    updated: "2026-08-01T12:00:00+00:00",
    last_event_date: null,
    location: {
      address1: null,
      address2: null,
      city: null,
      country: null,
      latitude: null,
      longitude: null,
      region: null,
      zip: null,
      timezone: null,
      ip: null,
    },
    properties: {},
  });
  assert.deepEqual(subscriptions, {
    email: {
      marketing: {
        can_receive_email_marketing: true,
        ...text,
        custom_method_detail: null,
        double_optin: null,
        suppression: [],
        list_suppressions: [],
      },
      open_tracking: permission,
      click_tracking: permission,
    },
    sms: {
      marketing: { can_receive_sms_marketing: false, ...text },
      transactional: { can_receive_sms_transactional: false, ...text },
    },
    mobile_push: {
      marketing: { can_receive_push_marketing: false, consent: "NEVER_SUBSCRIBED", consent_timestamp: null },
    },
    whatsapp: null,
  });
});

test("consents appear once their job is complete", async (t) => {
  const emulator = await withAnn(t);
  const all = { email: { marketing: yes }, sms: { marketing: yes }, whatsapp: { transactional: yes } };
  await post(
    emulator,
    paths.job,
    job([{ email, phone_number, subscriptions: all }], { custom_source: "Shop" }),
  );
  emulator.clock.now += 1_999;
  assert.equal((await subscriptionsOf(emulator)).sms.marketing.consent, "NEVER_SUBSCRIBED");
  emulator.clock.now += 1;
  const { email: mail, sms, whatsapp } = await subscriptionsOf(emulator);
  const at = "2026-08-01T12:00:02+00:00";
  const recorded = { consent: "SUBSCRIBED", consent_timestamp: at, last_updated: at };
  assert.deepEqual(sms.marketing, {
    can_receive_sms_marketing: true,
    ...recorded,
    method: "API",
    method_detail: null,
  });
  assert.equal(sms.transactional.can_receive_sms_transactional, false);
  assert.deepEqual(whatsapp, {
    marketing: { ...permission, phone_number },
    transactional: { ...permission, ...recorded, created_timestamp: at, can_receive: true, phone_number },
    conversational: { ...permission, phone_number },
  });
  const { custom_method_detail, double_optin, ...marketing } = mail.marketing;
  assert.deepEqual([custom_method_detail, double_optin, marketing.consent], ["Shop", false, "SUBSCRIBED"]);
});

test("a page's consent appears at once", async (t) => {
  const emulator = await withAnn(t);
  await post(emulator, paths.consent, consent({ phone_number }));
  assert.equal((await subscriptionsOf(emulator)).sms.marketing.can_receive_sms_marketing, true);
});

test("with double opt-in nothing appears before the confirmation", async (t) => {
  const emulator = await withAnn(t, { optIn: "double_opt_in" });
  await subscribe(emulator, { email: { marketing: yes }, whatsapp: { marketing: yes } });
  const before = await subscriptionsOf(emulator);
  assert.deepEqual([before.email.marketing.consent, before.whatsapp], ["NEVER_SUBSCRIBED", null]);
  emulator.clock.now += 60_000;
  emulator.confirm(email);
  const {
    consent: status,
    double_optin,
    consent_timestamp,
  } = (await subscriptionsOf(emulator)).email.marketing;
  assert.deepEqual(
    [status, double_optin, consent_timestamp],
    ["SUBSCRIBED", true, "2026-08-01T12:01:02+00:00"],
  );
});

test("a historical import has its own time", async (t) => {
  const emulator = await withAnn(t);
  const past = { consent: "SUBSCRIBED", consented_at: "2020-02-03T04:05:06Z" };
  await subscribe(emulator, { sms: { transactional: past } }, { historical_import: true });
  const { consent_timestamp, last_updated } = (await subscriptionsOf(emulator)).sms.transactional;
  assert.deepEqual(
    [consent_timestamp, last_updated],
    ["2020-02-03T04:05:06+00:00", "2026-08-01T12:00:02+00:00"],
  );
});

test("unsubscribes and suppressions appear", async (t) => {
  const emulator = await withAnn(t);
  await subscribe(emulator, { email: { marketing: yes }, sms: { marketing: yes } });
  emulator.unsubscribe(email);
  emulator.unsubscribe(phone_number);
  emulator.unsubscribe(phone_number, "whatsapp");
  emulator.suppress(email, "HARD_BOUNCE");
  const { email: mail, sms, whatsapp } = await subscriptionsOf(emulator);
  const timestamp = "2026-08-01T12:00:02+00:00";
  assert.deepEqual(
    [mail.marketing.consent, mail.marketing.can_receive_email_marketing, mail.marketing.suppression],
    ["UNSUBSCRIBED", false, ["UNSUBSCRIBE", "HARD_BOUNCE"].map((reason) => ({ reason, timestamp }))],
  );
  assert.deepEqual([sms.marketing.consent, sms.marketing.can_receive_sms_marketing], ["UNSUBSCRIBED", false]);
  assert.deepEqual([whatsapp.marketing.consent, whatsapp.marketing.can_receive], ["UNSUBSCRIBED", false]);
});

test("subscriptions are returned on request only", async (t) => {
  const emulator = await withAnn(t);
  const { document } = await byEmail(emulator, email, {});
  assert.equal("subscriptions" in document.data[0].attributes, false);
});

test("a profile by its id: the generated one and a given one", async (t) => {
  const emulator = await withAnn(t);
  const { id } = (await byEmail(emulator)).document.data[0];
  const { document } = await get(emulator, `${paths.profiles}/${id}/`, { query: withConsent });
  assert.deepEqual([document.data.id, document.data.attributes.email], [id, email]);
  assert.equal(document.data.attributes.subscriptions.email.marketing.consent, "NEVER_SUBSCRIBED");
  await post(emulator, paths.server, subscription({ id, email: "second@example.com" }));
  assert.equal(emulator.state().profiles.length, 1, "a request can use the generated id");
  await post(emulator, paths.server, subscription({ id: "A/1", email: "bob@example.com" }));
  const given = await get(emulator, `${paths.profiles}/A%2F1`);
  assert.equal(given.document.data.attributes.email, "bob@example.com");
});

test("an unknown id is 404, as recorded", async (t) => {
  const emulator = await withAnn(t);
  for (const id of ["NOPE01", "01EM0000000000000000000009", "01EM0000000000000000000000", "%zz", "a%20b"]) {
    const { status, places } = await get(emulator, `${paths.profiles}/${id}`);
    assert.deepEqual([status, ...places], [404, "not_found /data/"], id);
  }
});

const filters = [
  [`equals(email,"${email}")`, 1],
  [`equals(email,'${email.toUpperCase()}')`, 1],
  [`equals(phone_number,"${phone_number}")`, 1],
  ['equals(external_id, "x")', 1],
  ['equals(external_id,"it\\"s")', 0],
  ['equals(email,"nobody@example.com")', 0],
  [`any(email,["${email}","nobody@example.com","bob@example.com"])`, 2],
  [`any(phone_number,["${phone_number}", "${phone_number}"])`, 1],
  ["any(id,[\"01EM0000000000000000000001\",'01EM0000000000000000000002'])", 2],
];

for (const [filter, count] of filters) {
  test(`the filter ${filter} finds ${count}`, async (t) => {
    const emulator = await withAnn(t);
    await post(emulator, paths.client, subscription({ email: "bob@example.com" }));
    const { status, document } = await get(emulator, paths.profiles, { query: { filter } });
    assert.deepEqual([status, document.data.length], [200, count]);
  });
}

const rejected = [
  ["equals(email,ann@example.com)", "filter"],
  ['equals(email,"a","b")', "filter"],
  ["any(email,[])", "filter"],
  ['any(email,"a@b.co")', "filter"],
  ['equals(first_name,"Ann")', "filter"],
  ['and(equals(email,"a@b.co"),equals(id,"1"))', "filter"],
  ["", "filter"],
];

for (const [filter] of rejected) {
  test(`rejects the filter ${JSON.stringify(filter)}`, async (t) => {
    const emulator = await withAnn(t);
    const { status, places, text: body } = await get(emulator, paths.profiles, { query: { filter } });
    assert.deepEqual([status, ...places], [400, "invalid filter"]);
    assert.ok(!body.includes("ann@example.com"), "an error repeats nothing from the request");
  });
}

test("fields[profile] picks fields, also nested ones", async (t) => {
  const emulator = await withAnn(t);
  const attributes = async (query) => (await byEmail(emulator, email, query)).document.data[0].attributes;
  assert.deepEqual(await attributes({ "fields[profile]": "email,external_id" }), { email, external_id: "x" });
  const nested = "email,subscriptions.sms.marketing.consent,subscriptions.sms.marketing.method";
  assert.deepEqual(await attributes({ "fields[profile]": nested }), {
    email,
    subscriptions: { sms: { marketing: { consent: "NEVER_SUBSCRIBED", method: null } } },
  });
  const both = await attributes({ "fields[profile]": "email", ...withConsent });
  assert.deepEqual(Object.keys(both), ["email", "subscriptions"]);
  assert.deepEqual(await attributes({ "fields[profile]": "" }), {});
});

test("all profiles, page by page", async (t) => {
  const emulator = await start(t);
  for (let index = 0; index < 45; index += 1) {
    await post(emulator, paths.client, subscription({ email: `p${index}@example.com` }));
  }
  const seen = [];
  let next = `${paths.profiles}?page[size]=20`;
  let previous;
  while (next) {
    const { document } = await get(emulator, next.replace(emulator.url, "").split("?")[0], {
      query: Object.fromEntries(new URLSearchParams(next.split("?")[1])),
    });
    seen.push(...document.data.map(({ attributes }) => attributes.email));
    assert.equal(document.links.prev === null, previous === undefined);
    previous = next;
    next = document.links.next;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 45 }, (_, index) => `p${index}@example.com`),
  );
  assert.equal((await get(emulator, paths.profiles)).document.data.length, 20);
});

test("rejects sizes and cursors that are not", async (t) => {
  const emulator = await start(t);
  for (const [name, value] of [
    ["page[size]", "0"],
    ["page[size]", "1e1"],
    ["page[cursor]", "20"],
    ["page[cursor]", ""],
  ]) {
    const { status, places } = await get(emulator, paths.profiles, { query: { [name]: value } });
    assert.deepEqual([status, ...places], [400, `invalid ${name}`], `${name} ${value}`);
  }
});

test("needs a private key or token with the scope profiles:read", async (t) => {
  const emulator = await start(t, { scopes: ["profiles:write"], accessToken: "token" });
  const code = async (headers) => {
    const { status, places } = await get(emulator, paths.profiles, { headers });
    return [status, ...places];
  };
  assert.deepEqual(await code({ authorization: "Klaviyo-API-Key pk_other" }), [
    401,
    "not_authenticated /data/",
  ]);
  assert.deepEqual(await code({ authorization: "Bearer token" }), [403, "permission_denied /data/"]);
  const reader = await start(t, { scopes: ["profiles:read"], accessToken: "token" });
  const { status } = await get(reader, paths.profiles, { headers: { authorization: "Bearer token" } });
  assert.equal(status, 200);
});

test("reads have their own limits, apart for both calls", async (t) => {
  const emulator = await withAnn(t);
  const read = async (path) => (await get(emulator, path)).status;
  for (let index = 0; index < 75; index += 1) assert.equal(await read(paths.profiles), 200);
  assert.equal(await read(paths.profiles), 429);
  assert.equal(await read(`${paths.profiles}/01EM0000000000000000000001`), 200);
  emulator.clock.now += 1_000;
  assert.equal(await read(paths.profiles), 200);
});

test("other methods answer 405, and pages have no access", async (t) => {
  const emulator = await start(t);
  const answer = await post(emulator, paths.profiles, { data: {} });
  assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET"]);
  assert.equal((await get(emulator, paths.profiles)).headers.get("access-control-allow-origin"), null);
});

test("faults apply to reads, by their path and query", async (t) => {
  const emulator = await withAnn(t, {
    faults: [{ fault: { kind: "status", status: 503 }, path: paths.profiles, attempts: 1 }],
  });
  assert.equal((await byEmail(emulator)).status, 503);
  assert.equal((await byEmail(emulator)).status, 200);
  assert.equal((await byEmail(emulator, "bob@example.com")).status, 503);
  const paths_ = emulator.state().deliveries.map(({ path }) => path);
  assert.deepEqual(paths_, [paths.client], "deliveries count posted bodies only");
});

test("a read is recorded with its query, and its curl command works", async (t) => {
  const emulator = await withAnn(t, { strict: true });
  await byEmail(emulator, email, { ...withConsent, odd: "1" });
  const seen = emulator.state().requests.at(-1);
  const { method, path, query, body, status, findings } = seen;
  assert.deepEqual([method, path, body, status], ["GET", paths.profiles, null, 200]);
  assert.equal(new URLSearchParams(query).get("filter"), `equals(email,"${email}")`);
  assert.deepEqual(
    findings.map(({ code, where }) => `${code} ${where}`),
    ["query_unknown odd"],
  );
  const { rows } = await (await fetch(`${emulator.url}/emulator/requests?limit=1`)).json();
  assert.ok(rows[0].curl.includes(`${paths.profiles}?${query}`), rows[0].curl);
});
