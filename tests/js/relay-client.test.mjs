// The answers of a shop's own relay: a request that it has stored is not accepted yet, and leaves this device.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { accepted, ann, client, fails, noUnhandledRejections, scripted, texter, until } from "./helpers.mjs";

const check = noUnhandledRejections();
before(() => api.init());

const RECEIPT = "00112233445566778899aabbccddeeff";
const receipt = (id = RECEIPT) => JSON.stringify({ data: { type: "alert-receipt", id } });
const headers = { "back-in-stock-relay": "stored", "content-type": "application/json" };
const store = (response, text = receipt()) => response.writeHead(202, headers).end(text);
const stored = { status: "queued", reason: "relay", durable: true, receipt: RECEIPT };
const both = { ...ann, marketing: { listId: "LIST01", email: true } };

let companies = 0;
/** A client with an outbox of its own, and its `settled` events. */
function page(t, url, options) {
  companies += 1;
  const own = client(url, { outbox: true, companyId: `RLY${companies + 100}`, ...options });
  const settled = [];
  own.addEventListener("settled", ({ detail }) => settled.push(detail));
  t.after(() => own.forget());
  return { own, settled };
}

for (const outbox of [false, true]) {
  test(`a stored request is queued with a receipt; outbox: ${outbox}`, async (t) => {
    const server = await scripted(t, (_, response) => store(response));
    const { own, settled } = page(t, server.url, { outbox });
    assert.deepEqual(await own.subscribe(ann), stored);
    // Nothing is remembered: a repeat is a new request.
    assert.deepEqual(await own.subscribe(ann), stored);
    assert.deepEqual(await own.flush(), { delivered: 0, pending: 0 });
    assert.deepEqual([server.requests.length, settled], [2, []]);
    await check();
  });
}

test("a repeat that Klaviyo accepts is not called a repeat", async (t) => {
  const server = await scripted(t, (_, response, index) =>
    index ? response.writeHead(202).end() : store(response),
  );
  const { own } = page(t, server.url);
  assert.deepEqual(await own.subscribe(ann), stored);
  assert.deepEqual(await own.subscribe(ann), accepted);
  assert.deepEqual(await own.subscribe(ann), { status: "already-requested" });
});

test("a queued request that is then stored leaves the queue without an event", async (t) => {
  const server = await scripted(t, (_, response, index) =>
    index ? store(response) : response.writeHead(503).end(),
  );
  const { own, settled } = page(t, server.url);
  assert.equal((await own.subscribe(ann)).reason, "service");
  assert.deepEqual(await own.flush(), { delivered: 1, pending: 0 });
  assert.deepEqual(settled, []);
});

test("consent, alert and newsletter, all stored", async (t) => {
  const server = await scripted(t, (_, response, index) => store(response, receipt(`receipt-${index}`)));
  const { own } = page(t, server.url);
  const profile = { email: "ann@example.com", phoneNumber: "+15005550006" };
  const request = { ...texter, profile, marketing: { listId: "LIST01", email: true, sms: true } };
  const marketing = { status: "queued", reason: "relay" };
  assert.deepEqual(await own.subscribe(request), { ...stored, receipt: "receipt-1", marketing });
  assert.equal(server.requests.length, 3);
  assert.equal(await own.pending(), 0);
});

test("an accepted alert and a stored newsletter", async (t) => {
  const server = await scripted(t, (_, response, index) =>
    index ? store(response) : response.writeHead(202).end(),
  );
  const { own } = page(t, server.url);
  const marketing = { status: "queued", reason: "relay" };
  assert.deepEqual(await own.subscribe(both), { ...accepted, marketing });
  assert.equal(await own.pending(), 0);
});

test("an accepted alert and a stored newsletter from the queue are reported", async (t) => {
  const server = await scripted(t, (_, response, index) => {
    if (index === 0) return response.writeHead(503).end();
    return index === 1 ? response.writeHead(202).end() : store(response);
  });
  const { own, settled } = page(t, server.url);
  assert.equal((await own.subscribe(both)).status, "queued");
  assert.deepEqual(await own.flush(), { delivered: 1, pending: 0 });
  const marketing = { status: "queued", reason: "relay" };
  assert.deepEqual(
    settled.map(({ outcome }) => outcome),
    [{ ...accepted, marketing }],
  );
});

test("a stored alert is never called accepted, also if its newsletter is sent later", async (t) => {
  let isDown = true;
  const server = await scripted(t, ({ url }, response) => {
    if (!url.includes("/client/subscriptions")) return store(response);
    return response.writeHead(isDown ? 503 : 202).end();
  });
  const { own, settled } = page(t, server.url);
  const outcome = await own.subscribe(both);
  const { marketing, ...alert } = outcome;
  assert.deepEqual(alert, stored);
  assert.deepEqual([marketing.status, marketing.error.code], ["queued", "service_unavailable"]);
  assert.equal(await own.pending(), 1);
  isDown = false;
  assert.deepEqual(await own.flush(), { delivered: 1, pending: 0 });
  assert.deepEqual(settled, []);
  assert.equal(server.requests.filter(({ url }) => url.includes("/client/back-in-stock")).length, 1);
});

test("a rejected newsletter of a stored alert is reported with it", async (t) => {
  const server = await scripted(t, ({ url }, response) =>
    url.includes("/client/subscriptions") ? response.writeHead(400).end() : store(response),
  );
  const { marketing, ...alert } = await page(t, server.url).own.subscribe(both);
  assert.deepEqual(alert, stored);
  assert.deepEqual([marketing.status, marketing.error.code], ["rejected", "rejected"]);
});

const broken = {
  "an empty body": "",
  "no JSON": "<html>",
  "another type": JSON.stringify({ data: { type: "alert", id: RECEIPT } }),
  "no data": JSON.stringify({ data: null }),
  "a list": "[]",
  "an id that is a number": JSON.stringify({ data: { type: "alert-receipt", id: 1 } }),
  "an empty id": receipt(""),
  "an id with a space": receipt("a b"),
  "an id beyond ASCII": receipt("é"),
  "an id that is too long": receipt("a".repeat(256)),
  "a body that is too long": " ".repeat(300_000) + receipt(),
};
for (const [name, text] of Object.entries(broken)) {
  test(`a stored request with ${name} instead of a receipt is sent again`, async (t) => {
    const server = await scripted(t, (_, response, index) => store(response, index > 1 ? receipt() : text));
    await fails(client(server.url).subscribe(ann), "service_unavailable");
    const { own } = page(t, server.url);
    const { reason, durable } = await own.subscribe(ann);
    assert.deepEqual([reason, durable], ["service", false]);
    assert.deepEqual(await own.flush(), { delivered: 1, pending: 0 });
  });
}

test("a receipt that never ends is a timeout", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(202, headers).write("{"));
  await fails(client(server.url, { timeout: 150 }).subscribe(ann), "timeout");
  await until(() => server.requests[0].closed);
});

test("a header with another value, or with another status, means nothing", async (t) => {
  const answers = [
    [202, { "back-in-stock-relay": "sent" }],
    [202, { "back-in-stock-relay": "stored, stored" }],
  ];
  const server = await scripted(t, (_, response, index) =>
    response.writeHead(...answers[index]).end(receipt()),
  );
  for (const _ of answers) assert.deepEqual(await client(server.url).subscribe(ann), accepted);
  const other = await scripted(t, (_, response) => response.writeHead(200, headers).end(receipt()));
  await fails(client(other.url).subscribe(ann), "service_unavailable", { status: 200 });
});

test("an abort after the alert was stored does not reject", async (t) => {
  const stop = new AbortController();
  const server = await scripted(t, ({ url }, response) => {
    if (!url.includes("/client/subscriptions")) return store(response);
    // The newsletter's call is under way.
    stop.abort();
  });
  const { own } = page(t, server.url);
  const { marketing, ...alert } = await own.subscribe(both, { signal: stop.signal });
  assert.deepEqual(alert, stored);
  assert.deepEqual([marketing.status, marketing.error.code], ["rejected", "aborted"]);
});
