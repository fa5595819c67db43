// The handler for a shop's own server, which forwards requests to the emulator.
import assert from "node:assert/strict";
import { createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import { createRelay } from "back-in-stock/relay";
import {
  collectGarbage,
  companyId,
  errorDocument,
  noUnhandledRejections,
  paths,
  replaceGlobal,
  scripted,
  variant,
} from "./helpers.mjs";
import {
  codeOf,
  documentOf,
  identityKey,
  memoryQueue,
  privateKey,
  relayFor,
  request,
  requestsOf,
  server,
  start,
} from "./relay.mjs";

noUnhandledRejections();

test("forwards at once to the server endpoint", async (t) => {
  const emulator = await start(t, { strict: true });
  const { relay, problems } = relayFor(emulator.url);
  const response = await relay(request());
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("access-control-allow-origin"), "https://shop.example");
  assert.equal(response.headers.get("back-in-stock-relay"), null);
  const { profiles, subscriptions } = emulator.state();
  assert.deepEqual(profiles[0].emails, ["ann@example.com"]);
  assert.equal(subscriptions[0].variant, variant);
  assert.deepEqual(requestsOf(emulator), [[server, 202]]);
  assert.deepEqual(emulator.findings(), []);
  assert.deepEqual(problems, []);
});

test("passes on a final refusal, and nothing of the request", async (t) => {
  const emulator = await start(t);
  const { relay } = relayFor(emulator.url);
  const unknown = await relay(
    request({ body: JSON.stringify(documentOf({ email: "ann@example.com" }, "$custom:::$default:::NO")) }),
  );
  assert.equal(unknown.status, 404);
  assert.equal(await codeOf(unknown), "variant_not_found");
  const upstream = await scripted(t, (_, response) =>
    response
      .writeHead(400)
      .end(errorDocument("invalid", { pointer: "/data/attributes" }).replace("A detail", "ann@example.com")),
  );
  const refused = await relayFor(upstream.url).relay(request());
  assert.equal(refused.status, 400);
  const text = await refused.text();
  assert.ok(text.includes("/data/attributes") && !text.includes("ann@"), text);
});

test("a temporary failure leaves the request with the page", async (t) => {
  for (const [fault, retryAfter] of [
    [{ kind: "status", status: 429, retryAfter: "30" }, "30"],
    [{ kind: "status", status: 503 }, "5"],
    [{ kind: "challenge" }, "5"],
    [{ kind: "refuse" }, "5"],
    [{ kind: "lose" }, "5"],
    [{ kind: "flood", status: 500 }, "5"],
  ]) {
    const emulator = await start(t, { faults: [{ fault, times: 1 }] });
    const { relay, problems } = relayFor(emulator.url);
    const response = await relay(request());
    assert.equal(response.status, 503, fault.kind);
    assert.equal(response.headers.get("retry-after"), retryAfter, fault.kind);
    assert.ok(response.headers.get("access-control-expose-headers").includes("retry-after"));
    assert.equal(await codeOf(response), "service_unavailable");
    assert.equal((await relay(request())).status, 202, "the next attempt");
    assert.deepEqual(problems, []);
  }
});

test("a mistake of the configuration is reported, and costs no request", async (t) => {
  const emulator = await start(t);
  const { relay, problems } = relayFor(emulator.url, { privateKey: "pk_another" });
  assert.equal((await relay(request())).status, 503);
  assert.deepEqual(problems, ["unauthorized"]);
});

test("a server that hangs ends with the timeout", async (t) => {
  const upstream = await scripted(t, () => {});
  const { relay } = relayFor(upstream.url, { timeout: 100 });
  assert.equal((await relay(request())).status, 503);
});

test("a redirect is not followed", async (t) => {
  const other = await scripted(t);
  const upstream = await scripted(t, (_, response) => response.writeHead(307, { location: other.url }).end());
  assert.equal((await relayFor(upstream.url).relay(request())).status, 503);
  assert.equal(other.requests.length, 0, "the private key would go there");
});

test("refuses what a page may not send, without a request to Klaviyo", async (t) => {
  const emulator = await start(t);
  const { relay, problems } = relayFor(emulator.url, { allowOrigin: ["https://other.example"] });
  const cases = [
    [404, { path: paths.alert }],
    [404, { path: `/bis${paths.marketing}` }],
    [403, { headers: { origin: "https://evil.example" } }],
    [403, { headers: { origin: "null" } }],
    [415, { headers: { "content-type": "text/plain" } }],
    [400, { body: "{" }],
    [400, { body: "\xff" }],
    [400, { body: JSON.stringify(documentOf({ external_id: "1" })) }],
    [400, { body: JSON.stringify(documentOf({ phone_number: "+15005550006" }, variant, ["SMS"])) }],
    [413, { body: "x".repeat(20_000) }],
    [405, { method: "DELETE" }],
  ];
  for (const [status, change] of cases)
    assert.equal((await relay(request(change))).status, status, JSON.stringify(change));
  assert.equal((await relay(request({ headers: { origin: "https://other.example" } }))).status, 202);
  const preflight = new Request(`https://shop.example/bis${paths.alert}`, {
    method: "OPTIONS",
    headers: { origin: "https://other.example", "access-control-request-method": "POST" },
  });
  assert.equal((await relay(preflight)).status, 204);
  assert.deepEqual(requestsOf(emulator), [[server, 202]]);
  assert.deepEqual(problems, []);
});

test("a body that is too long or breaks off is not read to its end", async (t) => {
  const emulator = await start(t);
  const { relay } = relayFor(emulator.url);
  let pulled = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      pulled += 4_096;
      controller.enqueue(new Uint8Array(4_096));
    },
  });
  assert.equal((await relay(request({ body: endless }))).status, 413);
  assert.ok(pulled < 100_000, `${pulled} bytes`);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
  const response = await relay(request({ body: broken }));
  assert.equal(response.status, 503, "a page sends it again");
  assert.equal(response.headers.get("retry-after"), "5");
  assert.equal(emulator.state().requests.length, 0);
});

test("options are checked", () => {
  const good = { companyId, privateKey };
  const code = (change) => {
    try {
      createRelay({ ...good, ...change });
    } catch ({ name, code, field }) {
      return `${name} ${code} ${field}`;
    }
  };
  for (const [change, expected] of [
    [{}, undefined],
    [{ companyId: undefined }, "invalid_company_id companyId"],
    [{ companyId: privateKey }, "private_key companyId"],
    [{ privateKey: undefined }, "invalid_option privateKey"],
    [{ privateKey: 1 }, "invalid_option privateKey"],
    [{ basePath: "bis" }, "invalid_option basePath"],
    [{ allowOrigin: "https://shop.example" }, "invalid_option allowOrigin"],
    [{ allowOrigin: ["*"] }, "invalid_option allowOrigin"],
    [{ upstream: "http://a.klaviyo.com" }, "invalid_option upstream"],
    [{ revision: "new" }, "invalid_option revision"],
    [{ timeout: 0 }, "invalid_option timeout"],
    [{ queue: {} }, "invalid_option queue"],
    [{ queue: memoryQueue() }, "invalid_option identityKey"],
    [{ queue: memoryQueue(), identityKey: "ab" }, "invalid_option identityKey"],
    [{ queue: memoryQueue(), identityKey: [] }, "invalid_option identityKey"],
    [{ limiter: {} }, "invalid_option limiter"],
    [{ queue: memoryQueue(), identityKey: [identityKey] }, undefined],
    [{ onProblem: "x" }, "invalid_option onProblem"],
    [{ key: "x" }, "unknown_option key"],
  ])
    assert.equal(code(change), expected && `BackInStockError ${expected}`, JSON.stringify(change));
});

test("after a stop of the module, the next request gets a new one", async (t) => {
  const emulator = await start(t);
  const { relay, problems } = relayFor(emulator.url);
  const stop = () => {
    throw new Error("stop");
  };
  const restore = replaceGlobal(
    t,
    "Date",
    class extends Date {
      static now = stop;
    },
  );
  assert.equal((await relay(request())).status, 503);
  restore();
  assert.deepEqual(problems, ["load_failed"]);
  await collectGarbage();
  for (let round = 0; round < 100; round++) assert.equal((await relay(request())).status, 202);
});

/** The header for a logged-in shopper, as the shop's server makes it. */
function signed({ external_id = "", email = "" }, { key = identityKey, expires = 3_600 } = {}) {
  const end = Math.floor(Date.now() / 1_000) + expires;
  const derived = hkdfSync("sha256", Buffer.from(key, "hex"), "", "back-in-stock relay: identities", 32);
  const message = [companyId, end, "", external_id, email, ""].join("\n");
  return `${end}.${createHmac("sha256", Buffer.from(derived)).update(message).digest("hex")}`;
}

test("takes identifiers that the shop has signed", async (t) => {
  const emulator = await start(t);
  const ann = { external_id: "7", email: "ann@example.com" };
  const send = (header, options, identifiers = ann) =>
    relayFor(emulator.url, { identityKey, ...options }).relay(
      request({
        body: JSON.stringify(documentOf(identifiers)),
        headers: { "back-in-stock-identity": header },
      }),
    );
  assert.equal((await send(signed(ann))).status, 202);
  assert.deepEqual(emulator.state().profiles[0].externalIds, ["7"]);
  const newer = "fedcba9876543210".repeat(4);
  assert.equal((await send(signed(ann), { identityKey: [newer, identityKey] })).status, 202, "an older key");
  for (const [header, options, identifiers] of [
    ["", {}],
    [signed(ann, { expires: -1 })],
    [signed(ann, { key: newer })],
    [signed(ann), { identityKey: undefined }],
    [signed(ann), {}, { ...ann, email: "ben@example.com" }],
    [signed(ann), {}, { ...ann, external_id: "8" }],
    [signed(ann), {}, { email: ann.email }],
  ]) {
    const response = await send(header, options, identifiers);
    assert.equal(response.status, 403, JSON.stringify([header, options, identifiers]));
    assert.equal(await codeOf(response), "permission_denied");
  }
  assert.equal(emulator.state().requests.length, 2);
});

test("a signed request goes through a queue", async (t) => {
  const emulator = await start(t);
  const queue = memoryQueue();
  const { relay } = relayFor(emulator.url, { queue, identityKey });
  const identifiers = { external_id: "7" };
  const body = JSON.stringify(documentOf(identifiers));
  const response = await relay(request({ body, headers: { "back-in-stock-identity": signed(identifiers) } }));
  assert.equal(response.status, 202);
  assert.deepEqual(await queue.deliver(relay), ["ack"]);
  assert.deepEqual(emulator.state().profiles[0].externalIds, ["7"]);
});
