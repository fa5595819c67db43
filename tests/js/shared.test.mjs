// Equal calls under way share a request; others do not.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { promisify } from "node:util";
import * as api from "back-in-stock";
import { accepted, ann, client, fails, noUnhandledRejections, scripted, sleep, until } from "./helpers.mjs";

const check = noUnhandledRejections();
before(() => api.init());

/** A server that answers on demand. */
async function patient(t) {
  const waiting = [];
  const server = await scripted(t, (_, response) => waiting.push(response));
  const answer = (status = 202, body = "") => {
    for (const response of waiting.splice(0)) response.writeHead(status).end(body);
  };
  return { ...server, answer, arrived: (count) => until(() => waiting.length === count) };
}

test("equal calls under way make one request, also through two clients", async (t) => {
  const server = await patient(t);
  const [one, two] = [client(server.url), client(`${server.url}/`, { timeout: 2000 })];
  const same = {
    variant: { id: "$custom:::$default:::SKU-1" },
    profile: { email: " ann@example.com" },
    channels: ["EMAIL"],
  };
  const calls = [one.subscribe(ann), one.subscribe(ann), two.subscribe(ann), two.subscribe(same)];
  await server.arrived(1);
  calls.push(one.subscribe(ann));
  await sleep(30);
  server.answer();
  assert.deepEqual(await Promise.all(calls), Array(5).fill(accepted));
  assert.equal(server.requests.length, 1);
});

test("once it is answered, the next call makes its own", async (t) => {
  const server = await scripted(t);
  for (let count = 0; count < 3; count++) await client(server.url).subscribe(ann);
  assert.equal(server.requests.length, 3);
});

test("a failure rejects all callers, and is not cached", async (t) => {
  const server = await patient(t);
  const shop = client(server.url);
  const calls = [1, 2, 3].map(() => fails(shop.subscribe(ann), "service_unavailable", { status: 503 }));
  await server.arrived(1);
  server.answer(503);
  await Promise.all(calls);
  const again = shop.subscribe(ann);
  await server.arrived(1);
  server.answer();
  assert.deepEqual(await again, accepted);
});

const numbered = { ...ann, profile: { email: "ann@example.com", phoneNumber: "+15005550006" } };
const others = [
  { ...ann, variant: "SKU-2" },
  { ...ann, variant: { id: "SKU-1", integration: "$shopify" } },
  { ...ann, channels: ["EMAIL", "PUSH"] },
  { ...ann, profile: { email: "Ann@example.com" } },
  { ...ann, profile: { email: "ann@example.com", externalId: "x" } },
  { ...ann, marketing: { listId: "L", email: true } },
  { ...ann, marketing: { listId: "M", email: true } },
  { ...numbered, marketing: { listId: "L", sms: true } },
  { ...numbered, marketing: { listId: "L", whatsapp: true } },
];

test("different calls are not shared", async (t) => {
  const server = await patient(t);
  const shop = client(server.url);
  const calls = [ann, ...others].map((request) => shop.subscribe(request));
  calls.push(client(server.url, { companyId: "XYZ789" }).subscribe(ann));
  calls.push(client(server.url, { revision: "2026-04-15" }).subscribe(ann));
  calls.push(client(`${server.url}/other`).subscribe(ann));
  await server.arrived(others.length + 4);
  const done = setInterval(() => server.answer(), 10);
  await Promise.all(calls);
  clearInterval(done);
});

test("a ticked box makes a call different, an unticked one does not", async (t) => {
  const server = await patient(t);
  const shop = client(server.url);
  const calls = [ann, { ...ann, marketing: { listId: "L", email: false } }].map((request) =>
    shop.subscribe(request),
  );
  await server.arrived(1);
  await sleep(30);
  server.answer();
  await Promise.all(calls);
  assert.equal(server.requests.length, 1);
});

test("one caller's abort does not abort another's, the last one's does", async (t) => {
  const server = await patient(t);
  const shop = client(server.url);
  const stops = [new AbortController(), new AbortController()];
  const calls = stops.map(({ signal }) => fails(shop.subscribe(ann, { signal }), "aborted"));
  const patiently = shop.subscribe(ann);
  await server.arrived(1);
  for (const stop of stops) stop.abort("no more");
  await Promise.all(calls);
  await sleep(30);
  assert.equal(server.requests[0].closed, false);
  server.answer();
  assert.deepEqual(await patiently, accepted);

  const last = new AbortController();
  const alone = fails(shop.subscribe(ann, { signal: last.signal }), "aborted");
  await server.arrived(1);
  last.abort();
  await alone;
  await until(() => server.requests[1].closed);
  await check();
});

test("a call after the last abort starts a new request", async (t) => {
  const server = await patient(t);
  const shop = client(server.url);
  const stop = new AbortController();
  const first = fails(shop.subscribe(ann, { signal: stop.signal }), "aborted");
  await server.arrived(1);
  stop.abort();
  const second = shop.subscribe(ann);
  await until(() => server.requests.length === 2);
  server.answer();
  await first;
  assert.deepEqual(await second, accepted);
});

test("an aborted call joins nobody", async (t) => {
  const server = await patient(t);
  const shop = client(server.url);
  const first = shop.subscribe(ann);
  await server.arrived(1);
  await fails(shop.subscribe(ann, { signal: AbortSignal.abort() }), "aborted");
  server.answer();
  assert.deepEqual(await first, accepted);
});

test("changes after the call have no effect", async (t) => {
  const server = await scripted(t);
  const request = structuredClone({
    ...numbered,
    variant: { id: "SKU-1" },
    channels: ["EMAIL"],
    marketing: { listId: "L", email: true },
  });
  const options = { companyId: "ABC123", endpoint: server.url, integration: "$shopify" };
  const shop = new api.BackInStock(options);
  options.integration = "$other";
  options.companyId = "XYZ789";
  const outcome = shop.subscribe(request);
  request.variant.id = "changed";
  request.profile.email = "changed";
  request.channels.push("SMS");
  request.marketing.listId = "changed";
  request.extra = 1;
  await outcome;
  const [alert, newsletter] = server.requests.map(({ url, text }) => `${url} ${text}`);
  assert.ok(alert.includes("$shopify:::$default:::SKU-1") && alert.includes("company_id=ABC123"), alert);
  assert.ok(newsletter.includes('"id":"L"'), newsletter);
  assert.ok(!`${alert}${newsletter}`.includes("changed"));
});

test("a retired revision is reported once", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const server = await scripted(t);
  client(server.url);
  const soon = new Date(Date.now() - 729 * 86_400_000).toISOString().slice(0, 10);
  client(server.url, { revision: soon });
  assert.equal(warn.mock.callCount(), 0);
  await client(server.url, { revision: "2024-02-15" }).subscribe(ann);
  client(server.url, { revision: "2023-07-15.pre" });
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments.join(" "), /^back-in-stock: revision 2024-02-15 .*retired/);
  assert.equal(server.requests[0].headers.revision, "2024-02-15");
});

test("a module that never loads ends the call at its timeout or abort, and the next call loads it again", async (t) => {
  const script = `import { init, BackInStock } from "back-in-stock";
    const real = globalThis.fetch;
    let tries = 0;
    globalThis.fetch = () => (tries++, new Promise(() => {}));
    init(process.env.SERVICE + "/core.wasm").catch(() => {});
    const options = { companyId: "ABC123", endpoint: process.env.SERVICE };
    const [hasty, patient] = [new BackInStock({ ...options, timeout: 100 }), new BackInStock(options)];
    const request = { variant: "a", profile: { email: "a@example.com" } };
    const stop = new AbortController();
    setTimeout(() => stop.abort("no more"), 20);
    const aborted = await hasty.subscribe(request, { signal: stop.signal }).catch(({ code }) => code);
    const late = await hasty.subscribe(request).catch(({ code }) => code);
    globalThis.fetch = real;
    const { status } = await patient.subscribe(request);
    console.log(JSON.stringify([aborted, late, status, tries]));`;
  const module = await readFile(new URL(import.meta.resolve("back-in-stock/core.wasm")));
  const server = await scripted(t, ({ method }, response) =>
    method === "GET" ? response.end(module) : response.writeHead(202).end(),
  );
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, SERVICE: server.url },
  });
  assert.deepEqual(JSON.parse(stdout), ["aborted", "timeout", "accepted", 1]);
});

test("an accepted alert stays accepted after an abort of the newsletter", async (t) => {
  const stop = new AbortController();
  const server = await scripted(t, ({ url }, response) => {
    if (!url.startsWith("/client/subscriptions")) return response.writeHead(202).end();
    stop.abort();
  });
  const request = { ...ann, marketing: { listId: "L1", email: true } };
  const outcome = await client(server.url).subscribe(request, { signal: stop.signal });
  assert.equal(outcome.status, "accepted");
  assert.deepEqual([outcome.marketing.status, outcome.marketing.error.code], ["rejected", "aborted"]);
});
