// Faults, and the counts of deliveries.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, createEmulator, feed, paths, start, today } from "./helpers.mjs";

const headers = {
  "content-type": "application/vnd.api+json",
  revision: "2026-07-15",
  origin: "https://shop.example",
};

const post = (emulator, signal) =>
  fetch(`${emulator.url}${paths.client}?company_id=ABC123`, {
    method: "POST",
    headers,
    body: JSON.stringify(ann),
    signal,
  });

/** An emulator in which the first request has a fault. */
const faulty = (t, fault, options) =>
  start(t, { faults: ({ attempt }) => (attempt === 1 ? fault : undefined), ...options });

const counts = (emulator) => {
  const [{ received, accepted, lost }] = emulator.state().deliveries;
  return { received, accepted, lost };
};

const until = async (condition) => {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`never: ${condition}`);
};

for (const [kind, carriedOut] of [
  ["refuse", 0],
  ["lose", 1],
  ["cut", 1],
]) {
  test(`${kind}: no response, and the request is ${carriedOut ? "" : "not "}carried out`, async (t) => {
    const emulator = await faulty(t, { kind });
    await assert.rejects(post(emulator));
    assert.equal(emulator.state().subscriptions.length, carriedOut);
    await until(() => counts(emulator).lost === carriedOut);
    assert.equal((await post(emulator)).status, 202);
    await until(() => counts(emulator).received === 2);
    assert.deepEqual(counts(emulator), { received: 2, accepted: 1 + carriedOut, lost: carriedOut });
    assert.equal(emulator.state().subscriptions.length, 1);
  });
}

test("hide sends a response that pages cannot read", async (t) => {
  const emulator = await faulty(t, { kind: "hide" });
  const response = await post(emulator);
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.deepEqual(counts(emulator), { received: 1, accepted: 1, lost: 1 });
  assert.equal((await post(emulator)).headers.get("access-control-allow-origin"), "*");
});

for (const carriedOut of [true, false]) {
  test(`delay, ${carriedOut ? "" : "not "}carried out: a caller that gives up gets no response`, async (t) => {
    const emulator = await faulty(t, { kind: "delay", ms: 10_000, carriedOut });
    await assert.rejects(post(emulator, AbortSignal.timeout(100)));
    const lost = Number(carriedOut);
    await until(() => counts(emulator).lost === lost);
    assert.deepEqual(counts(emulator), { received: 1, accepted: lost, lost });
    assert.equal(emulator.state().subscriptions.length, lost);
  });
}

test("a delay with carriedOut: false ends without a response", async (t) => {
  const emulator = await faulty(t, { kind: "delay", ms: 50, carriedOut: false });
  await assert.rejects(post(emulator));
  assert.equal((await post(emulator)).status, 202);
  assert.deepEqual(counts(emulator), { received: 2, accepted: 1, lost: 0 });
});

test("a short delay ends with the response", async (t) => {
  const emulator = await faulty(t, { kind: "delay", ms: 50 });
  const before = performance.now();
  assert.equal((await post(emulator)).status, 202);
  assert.ok(performance.now() - before > 40);
  assert.deepEqual(counts(emulator), { received: 1, accepted: 1, lost: 0 });
});

test("a status can have a Retry-After, readable by pages or not", async (t) => {
  const fault = { kind: "status", status: 429, retryAfter: "7", readable: true };
  const emulator = await faulty(t, fault);
  const response = await post(emulator);
  assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "7"]);
  assert.equal(response.headers.get("access-control-expose-headers"), "retry-after");
  assert.deepEqual(counts(emulator), { received: 1, accepted: 0, lost: 0 });
  const other = await faulty(t, { kind: "status", status: 429, retryAfter: "7" });
  assert.equal((await post(other)).headers.get("access-control-expose-headers"), null);
});

test("a status can have a proxy's page", async (t) => {
  const response = await post(await faulty(t, { kind: "status", status: 502, html: true }));
  assert.deepEqual([response.status, response.headers.get("content-type")], [502, "text/html"]);
  assert.match(await response.text(), /<h1>/);
});

test("a proxy's challenge answers 403 with a page, and the request is not carried out", async (t) => {
  const emulator = await faulty(t, { kind: "challenge" });
  const response = await post(emulator);
  assert.deepEqual([response.status, response.headers.get("cf-mitigated")], [403, "challenge"]);
  assert.match(response.headers.get("content-type"), /^text\/html/);
  assert.match(await response.text(), /^<!doctype html>/);
  assert.deepEqual(counts(emulator), { received: 1, accepted: 0, lost: 0 });
  assert.equal(emulator.state().requests[0].status, 403);
  assert.equal((await post(emulator)).status, 202);
});

test("truncate, drip and flood send broken bodies", async (t) => {
  await assert.rejects((await post(await faulty(t, { kind: "truncate", status: 503 }))).text());
  const drip = await post(await faulty(t, { kind: "drip", status: 503 }));
  const reader = drip.body.getReader();
  for (let index = 0; index < 3; index++) assert.ok((await reader.read()).value.length > 0);
  await reader.cancel();
  const flood = await post(await faulty(t, { kind: "flood", status: 400 }));
  let bytes = 0;
  for await (const chunk of flood.body) {
    bytes += chunk.length;
    if (bytes > 10_000_000) break;
  }
  assert.ok(bytes > 10_000_000);
});

test("a script sees path, body and attempt, and can be replaced", async (t) => {
  const seen = [];
  const emulator = await start(t, { faults: (request) => void seen.push(request) });
  await post(emulator);
  emulator.script(({ attempt }) => (attempt === 2 ? { kind: "status", status: 500 } : undefined));
  assert.equal((await post(emulator)).status, 500);
  emulator.script(undefined);
  assert.equal((await post(emulator)).status, 202);
  assert.deepEqual(seen, [{ path: paths.client, body: ann, attempt: 1 }]);
  assert.throws(() => emulator.script({}), { code: "invalid_option" });
  await assert.rejects(createEmulator({ faults: [] }), { code: "invalid_option" });
});

test("an unknown fault from a script is reported as an internal error", async (t) => {
  const error = t.mock.method(console, "error", () => {});
  const wrong = [
    { kind: "explode" },
    { kind: "delay" },
    { kind: "toString" },
    { kind: "status", status: 0 },
    { kind: "drip", status: 99_999 },
    { kind: "delay", ms: 2 ** 31 },
    { kind: "status", status: 429, retryAfter: "5\r\nx: y" },
    { kind: "status", status: 429, retryAfter: "fünf" },
  ];
  for (const fault of wrong) {
    const emulator = await faulty(t, fault);
    assert.equal((await post(emulator)).status, 500);
  }
  assert.equal(error.mock.callCount(), wrong.length);
  assert.match(String(error.mock.calls[0].arguments[0]), /a fault must be one of refuse, lose/);
});

test("a paused emulator refuses connections and keeps its state", async () => {
  const emulator = await createEmulator({ feed, now: () => today });
  await post(emulator);
  await emulator.pause();
  await emulator.pause();
  await assert.rejects(post(emulator));
  await emulator.resume();
  await emulator.resume();
  assert.equal((await post(emulator)).status, 202);
  assert.deepEqual(counts(emulator), { received: 2, accepted: 2, lost: 0 });
  await emulator.close();
  await emulator.resume();
  await assert.rejects(post(emulator));
});

test("a response to a closed connection counts as lost", async (t) => {
  const emulator = await faulty(t, { kind: "delay", ms: 200 });
  const stop = new AbortController();
  const answer = post(emulator, stop.signal);
  await until(() => emulator.state().requestCount === 1);
  stop.abort();
  await assert.rejects(answer);
  await until(() => counts(emulator).lost === 1);
});
