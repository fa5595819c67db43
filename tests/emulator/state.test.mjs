import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, paths, post, revision, start } from "./helpers.mjs";
import { Deliveries } from "./inside.mjs";

test("GET /emulator/state returns the same as state()", async (t) => {
  const emulator = await start(t);
  await post(emulator, paths.client, ann);
  await post(emulator, paths.server, "{");
  const response = await fetch(`${emulator.url}/emulator/state`);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await response.json(), emulator.state());
  assert.equal(emulator.state().requestCount, 2, "reading the state is not an API request");
});

test("the state is read-only", async (t) => {
  const emulator = await start(t);
  const page = `${emulator.url}/emulator/state`;
  const head = await fetch(page, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  const written = await fetch(page, { method: "POST", body: "{}" });
  assert.deepEqual([written.status, written.headers.get("allow")], [405, "GET, HEAD"]);
});

test("lists a request as received, without secrets, and with its outcome", async (t) => {
  const emulator = await start(t);
  await post(emulator, `${paths.client}/`, ann, {
    headers: { origin: "https://shop.example", cookie: "a=b" },
  });
  assert.deepEqual(emulator.state().requests, [
    {
      method: "POST",
      path: `${paths.client}/`,
      companyId: "ABC123",
      headers: {
        accept: "application/vnd.api+json",
        "content-type": "application/vnd.api+json",
        origin: "https://shop.example",
        revision,
      },
      body: ann,
      revision,
      status: 202,
      errors: 0,
      assumptions: [],
      at: "2026-08-01T12:00:00.000Z",
    },
  ]);
});

test("lists the beginning of an unreadable body as text", async (t) => {
  const emulator = await start(t);
  await post(emulator, paths.client, `{"key":"pk_0123456789" ${"x".repeat(5_000)}`);
  await fetch(`${emulator.url}/pk_0123456789/x`);
  const [first, second] = emulator.state().requests;
  assert.equal(first.body.slice(0, 20), '{"key":"pk_***" xxxx');
  assert.ok(first.body.length <= 1_000);
  assert.deepEqual([second.path, second.body, second.companyId], ["/pk_***/x", null, null]);
});

test("the state is a copy", async (t) => {
  const emulator = await start(t);
  await post(emulator, paths.client, ann);
  const state = emulator.state();
  state.events[0].channels.push("SMS");
  state.requests[0].body.data = null;
  state.catalog.length = 0;
  assert.deepEqual(emulator.state().events[0].channels, ["EMAIL"]);
  assert.deepEqual(emulator.state().requests[0].body, ann);
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
});

test("stores the latest 1,000 requests and counts all", async (t) => {
  const emulator = await start(t);
  for (let index = 0; index < 1_005; index += 1) {
    await (await fetch(`${emulator.url}/${index}`)).text();
  }
  const { requests, requestCount } = emulator.state();
  assert.deepEqual([requests.length, requestCount], [1_000, 1_005]);
  assert.deepEqual([requests[0].path, requests[999].path], ["/5", "/1004"]);
  const { total, rows } = await (await fetch(`${emulator.url}/emulator/requests?limit=2&offset=1`)).json();
  assert.deepEqual(
    [total, ...rows.map(({ number, path }) => `${number} ${path}`)],
    [1_000, "1004 /1003", "1003 /1002"],
  );
});

test("counts the latest 100,000 bodies, including repeated ones", () => {
  const deliveries = new Deliveries();
  for (let index = 0; index < 100_003; index += 1) deliveries.receive("/path", `body ${index}`).accepted += 1;
  deliveries.receive("/path", "body 100002").lost += 1;
  const list = deliveries.list();
  assert.equal(list.length, 100_000);
  assert.deepEqual(list[0], { path: "/path", body: "body 3", received: 1, accepted: 1, lost: 0 });
  assert.deepEqual(list.at(-1), { path: "/path", body: "body 100002", received: 2, accepted: 1, lost: 1 });
});
