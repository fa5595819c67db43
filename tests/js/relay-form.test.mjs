// Plain forms at the handler for a shop's own server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noUnhandledRejections } from "./helpers.mjs";
import { identityKey, memoryQueue, relayFor, requestsOf, server, start } from "./relay.mjs";

noUnhandledRejections();

const SHOP = "https://shop.example";
const form = (fields, headers = { referer: `${SHOP}/products/mug` }) =>
  new Request(`${SHOP}/bis/alert`, { method: "POST", headers, body: new URLSearchParams(fields) });
const ann = { variant: "SKU-1", email: "ann@example.com" };
const answerOf = ({ status, headers }) => [status, headers.get("location")];
const REQUESTED = [303, "/products/mug#back-in-stock-requested"];
const FAILED = [303, "/products/mug#back-in-stock-failed"];

test("a form is forwarded, and leads back to its page", async (t) => {
  const emulator = await start(t, { strict: true });
  const { relay, problems } = relayFor(emulator.url);
  assert.deepEqual(answerOf(await relay(form(ann))), REQUESTED);
  assert.deepEqual(emulator.state().profiles[0].emails, ["ann@example.com"]);
  assert.deepEqual(emulator.findings(), []);
  assert.deepEqual(answerOf(await relay(form({ ...ann, email: "ann" }))), FAILED);
  assert.deepEqual(answerOf(await relay(form({ ...ann, variant: "UNKNOWN" }))), FAILED);
  assert.equal((await relay(form(ann, { origin: "https://evil.example" }))).status, 403);
  assert.equal((await relay(form({ ...ann, return: "//evil.example" }))).status, 400);
  assert.deepEqual(requestsOf(emulator), [
    [server, 202],
    [server, 404],
  ]);
  assert.deepEqual(problems, []);
});

test("with a queue, a form is stored; without Klaviyo or the queue, it fails", async (t) => {
  const emulator = await start(t, { faults: [{ fault: { kind: "status", status: 503 }, times: 1 }] });
  const queue = memoryQueue();
  const { relay } = relayFor(emulator.url, { queue, identityKey });
  assert.deepEqual(answerOf(await relay(form(ann))), REQUESTED);
  assert.equal(queue.sent.length, 1);
  const full = { send: () => Promise.reject(new Error("full")) };
  assert.deepEqual(
    answerOf(await relayFor(emulator.url, { queue: full, identityKey }).relay(form(ann))),
    FAILED,
  );
  assert.deepEqual(answerOf(await relayFor(emulator.url).relay(form(ann))), FAILED);
  assert.deepEqual(await queue.deliver(relay), ["ack"]);
  assert.deepEqual(emulator.state().profiles[0].emails, ["ann@example.com"]);
});
