// Marketing goes in its order, and no further than it was agreed to.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { createEmulator } from "back-in-stock/emulator";
import {
  accepted,
  ann,
  client,
  errorDocument,
  fails,
  feed,
  noUnhandledRejections,
  paths,
  scripted,
  sleep,
  texter,
} from "./helpers.mjs";

const check = noUnhandledRejections();
before(() => api.init());

const numbered = { ...ann, profile: { email: "ann@example.com", phoneNumber: "+15005550006" } };

const consent = (attributes, listId = "LIST01") => ({
  data: {
    type: "subscription",
    attributes: { profile: { data: { type: "profile", attributes } } },
    relationships: { list: { data: { type: "list", id: listId } } },
  },
});
const agreed = { marketing: { consent: "SUBSCRIBED" } };
const sms = consent({ phone_number: "+15005550006", subscriptions: { sms: agreed } });
const whatsapp = consent({ phone_number: "+15005550006", subscriptions: { whatsapp: agreed } });
const messages = consent({ phone_number: "+15005550006", subscriptions: { sms: agreed, whatsapp: agreed } });
const newsletter = consent({ email: "ann@example.com", subscriptions: { email: agreed } });
const both = {
  ...numbered,
  profile: { ...numbered.profile, externalId: "x", id: "01GD" },
  channels: ["EMAIL", "SMS"],
  marketing: { listId: "LIST01", email: true, sms: true },
};

test("consent, alert, newsletter: in this order, one after the other, and nothing that was not agreed to", async (t) => {
  let under = 0;
  const server = await scripted(t, async (_, response) => {
    assert.equal(++under, 1);
    await sleep(15);
    under--;
    response.writeHead(202).end();
  });
  assert.deepEqual(await client(server.url).subscribe(both), { ...accepted, marketing: accepted });
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    [paths.marketing, paths.alert, paths.marketing],
  );
  const [first, , last] = server.requests;
  assert.deepEqual(JSON.parse(first.text), sms);
  assert.deepEqual(JSON.parse(last.text), newsletter);
  for (const { url, headers } of [first, last]) {
    assert.equal(url, `${paths.marketing}?company_id=ABC123`);
    assert.equal(headers.revision, "2026-10-15");
    assert.equal(headers["content-type"], "application/vnd.api+json");
    assert.deepEqual([headers.cookie, headers.authorization], [undefined, undefined]);
  }
});

for (const [name, channels, marketing, first] of [
  ["WhatsApp alone", ["WHATSAPP"], { whatsapp: true, sms: false }, whatsapp],
  ["SMS and WhatsApp", ["SMS", "WHATSAPP"], { whatsapp: true, sms: true, email: true }, messages],
]) {
  test(`consent for ${name} is one call, and goes first`, async (t) => {
    const shop = await createEmulator({ feed, now: () => Date.UTC(2026, 7, 1), strict: true });
    t.after(() => shop.close());
    const request = { ...both, channels, marketing: { listId: "LIST01", ...marketing } };
    const { status } = await client(shop.url).subscribe(request);
    assert.equal(status, "accepted");
    const { requests, consents, subscriptions } = shop.state();
    assert.deepEqual(requests[0].body, first);
    assert.deepEqual(
      requests.map(({ path }) => path),
      [paths.marketing, paths.alert, ...(marketing.email ? [paths.marketing] : [])],
    );
    const recorded = consents.map(({ channel, purpose }) => `${channel} ${purpose}`);
    const expected = Object.keys(first.data.attributes.profile.data.attributes.subscriptions);
    assert.deepEqual(
      recorded.filter((one) => one !== "email marketing"),
      expected.map((channel) => `${channel} marketing`),
    );
    assert.deepEqual(subscriptions[0].channels, channels);
    assert.deepEqual(
      shop.findings().filter(({ code }) => code === "consent_missing"),
      [],
    );
  });
}

test("consent for WhatsApp refused: nothing else is sent", async (t) => {
  const server = await inTurn(t, 400);
  const request = { ...texter, channels: ["WHATSAPP"], marketing: { listId: "LIST01", whatsapp: true } };
  await fails(client(server.url).subscribe(request), "rejected", { status: 400 });
  assert.equal(server.requests.length, 1);
});

test("the emulator records the same", async (t) => {
  const shop = await createEmulator({ feed, now: () => Date.UTC(2026, 7, 1) });
  t.after(() => shop.close());
  assert.deepEqual(await client(shop.url).subscribe(both), { ...accepted, marketing: accepted });
  const { consents, subscriptions, profiles, requests } = shop.state();
  assert.deepEqual(
    consents.map((one) => [one.channel, one.purpose, one.listId]),
    [
      ["sms", "marketing", "LIST01"],
      ["email", "marketing", "LIST01"],
    ],
  );
  assert.deepEqual([subscriptions.length, profiles.length, requests.length], [1, 1, 3]);
});

const some = [
  [
    "sms alone",
    { ...both, marketing: { listId: "LIST01", sms: true } },
    [paths.marketing, paths.alert],
    accepted,
  ],
  [
    "sms, newsletter unticked",
    { ...both, marketing: { listId: "LIST01", sms: true, email: false } },
    [paths.marketing, paths.alert],
    accepted,
  ],
  [
    "newsletter alone",
    { ...ann, marketing: { listId: "LIST01", email: true } },
    [paths.alert, paths.marketing],
    { ...accepted, marketing: accepted },
  ],
  [
    "nothing ticked",
    { ...ann, marketing: { listId: "LIST01", email: false, sms: false } },
    [paths.alert],
    accepted,
  ],
  ["consent recorded before", { ...texter, smsConsent: "recorded" }, [paths.alert], accepted],
  [
    "SMS recorded before, WhatsApp now",
    {
      ...texter,
      channels: ["SMS", "WHATSAPP"],
      smsConsent: "recorded",
      marketing: { listId: "L", whatsapp: true },
    },
    [paths.marketing, paths.alert],
    accepted,
  ],
];

for (const [name, request, expected, outcome] of some) {
  test(`the calls of ${name}`, async (t) => {
    const server = await scripted(t);
    assert.deepEqual(await client(server.url).subscribe(request), outcome);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      expected,
    );
  });
}

/** Answers each call in its turn. */
const inTurn = (t, ...statuses) =>
  scripted(t, (_, response, index) =>
    response.writeHead(statuses[index] ?? 500).end(statuses[index] < 400 ? "" : errorDocument("invalid")),
  );

for (const [status, code] of [
  [400, "rejected"],
  [401, "unauthorized"],
  [429, "throttled"],
  [503, "service_unavailable"],
]) {
  test(`consent refused with ${status}: nothing else is sent`, async (t) => {
    const server = await inTurn(t, status);
    await fails(client(server.url).subscribe(both), code, { status });
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      [paths.marketing],
    );
  });

  test(`alert refused with ${status}: no newsletter`, async (t) => {
    const server = await inTurn(t, 202, status);
    await fails(client(server.url).subscribe(both), code, { status });
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      [paths.marketing, paths.alert],
    );
  });

  test(`newsletter rejected with ${status}: the alert stays accepted`, async (t) => {
    const server = await inTurn(t, 202, 202, status);
    const { marketing, ...outcome } = await client(server.url).subscribe(both);
    assert.deepEqual(outcome, accepted);
    assert.equal(marketing.status, "rejected");
    await fails(Promise.reject(marketing.error), code, { status });
  });
}

test("a newsletter call that hangs leaves the alert accepted", async (t) => {
  const server = await scripted(t, (_, response, index) => index < 1 && response.writeHead(202).end());
  const request = { ...ann, marketing: { listId: "L", email: true } };
  const { status, marketing } = await client(server.url, { timeout: 150 }).subscribe(request);
  assert.deepEqual([status, marketing.status, marketing.error.code], ["accepted", "rejected", "timeout"]);
});

test("an abort between the calls sends no further one", async (t) => {
  const stop = new AbortController();
  const server = await scripted(t, (_, response) => {
    response.writeHead(202).end();
    stop.abort();
  });
  await fails(client(server.url).subscribe(both, { signal: stop.signal }), "aborted");
  await sleep(50);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    [paths.marketing],
  );
  await check();
});
