// The admin interface at `/emulator/*`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { promisify } from "node:util";
import { ann, otherVariant, paths, post, start, subscription, variant } from "./helpers.mjs";
import { Emulation, readOptions, stream } from "./inside.mjs";

const rows = () => [
  { id: "SKU-1", title: "Shirt", link: "https://shop.example/shirt", inventory_quantity: 0 },
  { id: "SKU-2", title: "Hat", inventory_quantity: 3, inventory_policy: 2 },
  { id: "SKU-3", title: "Sold-out hat", inventory_quantity: -1 },
];

const shop = (t, options) => start(t, { feed: rows(), ...options });

async function get(emulator, path) {
  const response = await fetch(`${emulator.url}/emulator/${path}`);
  return { status: response.status, headers: response.headers, ...(await response.json()) };
}

async function sendCommand(emulator, method, path, body, headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${emulator.url}/emulator/${path}`, { method, headers, body: text });
  const answer = await response.json();
  return {
    status: response.status,
    ...answer,
    code: answer.errors?.[0].code,
    detail: answer.errors?.[0].detail,
  };
}

test("GET /emulator/summary", async (t) => {
  const emulator = await shop(t);
  await post(emulator, paths.client, ann);
  const { status, headers, feed, ...summary } = await get(emulator, "summary");
  assert.deepEqual([status, headers.get("content-type")], [200, "application/json"]);
  assert.deepEqual(feed, emulator.state().feed);
  assert.deepEqual(summary, {
    companyId: "ABC123",
    now: Date.parse("2026-08-01T12:00:00Z"),
    ahead: 0,
    settings: { minimumInventory: 1, customersPerUnit: 1, waitMinutes: 60 },
    messageStatus: "live",
    nextBatch: null,
    strict: false,
    limits: {},
    faults: null,
    counts: {
      variants: 3,
      profiles: 1,
      waiting: 1,
      events: 1,
      consents: 0,
      pending: 0,
      jobs: 0,
      openJobs: 0,
      messages: 0,
      ready: 0,
      requests: 1,
      findings: 0,
    },
  });
});

test("the catalog has pages, a search, and filters", async (t) => {
  const emulator = await shop(t);
  await post(emulator, paths.client, ann);
  emulator.stock("SKU-1", 5);
  const ids = async (query) => {
    const { total, rows: found } = await get(emulator, `catalog?${query}`);
    return [total, ...found.map(({ externalId }) => externalId)];
  };
  assert.deepEqual(await ids(""), [3, "SKU-1", "SKU-2", "SKU-3"]);
  assert.deepEqual(await ids("offset=1&limit=1"), [3, "SKU-2"]);
  assert.deepEqual(await ids("search=HAT"), [2, "SKU-2", "SKU-3"]);
  assert.deepEqual(await ids("search=sku-1"), [1, "SKU-1"]);
  assert.deepEqual(await ids("only=waiting"), [1, "SKU-1"]);
  assert.deepEqual(await ids("only=out&search=hat"), [1, "SKU-3"]);
  assert.deepEqual((await get(emulator, "catalog?limit=1")).rows, [
    {
      ...emulator.state().catalog[0],
      link: "https://shop.example/shirt",
      listed: 5,
      waiting: 1,
      waitUntil: null,
    },
  ]);
});

test("the waiting list of a variant is in order and has pages", async (t) => {
  const emulator = await shop(t, { limits: { burst: 1_000 } });
  for (let index = 0; index < 25; index += 1) {
    await post(emulator, paths.client, subscription({ email: `p${index}@example.com` }));
  }
  await post(emulator, paths.client, subscription({ external_id: "x", variantId: otherVariant }));
  const page = await get(emulator, `waiting?variant=${encodeURIComponent(variant)}&offset=20&limit=3`);
  assert.deepEqual(
    [page.total, ...page.rows.map(({ person }) => person)],
    [25, "p20@example.com", "p21@example.com", "p22@example.com"],
  );
  assert.deepEqual(page.rows[0], {
    profile: "profile-21",
    person: "p20@example.com",
    channels: ["EMAIL"],
    at: "2026-08-01T12:00:00.000Z",
  });
  const other = await get(emulator, `waiting?variant=${encodeURIComponent(otherVariant)}`);
  assert.deepEqual([other.total, other.rows[0].person], [1, "x"]);
  assert.equal((await get(emulator, "waiting?variant=none")).total, 0);
});

test("events, messages and requests come latest first, with pages", async (t) => {
  const emulator = await shop(t);
  for (const email of ["a@example.com", "b@example.com", "c@example.com"]) {
    await post(emulator, paths.client, subscription({ email }));
  }
  emulator.stock("SKU-1", 2);
  await emulator.sync();
  const { total, rows: events } = await get(emulator, "events?offset=1&limit=5");
  assert.deepEqual([total, ...events.map(({ person }) => person)], [3, "b@example.com", "a@example.com"]);
  assert.equal(events[0].metric, "Subscribed to Back in Stock");
  const messages = await get(emulator, "messages?limit=1");
  assert.deepEqual([messages.total, messages.rows], [2, [emulator.state().messages[1]]]);
  assert.deepEqual((await get(emulator, "messages?offset=5")).rows, []);
  const requests = await get(emulator, "requests?limit=2");
  assert.deepEqual([requests.total, ...requests.rows.map(({ number }) => number)], [3, 3, 2]);
});

for (const query of ["offset=-1", "limit=0", "limit=1001", "offset=x", "limit=1e2", "offset=", "only=all"]) {
  test(`rejects a page: ${query}`, async (t) => {
    const { status, errors } = await get(await shop(t), `catalog?${query}`);
    assert.deepEqual([status, errors[0].code], [400, "invalid_option"]);
  });
}

test("the whole cycle works over HTTP", async (t) => {
  const emulator = await shop(t);
  const send = (...args) => sendCommand(emulator, ...args);
  assert.equal((await send("PATCH", "settings", { waitMinutes: 5 })).code, "settings_hidden");
  assert.equal((await send("PATCH", "settings", { messageStatus: "manual" })).messageStatus, "manual");
  for (const email of ["a@example.com", "b@example.com"]) {
    await post(emulator, paths.client, subscription({ email }));
  }
  assert.equal((await send("PATCH", "settings", { waitMinutes: 5 })).waitMinutes, 5);
  assert.deepEqual(await send("POST", "stock", { variant: "SKU-1", quantity: 1 }), {
    status: 200,
    variant: "SKU-1",
    quantity: 1,
    code: undefined,
    detail: undefined,
  });
  assert.equal((await send("POST", "sync")).restocked, 1);
  assert.equal((await send("POST", "clock", { advance: "5m" })).now, "2026-08-01T12:05:00.000Z");
  assert.equal((await send("POST", "send")).sent, 2);
  assert.equal((await get(emulator, "messages")).rows[0].status, "sent");
  assert.equal((await send("POST", "reset", {})).counts.messages, 0);
  assert.deepEqual(emulator.state().events, []);
});

const refused = [
  ["POST", "clock", { advance: "soon" }, 400, "invalid_option"],
  ["POST", "clock", {}, 400, "invalid_option"],
  ["POST", "clock", { advance: 1, by: 2 }, 400, "invalid_option"],
  ["POST", "clock", [1], 400, "invalid_option"],
  ["POST", "clock", "{", 400, "invalid"],
  ["POST", "clock", "null", 400, "invalid_option"],
  ["POST", "stock", { variant: "NONE", quantity: 1 }, 404, "unknown_variant"],
  ["POST", "stock", { variant: 1, quantity: 1 }, 400, "invalid_option"],
  ["POST", "stock", { variant: "SKU-1", quantity: "1" }, 400, "invalid_option"],
  ["POST", "confirm", { address: "nobody@example.com" }, 404, "unknown_profile"],
  ["POST", "confirm", {}, 400, "invalid_option"],
  ["POST", "unsubscribe", { address: "nobody@example.com" }, 404, "unknown_profile"],
  ["POST", "suppress", { email: "nobody@example.com" }, 400, "invalid_option"],
  ["PATCH", "settings", { messageStatus: "on" }, 400, "invalid_option"],
  ["PATCH", "settings", [], 400, "invalid_option"],
  ["PUT", "limits", { burst: 0 }, 400, "invalid_option"],
  ["PUT", "limits", "null", 400, "invalid_option"],
  ["PUT", "strict", { strict: "yes" }, 400, "invalid_option"],
  ["PUT", "faults", { rules: {} }, 400, "invalid_option"],
  ["PUT", "faults", { rules: [{ fault: { kind: "explode" } }] }, 400, "invalid_option"],
  ["PUT", "faults", { rules: [{ fault: null }] }, 400, "invalid_option"],
  ["PUT", "faults", { rules: [null] }, 400, "invalid_option"],
  ["DELETE", "faults", {}, 405, "method_not_allowed"],
  ["POST", "summary", {}, 405, "method_not_allowed"],
  ["POST", "stream", {}, 405, "method_not_allowed"],
  ["POST", "nothing", {}, 404, "not_found"],
  ["POST", "constructor", {}, 404, "not_found"],
];

for (const [method, path, body, status, code] of refused) {
  test(`rejects ${method} ${path} ${JSON.stringify(body)}`, async (t) => {
    const emulator = await shop(t);
    const before = emulator.state();
    const answer = await sendCommand(emulator, method, path, body);
    assert.deepEqual([answer.status, answer.code], [status, code]);
    assert.ok(answer.detail.length > 5 && !answer.detail.includes("\n"));
    assert.deepEqual(emulator.state(), before);
  });
}

test("a failed sync answers 422 with the reason", async (t) => {
  const feed = rows();
  const emulator = await shop(t, { feed });
  feed.push({});
  const { status, code, detail } = await sendCommand(emulator, "POST", "sync");
  assert.deepEqual([status, code, detail], [422, "invalid_feed", "feed: row 3 (counted from 0) has no id"]);
});

test("limits can be set and restored", async (t) => {
  const emulator = await shop(t);
  const send = async () => (await post(emulator, paths.client, ann)).status;
  assert.deepEqual(await sendCommand(emulator, "PUT", "limits", { burst: 2 }).then(({ burst }) => burst), 2);
  assert.deepEqual([await send(), await send(), await send()], [202, 202, 429]);
  await sendCommand(emulator, "PUT", "limits", {});
  assert.equal(await send(), 202);
  emulator.limit({ steady: 1 });
  assert.equal(await send(), 429);
  assert.throws(() => emulator.limit({ hourly: 1 }), { code: "invalid_option" });
});

/** Sends a request with headers that `fetch` forbids. */
function raw(emulator, method, path, headers) {
  return new Promise((resolve, reject) => {
    const { port } = new URL(emulator.url);
    const message = httpRequest({ port, host: "127.0.0.1", method, path, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    message.on("error", reject).end();
  });
}

test("pages of other origins can neither read nor control the emulator", async (t) => {
  const emulator = await shop(t);
  const { host } = new URL(emulator.url);
  const reset = (headers) => raw(emulator, "POST", "/emulator/reset", headers);
  for (const origin of ["https://evil.example", "null", `https://${host}`, "http://127.0.0.1:1"]) {
    assert.equal(await reset({ origin }), 403, origin);
  }
  assert.equal(await reset({ origin: emulator.url }), 200);
  assert.equal(await reset({}), 200);
  for (const name of ["evil.example", "127.0.0.1.evil.example", `evil.example:${host.split(":")[1]}`]) {
    for (const path of [
      "/",
      "/emulator/dashboard.js",
      "/emulator/state",
      "/emulator/stream",
      "/api/profiles",
    ]) {
      assert.equal(await raw(emulator, "GET", path, { host: name }), 403, `${name} ${path}`);
    }
  }
  for (const name of ["localhost:1", "127.0.0.1", "[::1]:80", "shop.localhost"]) {
    assert.equal(await raw(emulator, "GET", "/emulator/summary", { host: name }), 200, name);
  }
  const { status, headers } = await fetch(`${emulator.url}/emulator/reset`, { method: "OPTIONS" });
  assert.deepEqual([status, headers.get("access-control-allow-origin")], [405, null]);
});

for (const [path, type] of [
  ["/", "text/html; charset=utf-8"],
  ["/emulator/dashboard.js", "text/javascript; charset=utf-8"],
  ["/emulator/dashboard.css", "text/css; charset=utf-8"],
  ["/emulator/icon.svg", "image/svg+xml"],
]) {
  test(`serves the dashboard's file ${path}`, async (t) => {
    const emulator = await shop(t);
    const response = await fetch(`${emulator.url}${path}`);
    const text = await response.text();
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, type]);
    assert.ok(text.length > 100);
    assert.match(response.headers.get("content-security-policy"), /^default-src 'none'; /);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    const head = await fetch(`${emulator.url}${path}`, { method: "HEAD" });
    assert.deepEqual([head.status, await head.text()], [200, ""]);
    assert.equal(emulator.state().requestCount, 0);
  });
}

test("the dashboard's page has no inline code", async (t) => {
  const html = await (await fetch((await shop(t)).url)).text();
  assert.ok(!/<style|style=|<script(?![^>]*src=)|\son\w+=/i.test(html));
});

test("the stream sends a summary at once and after changes, but not too often", async (t) => {
  const emulator = await shop(t, { limits: { burst: 1_000 } });
  const response = await fetch(`${emulator.url}/emulator/stream`);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async () => {
    for (;;) {
      const [, event, rest] = /^(?::\n\n)*event: summary\ndata: ([^\n]*)\n\n(.*)$/s.exec(text) ?? [];
      if (event) {
        text = rest;
        return JSON.parse(event);
      }
      text += (await reader.read()).value;
    }
  };
  assert.equal((await next()).counts.requests, 0);
  let events = 0;
  const counted = (async () => {
    while ((await next()).counts.requests < 200) events += 1;
  })();
  for (let index = 0; index < 200; index += 1) await post(emulator, paths.client, ann);
  await counted;
  assert.ok(events < 40, `${events} events for 200 requests`);
  emulator.stock("SKU-1", 2);
  await next();
  await reader.cancel();
});

test("a closed stream costs nothing", async () => {
  const emulation = new Emulation(readOptions({}));
  const written = [];
  const end = stream(emulation).stream((text) => written.push(text));
  const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
  emulation.notify();
  await pause();
  assert.equal(written.length, 2);
  end();
  emulation.notify();
  await pause();
  assert.equal(written.length, 2);
});

test("close ends open streams", async (t) => {
  const emulator = await shop(t);
  const response = await fetch(`${emulator.url}/emulator/stream`);
  const ended = response.text().catch(() => "ended");
  await emulator.close();
  assert.equal(await ended, "ended");
});

test("a shell can repeat a request with its curl command", async (t) => {
  const emulator = await shop(t);
  const email = "o'hara+$(id)`id`\"\\@example.com";
  const odd = subscription({ email: "ann@example.com" });
  odd.data.attributes.profile.data.attributes.note = email;
  await post(emulator, paths.client, odd);
  await post(emulator, paths.server, ann);
  await post(emulator, paths.client, "{'", { query: "?company_id=%27%22" });
  const { rows: seen } = await get(emulator, "requests");
  for (const request of seen) {
    const env = { ...process.env, KLAVIYO_KEY: "pk_emulator_not_a_real_key" };
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", `${request.curl} -s`], { env });
    assert.match(stdout, new RegExp(`^HTTP/1.1 ${request.status} `));
    const { at, ...again } = emulator.state().requests.at(-1);
    const { number, curl, at: before, ...first } = request;
    assert.deepEqual(again, first);
    assert.ok(!curl.includes("pk_emulator"));
  }
  assert.equal(seen.length, 3);
});
