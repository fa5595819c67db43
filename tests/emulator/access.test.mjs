import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { ann, paths, post, read, revision, start, subscription, today } from "./helpers.mjs";

const companies = [
  ["missing", "", 400],
  ["empty", "?company_id=", 400],
  ["given twice", "?company_id=ABC123&company_id=ABC123", 400],
  ["another", "?company_id=XYZ789", 401],
  ["in another case", "?company_id=abc123", 401],
  ["a private key", "?company_id=pk_0123456789abcdef", 401],
  ["a private key, encoded", "?company_id=pk%5F0123456789abcdef", 401],
];

for (const [name, query, status] of companies) {
  for (const path of [paths.client, paths.consent]) {
    test(`${path}: company id ${name}`, async (t) => {
      const emulator = await start(t);
      const answer = await post(emulator, path, ann, { query });
      const code = status === 400 ? "invalid" : "not_authenticated";
      assert.deepEqual([answer.status, ...answer.places], [status, `${code} company_id`]);
      assert.equal(answer.headers.get("access-control-allow-origin"), "*");
      const seen = JSON.stringify(emulator.state()) + answer.text;
      assert.ok(!seen.includes("0123456789abcdef"), "the key is masked");
      assert.deepEqual(emulator.state().events, []);
    });
  }
}

test("a key sent from a page is rejected and masked", async (t) => {
  const emulator = await start(t);
  const headers = { authorization: "Klaviyo-API-Key pk_emulator_not_a_real_key" };
  const { status, places } = await post(emulator, paths.client, ann, { headers });
  assert.deepEqual([status, ...places], [401, "not_authenticated"]);
  assert.equal(emulator.state().requests[0].headers.authorization, "Klaviyo-API-Key ***");
});

const strangers = [
  undefined,
  "pk_emulator_not_a_real_key",
  "Klaviyo-API-Key",
  "Klaviyo-API-Key pk_another",
  "Klaviyo-API-Key PK_EMULATOR_NOT_A_REAL_KEY",
  "Bearer pk_emulator_not_a_real_key",
  "Bearer undefined",
  "Basic cGtfMTo=",
];

for (const authorization of strangers) {
  test(`the server endpoint rejects authorization ${authorization}`, async (t) => {
    const emulator = await start(t);
    const { status, places, text } = await post(emulator, paths.server, ann, { headers: { authorization } });
    assert.deepEqual([status, ...places], [401, "not_authenticated /data/"]);
    assert.ok(!(text + JSON.stringify(emulator.state())).match(/not_a_real|another|cGtf/i));
  });
}

test("the server endpoint accepts the configured key or token without a company id", async (t) => {
  const emulator = await start(t, { privateKey: "pk_mine", accessToken: "token-1" });
  const send = (authorization) => post(emulator, paths.server, ann, { headers: { authorization } });
  assert.equal((await send("Klaviyo-API-Key pk_mine")).status, 202);
  assert.equal((await send("klaviyo-api-key pk_mine")).status, 202);
  assert.equal((await send("Bearer token-1")).status, 202);
  assert.equal((await send("Bearer token-2")).status, 401);
  assert.equal((await send("Klaviyo-API-Key pk_emulator_not_a_real_key")).status, 401);
  assert.ok(!JSON.stringify(emulator.state()).match(/pk_mine|token-/));
});

const revisions = [
  ["2026-10-15", "2026-10-15", []],
  ["2026-07-15", "2026-07-15", []],
  ["2026-07-15.pre", "2026-07-15", ["revision_suffix"]],
  ["2024-10-15", "2024-10-15", []],
  ["2024-07-15", "2024-10-15", ["revision_retired"]],
  ["2023-07-15", "2024-10-15", ["revision_retired"]],
  ["2022-01-01", "2024-10-15", ["revision_older", "revision_retired"]],
  ["2027-01-15", "2026-10-15", ["revision_newer"]],
];

for (const [sent, served, assumptions] of revisions) {
  test(`revision ${sent} is served as ${served}`, async (t) => {
    const emulator = await start(t);
    const { status } = await post(emulator, paths.client, ann, { headers: { revision: sent } });
    assert.equal(status, 202);
    const [seen] = emulator.state().requests;
    assert.deepEqual([seen.headers.revision, seen.revision, seen.assumptions], [sent, served, assumptions]);
  });
}

for (const sent of [
  undefined,
  "",
  "latest",
  "2026-7-15",
  "2026-02-30",
  "2027-02-30",
  "2026-07-15.",
  "20260715",
  "2026-06-15",
]) {
  test(`revision ${sent} is rejected`, async (t) => {
    const emulator = await start(t);
    const { status, places } = await post(emulator, paths.client, ann, { headers: { revision: sent } });
    assert.deepEqual([status, ...places], [400, "invalid revision"]);
  });
}

test("a revision retires two years after its date, by the emulator's clock", async (t) => {
  const emulator = await start(t);
  const headers = { revision: "2026-07-15", "X-Klaviyo-Revision-Fall-Forward-Opt-Out": "1" };
  const send = () => post(emulator, paths.client, ann, { headers });
  emulator.clock.now = Date.parse("2028-07-15T00:00:00Z") - 1;
  assert.equal((await send()).status, 202);
  emulator.clock.now += 1;
  const { status, places } = await send();
  assert.deepEqual([status, ...places], [410, "gone revision"]);
  assert.equal(
    (await post(emulator, paths.client, ann)).status,
    202,
    "without the header the revision falls forward",
  );
});

test("a retired revision answers 410 only with the opt-out header at 1", async (t) => {
  const emulator = await start(t);
  const send = (value) =>
    post(emulator, paths.client, ann, {
      headers: { revision: "2024-02-15", "X-Klaviyo-Revision-Fall-Forward-Opt-Out": value },
    });
  assert.equal((await send("0")).status, 202);
  assert.equal((await send("1")).status, 410);
});

test("WHATSAPP exists since revision 2026-01-15", async (t) => {
  const emulator = await start(t);
  const body = subscription({ channels: ["SMS", "WHATSAPP"], phone_number: "+15005550006" });
  const before = await post(emulator, paths.client, body, { headers: { revision: "2025-10-15" } });
  assert.deepEqual([before.status, ...before.places], [400, "invalid /data/attributes/channels/1"]);
  const since = await post(emulator, paths.client, body, { headers: { revision: "2026-01-15" } });
  assert.equal(since.status, 202);
});

test("accepts the two JSON media types only", async (t) => {
  const emulator = await start(t);
  const send = async (type) =>
    (await post(emulator, paths.client, ann, { headers: { "content-type": type } })).status;
  for (const type of ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"]) {
    assert.equal(await send(type), 202, type);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", undefined]) {
    assert.equal(await send(type), 415, type);
  }
});

test("other methods answer 405 with Allow", async (t) => {
  const emulator = await start(t);
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const answer = await read(await fetch(`${emulator.url}${paths.client}?company_id=ABC123`, { method }));
    assert.deepEqual([answer.status, ...answer.places], [405, "method_not_allowed"]);
    assert.equal(answer.headers.get("allow"), "OPTIONS, POST");
  }
  const answer = await fetch(`${emulator.url}${paths.server}`);
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("allow"), "POST");
});

test("other paths answer 404", async (t) => {
  const emulator = await start(t);
  for (const path of [
    "/",
    "/client",
    `${paths.client}//`,
    "/api/catalog-items",
    "/client/Subscriptions",
    "/emulator/none",
  ]) {
    const answer = await read(await fetch(`${emulator.url}${path}`, { method: "POST", body: "{}" }));
    assert.deepEqual([answer.status, ...answer.places], [404, "not_found"], path);
  }
});

test("a body larger than 1 MB answers 413, and the connection stays usable", async (t) => {
  const emulator = await start(t);
  const padded = (size) => JSON.stringify(ann).padEnd(size);
  assert.equal((await post(emulator, paths.client, padded(1024 * 1024))).status, 202);
  const { status, places } = await post(emulator, paths.client, padded(1024 * 1024 + 1));
  assert.deepEqual([status, ...places], [413, "payload_too_large"]);
  assert.equal((await post(emulator, paths.client, padded(20_000_000))).status, 413);
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
  assert.equal(emulator.state().requests[1].body, null);
});

test("an endless body loses its connection, and nothing else fails", async (t) => {
  const emulator = await start(t);
  const { port } = new URL(emulator.url);
  const broken = await new Promise((resolve) => {
    const message = httpRequest({ port, host: "127.0.0.1", method: "POST", path: paths.client });
    message.on("error", (error) => resolve(error.code));
    const chunk = Buffer.alloc(1 << 20);
    const more = () => message.write(chunk, (error) => error || more());
    more();
  });
  assert.match(broken, /ECONNRESET|EPIPE/);
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
});

test("checks the key, then the rate, the revision, the media type, and the body", async (t) => {
  const emulator = await start(t, { limits: { burst: 4 } });
  const everything = { revision: undefined, "content-type": "text/plain" };
  const send = async (query, headers, body = "{") =>
    (await post(emulator, paths.client, body, { query, headers })).status;
  assert.equal(await send("?company_id=nobody", everything), 401);
  assert.equal(await send("?company_id=ABC123", everything), 400);
  assert.equal(await send("?company_id=ABC123", { ...everything, revision }), 415);
  assert.equal(await send("?company_id=ABC123", {}), 400);
  assert.equal(await send("?company_id=ABC123", {}, ann), 202);
  assert.equal(await send("?company_id=ABC123", everything), 429);
  assert.equal(await send("?company_id=nobody", everything), 401);
});

test("uses the real clock by default", async (t) => {
  const emulator = await start(t, { now: undefined });
  await post(emulator, paths.client, ann);
  const age = Date.now() - Date.parse(emulator.state().events[0].at);
  assert.ok(age >= 0 && age < 5_000);
  assert.notEqual(Date.parse(emulator.state().events[0].at), today);
});
