// The handler for a shop's own server, with a queue between it and the emulator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noUnhandledRejections, replaceGlobal, variant } from "./helpers.mjs";
import {
  documentOf,
  identityKey,
  memoryQueue,
  relayFor,
  request,
  requestsOf,
  server,
  start,
} from "./relay.mjs";

noUnhandledRejections();

test("with a queue, a request is stored before it is answered", async (t) => {
  const emulator = await start(t);
  const queue = memoryQueue();
  const outcomes = [];
  const { relay } = relayFor(emulator.url, {
    queue,
    identityKey,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  const response = await relay(request());
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("back-in-stock-relay"), "stored");
  assert.ok(response.headers.get("access-control-expose-headers").includes("back-in-stock-relay"));
  const { data } = await response.json();
  assert.equal(data.type, "alert-receipt");
  assert.match(data.id, /^[0-9a-f]{32}$/);
  assert.equal(queue.sent.length, 1);
  assert.ok(!atob(queue.sent[0].body.slice(2)).includes("ann@example.com"));
  assert.deepEqual(requestsOf(emulator), []);

  assert.deepEqual(await queue.deliver(relay), ["ack"]);
  assert.deepEqual(emulator.state().profiles[0].emails, ["ann@example.com"]);
  assert.deepEqual(outcomes, [{ outcome: "accepted", receipt: data.id, variant }]);
});

test("a queue that does not take the request leaves it with the page", async (t) => {
  const emulator = await start(t);
  for (const send of [
    () => Promise.reject(new Error("full")),
    () => {
      throw new Error("full");
    },
  ]) {
    const { relay } = relayFor(emulator.url, { queue: { send }, identityKey });
    const response = await relay(request());
    assert.equal(response.status, 503);
    assert.ok(response.headers.get("retry-after"));
  }
});

test("messages open with an older key, and for their account only", async (t) => {
  const emulator = await start(t);
  const queue = memoryQueue();
  const newer = "fedcba9876543210".repeat(4);
  await relayFor(emulator.url, { queue, identityKey }).relay(request());
  const [stored] = queue.sent;
  const put = (body) => queue.sent.push({ body });

  const others = relayFor(emulator.url, { companyId: "XYZ789", queue, identityKey });
  assert.deepEqual(await queue.deliver(others.relay), [300]);
  const wrong = relayFor(emulator.url, { queue, identityKey: newer });
  for (const body of [stored.body, `${stored.body.slice(0, -4)}AAA=`, "", "1.", "1.%", null, { a: 1 }])
    put(body);
  assert.deepEqual(await queue.deliver(wrong.relay), Array(7).fill(300));
  assert.deepEqual(new Set([...others.problems, ...wrong.problems]), new Set(["invalid_option identityKey"]));
  assert.deepEqual(requestsOf(emulator), []);

  put(stored.body);
  assert.deepEqual(
    await queue.deliver(relayFor(emulator.url, { queue, identityKey: [newer, identityKey] }).relay),
    ["ack"],
  );
  assert.deepEqual(requestsOf(emulator), [[server, 202]]);
});

test("a failure postpones a message, with its state", async (t) => {
  const emulator = await start(t, { faults: [{ fault: { kind: "lose" }, times: 1 }] });
  const queue = memoryQueue();
  const { relay } = relayFor(emulator.url, { queue, identityKey });
  await relay(request());
  assert.deepEqual(await queue.deliver(relay), ["ack"]);
  assert.equal(queue.sent.length, 1);
  assert.ok(queue.sent[0].delaySeconds >= 1 && queue.sent[0].delaySeconds <= 5, queue.sent[0].delaySeconds);
  assert.deepEqual(await queue.deliver(relay), ["ack"]);
  assert.equal(queue.sent.length, 0);
  assert.equal(emulator.state().subscriptions.length, 1);
});

test("an unknown variant waits for the next sync", async (t) => {
  const rows = [{ id: "SKU-1", title: "Shirt", inventory_quantity: 0 }];
  const emulator = await start(t, { feed: rows });
  const queue = memoryQueue();
  const outcomes = [];
  const { relay } = relayFor(emulator.url, {
    queue,
    identityKey,
    onOutcome: ({ outcome, code }) => outcomes.push([outcome, code]),
  });
  const late = JSON.stringify(documentOf({ email: "ann@example.com" }, "$custom:::$default:::SKU-9"));
  const never = JSON.stringify(documentOf({ email: "bob@example.com" }, "$custom:::$default:::SKU-0"));
  await relay(request({ body: late }));
  await relay(request({ body: never }));
  assert.deepEqual(await queue.deliver(relay), ["ack", "ack"]);
  for (const { delaySeconds } of queue.sent) assert.ok(delaySeconds >= 21_600 && delaySeconds <= 21_660);
  rows.push({ id: "SKU-9", title: "Hat", inventory_quantity: 0 });
  await emulator.sync();
  await queue.deliver(relay);
  await queue.deliver(relay);
  assert.deepEqual(outcomes, [
    ["accepted", undefined],
    ["refused", "variant_not_found"],
  ]);
  assert.equal(queue.sent.length, 0);
});

test("while the account is throttled, the rest is not sent", async (t) => {
  const fault = { kind: "status", status: 429, retryAfter: "60" };
  const emulator = await start(t, { faults: [{ fault }] });
  const queue = memoryQueue();
  const { relay } = relayFor(emulator.url, { queue, identityKey });
  for (let index = 0; index < 30; index++) await relay(request({ email: `ann${index}@example.com` }));
  assert.deepEqual(await queue.deliver(relay), Array(30).fill("ack"));
  assert.equal(queue.sent.length, 30);
  const sent = requestsOf(emulator).length;
  assert.ok(sent <= 10, `${sent} requests at once`);
  await queue.deliver(relay);
  assert.equal(requestsOf(emulator).length, sent, "it waits");
  assert.equal(queue.sent.length, 30);
});

test("a message that cannot be postponed stays in the queue", async (t) => {
  const emulator = await start(t, { faults: [{ fault: { kind: "status", status: 503 } }] });
  const queue = memoryQueue();
  const { relay } = relayFor(emulator.url, { queue, identityKey });
  await relay(request());
  queue.send = () => Promise.reject(new Error("full"));
  assert.deepEqual(await queue.deliver(relay), [300]);
  await assert.rejects(relayFor(emulator.url).relay.consume({ messages: [] }), {
    code: "invalid_option",
    field: "queue",
  });
});

test("a failing onOutcome changes nothing", async (t) => {
  const emulator = await start(t);
  const queue = memoryQueue();
  const onOutcome = () => Promise.reject(new Error("shop"));
  const { relay } = relayFor(emulator.url, { queue, identityKey, onOutcome });
  await relay(request());
  assert.deepEqual(await queue.deliver(relay), ["ack"]);
});

test("old messages expire", async (t) => {
  const emulator = await start(t);
  const queue = memoryQueue();
  const outcomes = [];
  const { relay } = relayFor(emulator.url, {
    queue,
    identityKey,
    onOutcome: ({ outcome }) => outcomes.push(outcome),
  });
  await relay(request());
  const later = Date.now() + 14.1 * 86_400_000;
  replaceGlobal(
    t,
    "Date",
    class extends Date {
      static now = () => later;
    },
  );
  assert.deepEqual(await queue.deliver(relay), ["ack"]);
  assert.deepEqual([outcomes, requestsOf(emulator)], [["expired"], []]);
});
