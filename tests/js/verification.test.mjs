// The option `verification`: a token for the shop's own endpoint.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { accepted, ann, client, companyId, fails, noUnhandledRejections, scripted } from "./helpers.mjs";

const check = noUnhandledRejections();
before(() => api.init());

const HEADER = "back-in-stock-verification";
const both = { ...ann, marketing: { listId: "LIST01", email: true } };

test("each call has a token of its own", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(202).end());
  let count = 0;
  for (const verification of [() => `token-${++count}`, async () => `token-${++count}`]) {
    const { status } = await client(server.url, { verification }).subscribe(both);
    assert.equal(status, "accepted");
  }
  assert.deepEqual(
    server.requests.map(({ headers }) => headers[HEADER]),
    ["token-1", "token-2", "token-3", "token-4"],
  );
});

test("without the option, there is no header", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(202).end());
  assert.deepEqual(await client(server.url, { verification: undefined }).subscribe(ann), accepted);
  assert.equal(server.requests[0].headers[HEADER], undefined);
});

const failing = {
  throws: () => {
    throw new Error("no");
  },
  rejects: () => Promise.reject(new Error("no")),
  "returns nothing": () => undefined,
  "returns an empty text": () => "",
  "returns two lines": () => "a\nb",
  "returns a text beyond ASCII": () => "é",
  "returns an object": () => ({ toString: () => "token" }),
};
for (const [name, verification] of Object.entries(failing)) {
  test(`a function that ${name}: nothing is sent, and the request is postponed`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(202).end());
    await fails(client(server.url, { verification }).subscribe(ann), "service_unavailable", {
      field: "verification",
    });
    let answer = verification;
    const own = client(server.url, { outbox: true, companyId: "VRF101", verification: () => answer() });
    t.after(() => own.forget());
    assert.equal((await own.subscribe(ann)).reason, "service");
    assert.equal(server.requests.length, 0);
    answer = () => "later";
    assert.deepEqual(await own.flush(), { delivered: 1, pending: 0 });
    assert.equal(server.requests[0].headers[HEADER], "later");
    await check();
  });
}

test("a function that never settles is a timeout, and can be aborted", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(202).end());
  const verification = () => new Promise(() => {});
  await fails(client(server.url, { verification, timeout: 50 }).subscribe(ann), "timeout");
  const signal = AbortSignal.timeout(50);
  await fails(client(server.url, { verification }).subscribe(ann, { signal }), "aborted");
  assert.equal(server.requests.length, 0);
});

test("it must be a function, and the endpoint the shop's", () => {
  const wrong = [
    { verification: "token", endpoint: "https://shop.example/bis" },
    { verification: {}, endpoint: "https://shop.example/bis" },
    { verification: () => "token" },
    ...["https://a.klaviyo.com", "https://A.Klaviyo.com./x", "https://klaviyo.com:443"].map((endpoint) => ({
      verification: () => "token",
      endpoint,
    })),
  ];
  for (const options of wrong) {
    assert.throws(() => new api.BackInStock({ companyId, ...options }), {
      code: "invalid_option",
      field: "verification",
    });
  }
  for (const endpoint of [
    "https://shop.example/bis",
    "https://notklaviyo.com",
    "https://klaviyo.com.shop.example",
  ])
    new api.BackInStock({ companyId, endpoint, verification: () => "token" });
});
