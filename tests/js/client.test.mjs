// The client and the emulator; what is sent, and what is not.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { createEmulator } from "back-in-stock/emulator";
import {
  accepted,
  ann,
  client,
  companyId,
  fails,
  feed,
  noUnhandledRejections,
  paths,
  scripted,
  texter,
  variant,
} from "./helpers.mjs";

noUnhandledRejections();
before(() => api.init());

async function emulator(t, options) {
  const one = await createEmulator({ feed, companyId, now: () => Date.UTC(2026, 7, 1), ...options });
  t.after(() => one.close());
  return one;
}

test("the emulator accepts", async (t) => {
  const shop = await emulator(t);
  assert.deepEqual(await client(shop.url).subscribe(ann), accepted);
  const { subscriptions, profiles, requests } = shop.state();
  assert.deepEqual(
    subscriptions.map((one) => [one.variant, one.channels]),
    [[variant, ["EMAIL"]]],
  );
  assert.deepEqual(profiles[0].emails, ["ann@example.com"]);
  assert.deepEqual(
    requests.map((one) => [one.status, one.assumptions]),
    [[202, []]],
  );
});

test("the body is the one of buildRequest, and so are URL and headers", async (t) => {
  const server = await scripted(t);
  const request = {
    variant: { id: "$&9007199254740993", integration: "$shopify", catalog: "two" },
    profile: { email: " Ann@example.com", phoneNumber: "0171 1234567", externalId: "ä\"'\\", id: "01GD" },
    channels: ["PUSH", "EMAIL"],
  };
  const options = { revision: "2026-04-15.pre", country: "DE", endpoint: `${server.url}/proxy/` };
  assert.deepEqual(await client(server.url, options).subscribe(request), accepted);
  const built = api.buildRequest(request, { audience: "client", companyId, ...options });
  const [seen] = server.requests;
  assert.equal(seen.method, built.method);
  assert.equal(`${server.url}${seen.url}`, built.url);
  assert.equal(seen.url, `/proxy${paths.alert}?company_id=ABC123`);
  // In the same order, too.
  assert.equal(JSON.stringify(JSON.parse(seen.text)), JSON.stringify(built.body));
  for (const [name, value] of Object.entries(built.headers)) assert.equal(seen.headers[name], value, name);
});

test("no more headers than a request needs", async (t) => {
  const server = await scripted(t);
  await client(server.url).subscribe(ann);
  const { headers } = server.requests[0];
  const platform = [
    "accept-encoding",
    "accept-language",
    "connection",
    "content-length",
    "host",
    "sec-fetch-mode",
    "user-agent",
  ];
  const own = Object.entries(headers).filter(([name]) => !platform.includes(name));
  assert.deepEqual(Object.fromEntries(own), {
    accept: "application/vnd.api+json",
    "content-type": "application/vnd.api+json",
    revision: "2026-10-15",
  });
});

test("requests send no cookies, follow no redirects and outlive the page", async (t) => {
  const server = await scripted(t);
  const seen = [];
  t.mock.method(globalThis, "fetch", async (_, { method, credentials, redirect, keepalive, signal }) => {
    seen.push([method, credentials, redirect, keepalive, signal instanceof AbortSignal]);
    return new Response(null, { status: 202 });
  });
  await client(server.url).subscribe(ann);
  assert.deepEqual(seen, [["POST", "omit", "error", true, true]]);
});

test("a revision that is not text is refused, and the core goes on", async (t) => {
  const server = await scripted(t);
  for (const revision of [20261015, {}, ["2026-10-15"], true]) {
    await fails(client(server.url, { revision }).subscribe(ann), "invalid_option", { field: "revision" });
  }
  assert.equal(api.variantId("a"), "$custom:::$default:::a");
  assert.deepEqual(server.requests, []);
});

test("members of Object.prototype do not change requests", async (t) => {
  const server = await scripted(t);
  const evil = {
    endpoint: "http://127.0.0.1:9",
    integration: "$evil",
    catalog: "evil",
    country: "DE",
    consent: "evil",
    newsletter: "evil",
    days: -1,
    outbox: "evil",
    timeout: "evil",
  };
  for (const [name, value] of Object.entries(evil)) {
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      writable: true,
      enumerable: true,
    });
    try {
      assert.deepEqual(await client(server.url).subscribe(ann), accepted, name);
    } finally {
      delete Object.prototype[name];
    }
  }
  assert.equal(server.requests.length, Object.keys(evil).length);
  for (const { text } of server.requests) assert.ok(text.includes("$custom:::$default:::"), text);
});

test("the emulator's refusals", async (t) => {
  const shop = await emulator(t, { limits: { burst: 2 } });
  const unknown = await fails(client(shop.url).subscribe({ ...ann, variant: "none" }), "variant_not_found", {
    field: "variant",
    status: 404,
  });
  assert.equal(unknown.errors[0].code, "variant_not_found");
  await fails(client(shop.url, { companyId: "XYZ789" }).subscribe(ann), "unauthorized", { status: 401 });
  await client(shop.url).subscribe(ann);
  await fails(client(shop.url).subscribe(ann), "throttled", { status: 429 });
});

test("everything about a request rejects, and sends nothing", async (t) => {
  const server = await scripted(t);
  const shop = client(server.url);
  const wrong = [
    [undefined, "invalid_option", "request"],
    [{ ...ann, extra: 1 }, "unknown_option", "extra"],
    [{ ...ann, variant: "" }, "invalid_variant_id", "variant"],
    [{ ...ann, profile: { email: "ann" } }, "invalid_email", "email"],
    [{ ...ann, profile: {} }, "missing_identifier", "profile"],
    [texter, "consent_required", "smsConsent"],
    [{ ...texter, channels: ["WHATSAPP"] }, "consent_required", "whatsappConsent"],
  ];
  for (const [request, code, field] of wrong) await fails(shop.subscribe(request), code, { field });
  await fails(shop.subscribe(ann, { signal: {} }), "invalid_option", { field: "signal" });
  await fails(shop.subscribe(ann, { timeout: 5 }), "unknown_option", { field: "timeout" });
  await fails(shop.subscribe(ann, null), "invalid_option", { field: "options" });
  assert.equal(server.requests.length, 0);
});

test("without a page, an endpoint must be a whole URL", () => {
  for (const endpoint of ["", "/bis", "shop.example"]) {
    assert.throws(() => client(endpoint), { code: "invalid_option", field: "endpoint" });
  }
});
