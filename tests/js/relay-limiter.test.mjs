// The account's limits, which consumers of one queue share. The emulator has the same limits, so it is the judge.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AccountLimiter } from "back-in-stock/relay";
import { noUnhandledRejections } from "./helpers.mjs";
import { identityKey, memoryQueue, relayFor, request, requestsOf, start } from "./relay.mjs";

noUnhandledRejections();

/** Stores what it gets as JSON does. */
function memoryStorage() {
  const texts = new Map();
  return {
    texts,
    get: async (key) => (texts.has(key) ? JSON.parse(texts.get(key)) : undefined),
    put: async (key, value) => void texts.set(key, JSON.stringify(value)),
  };
}

test("two consumers do not exceed the limits together", async (t) => {
  const rate = 120;
  const emulator = await start(t, { limits: { burst: rate / 10, steady: rate } });
  const queue = memoryQueue();
  const limiter = new AccountLimiter({ rate });
  const consumers = [0, 1].map(() => relayFor(emulator.url, { queue, identityKey, limiter }).relay);
  const count = 40;
  for (let number = 0; number < count; number++)
    await consumers[number % 2](request({ email: `shopper-${number}@example.com` }));
  const messages = queue.sent.splice(0).map(({ body }) => ({ body, ack: () => {}, retry: assert.fail }));
  await Promise.all([
    consumers[0].consume({ messages: messages.slice(0, count / 2) }),
    consumers[1].consume({ messages: messages.slice(count / 2) }),
  ]);
  assert.equal(queue.sent.length, 0, "nothing was postponed");
  assert.deepEqual(
    requestsOf(emulator).map(([, status]) => status),
    Array(count).fill(202),
  );
});

test("permits that nobody has in time postpone the messages", async (t) => {
  const emulator = await start(t);
  for (const [reserve, delaySeconds] of [
    [async () => 45_000, 45],
    [() => Promise.reject(new Error("gone")), 300],
  ]) {
    const queue = memoryQueue();
    const released = [];
    const limiter = { reserve, release: async (id) => released.push(id) };
    const { relay } = relayFor(emulator.url, { queue, identityKey, limiter });
    await relay(request());
    assert.deepEqual(await queue.deliver(relay), ["ack"]);
    assert.deepEqual(
      queue.sent.map((message) => message.delaySeconds),
      [delaySeconds],
    );
    assert.deepEqual(released, []);
  }
  assert.deepEqual(requestsOf(emulator), []);
});

test("permits outlive a restart", async () => {
  const storage = memoryStorage();
  const before = new AccountLimiter({ storage });
  assert.equal(await before.reserve("a", 343), 0);
  assert.equal(await new AccountLimiter({ storage }).reserve("b", 1), 250, "they are in use");
  await before.release("a");
  const wait = await new AccountLimiter({ storage }).reserve("b", 1);
  assert.ok(wait > 900 && wait <= 1_000, `${wait}`);
  assert.equal(await new AccountLimiter().reserve("b", 1), 0, "without a storage");
});

test("a storage that fails is asked again", async () => {
  const storage = memoryStorage();
  const broken = { ...storage, get: () => Promise.reject(new Error("gone")) };
  const limiter = new AccountLimiter({ storage: broken });
  await assert.rejects(limiter.reserve("a", 1), /gone/);
  broken.get = storage.get;
  assert.equal(await limiter.reserve("a", 1), 0);
  broken.put = () => Promise.reject(new Error("full"));
  await assert.rejects(limiter.reserve("b", 300), /full/);
  broken.put = storage.put;
  assert.equal(await limiter.reserve("c", 300), 0, "what was not stored does not count");
});

test("while the account is throttled, consumers with one limiter send nothing", async (t) => {
  const emulator = await start(t, {
    faults: [{ fault: { kind: "status", status: 429, retryAfter: "40" }, times: 1 }],
  });
  const queue = memoryQueue();
  const limiter = new AccountLimiter();
  // A Worker creates a relay for each batch.
  const relayOf = () => relayFor(emulator.url, { queue, identityKey, limiter }).relay;
  for (let number = 0; number < 3; number++)
    await relayOf()(request({ email: `shopper-${number}@example.com` }));
  const messages = queue.sent.splice(0).map(({ body }) => ({ body, ack: () => {}, retry: assert.fail }));
  for (const message of messages) await relayOf().consume({ messages: [message] });
  assert.equal(requestsOf(emulator).length, 1);
  assert.equal(queue.sent.length, 3);
  assert.ok(queue.sent.every(({ delaySeconds }) => delaySeconds >= 39));
});

test("what is reserved is checked", async () => {
  const limiter = new AccountLimiter();
  for (const count of [0, -1, 1.5, Number.NaN, "x", 2 ** 32])
    await assert.rejects(limiter.reserve("a", count), { code: "invalid_option", field: "count" });
  await assert.rejects(limiter.reserve(undefined, 1), { code: "invalid_option", field: "id" });
  assert.equal(await limiter.reserve("a", 343), 0);
});

test("options are checked", () => {
  for (const rate of [0, 119, 3_500.5, "3500", Number.NaN])
    assert.throws(() => new AccountLimiter({ rate }), { code: "invalid_option", field: "rate" });
});
