import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, paths, post, start } from "./helpers.mjs";

const cors = (headers) => [...headers.keys()].filter((name) => name.startsWith("access-control-"));

function sendPreflight(emulator, path) {
  const headers = {
    origin: "https://shop.example",
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,revision",
  };
  return fetch(`${emulator.url}${path}?company_id=ABC123`, { method: "OPTIONS", headers });
}

for (const path of [paths.client, `${paths.client}/`, paths.consent]) {
  test(`${path} answers a preflight`, async (t) => {
    const emulator = await start(t);
    const { status, headers } = await sendPreflight(emulator, path);
    assert.equal(status, 204);
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("access-control-allow-methods"), "POST");
    assert.deepEqual(headers.get("access-control-allow-headers").split(", "), [
      "accept",
      "content-type",
      "revision",
      "x-klaviyo-revision-fall-forward-opt-out",
    ]);
    assert.equal(headers.get("access-control-allow-credentials"), null);
    assert.equal(headers.get("content-length"), null);
    assert.equal(emulator.state().requests[0].method, "OPTIONS");
  });
}

test("a page can read every response of a client endpoint, but not its rate headers", async (t) => {
  const emulator = await start(t, { limits: { steady: 2 } });
  const statuses = [];
  for (const body of [ann, "{", ann]) {
    const { status, headers } = await post(emulator, paths.client, body);
    statuses.push(status);
    assert.deepEqual(cors(headers), ["access-control-allow-origin"]);
  }
  assert.deepEqual(statuses, [202, 400, 429]);
});

test("the server endpoint and the admin interface have no CORS", async (t) => {
  const emulator = await start(t);
  const preflight = await sendPreflight(emulator, paths.server);
  assert.equal(preflight.status, 405);
  const accepted = await post(emulator, paths.server, ann);
  const state = await fetch(`${emulator.url}/emulator/state`);
  for (const { headers } of [preflight, accepted, state]) assert.deepEqual(cors(headers), []);
});
