// The service's answers, good, bad and strange, from scripted servers.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { createEmulator } from "back-in-stock/emulator";
import {
  accepted,
  ann,
  client,
  errorDocument,
  fails,
  feed,
  noUnhandledRejections,
  scripted,
} from "./helpers.mjs";

noUnhandledRejections();
before(() => api.init());

const pointer = (end) => ({ pointer: `/data/${end}` });
const documented = [
  [
    400,
    errorDocument("invalid", pointer("attributes/profile/data/attributes/email")),
    "invalid_email",
    "email",
  ],
  [
    400,
    errorDocument("invalid", pointer("attributes/profile/data/attributes/phone_number")),
    "invalid_phone_number",
    "phoneNumber",
  ],
  [
    400,
    errorDocument("invalid", pointer("attributes/profile/data/attributes/external_id")),
    "invalid_external_id",
    "externalId",
  ],
  [400, errorDocument("invalid", pointer("attributes/profile/data/id")), "invalid_profile_id", "id"],
  [400, errorDocument("invalid", pointer("relationships/variant/data/id")), "invalid_variant_id", "variant"],
  [400, errorDocument("invalid", { parameter: "company_id" }), "invalid_company_id", "companyId"],
  [400, errorDocument("invalid", pointer("attributes/channels")), "rejected", undefined],
  [400, errorDocument("invalid"), "rejected", undefined],
  [401, errorDocument("not_authenticated", { parameter: "company_id" }, 401), "unauthorized", undefined],
  [403, errorDocument("permission_denied", {}, 403), "unauthorized", undefined],
  [403, '{"errors":[]}', "unauthorized", undefined],
  // A proxy's challenge does not mean that the key is wrong.
  [403, "<!doctype html><title>Just a moment...</title>", "service_unavailable", undefined, true],
  [403, "", "service_unavailable", undefined, true],
  [
    404,
    errorDocument("variant_not_found", pointer("relationships/variant/data/id"), 404),
    "variant_not_found",
    "variant",
  ],
  [
    404,
    errorDocument("not_found", pointer("relationships/variant/data/id"), 404),
    "variant_not_found",
    "variant",
  ],
  [404, errorDocument("not_found", {}, 404), "rejected", undefined],
  [405, errorDocument("method_not_allowed", {}, 405), "rejected", undefined],
  [410, errorDocument("gone", {}, 410), "revision_retired", "revision"],
  [415, errorDocument("unsupported", {}, 415), "rejected", undefined],
  [429, errorDocument("throttled", {}, 429), "throttled", undefined, true],
  [500, errorDocument("error", {}, 500), "service_unavailable", undefined, true],
  [502, "<html>Bad gateway</html>", "service_unavailable", undefined, true],
  [503, "", "service_unavailable", undefined, true],
  [504, "", "service_unavailable", undefined, true],
];

for (const [status, body, code, field, retryable = false] of documented) {
  test(`${status} ${body.slice(0, 90)}: ${code}`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(status).end(body));
    const error = await fails(client(server.url).subscribe(ann), code, { field, status });
    assert.equal(error.retryable, retryable);
    assert.deepEqual(error.errors, body.startsWith("{") ? JSON.parse(body).errors : []);
    assert.ok(!error.message.includes("A detail"));
    assert.equal(server.requests.length, 1);
  });
}

test("error documents with unusual content", async (t) => {
  const entries = [
    {
      id: 5,
      code: ["x"],
      title: null,
      detail: {},
      status: "400",
      source: { pointer: 1, parameter: "p" },
      meta: 1,
    },
    { source: null },
    { code: "x\0variant_not_found\0", source: { pointer: "a\0\0variant_not_found\0" } },
    JSON.parse('{"__proto__":{"polluted":true},"code":"own"}'),
  ];
  const server = await scripted(t, (_, response) =>
    response.writeHead(400).end(JSON.stringify({ errors: entries })),
  );
  const error = await fails(client(server.url).subscribe(ann), "rejected", { status: 400 });
  assert.deepEqual(error.errors, [
    { source: { parameter: "p" } },
    { source: {} },
    { code: entries[2].code, source: entries[2].source },
    { code: "own", source: {} },
  ]);
  assert.equal({}.polluted, undefined);
});

test("an invalid entry does not hide the others", async (t) => {
  const good = JSON.parse(documented[0][1]).errors[0];
  const server = await scripted(t, (_, response) =>
    response.writeHead(400).end(JSON.stringify({ errors: [null, 5, good] })),
  );
  await fails(client(server.url).subscribe(ann), "invalid_email", { field: "email", status: 400 });
});

const bodies = {
  "an empty body": "",
  HTML: "<!doctype html><title>Error</title>",
  "truncated JSON": documented[0][1].slice(0, -9),
  "an array": "[]",
  null: "null",
  "errors that are not a list": '{"errors":{"length":1,"0":{"code":"x"}}}',
  "no errors": '{"errors":[]}',
  "not UTF-8": Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
  "10 MB": "x".repeat(10_000_000),
  "10 MB of JSON": JSON.stringify({ errors: [{ detail: "x".repeat(10_000_000) }] }),
  "deep JSON": `${"[".repeat(60_000)}`,
};

for (const [name, body] of Object.entries(bodies)) {
  test(`400 with ${name} is a rejection`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(400).end(body));
    const error = await fails(client(server.url).subscribe(ann), "rejected", { status: 400 });
    assert.deepEqual(error.errors, []);
  });
}

/** An error document of this many characters, in pieces, and how many of those are read. */
function inPieces(length, piece) {
  const [start, end] = documented[0][1].split("A detail");
  const text = `${start}${"x".repeat(length - start.length - end.length)}${end}`;
  assert.equal(text.length, length);
  const seen = { read: 0, cancelled: false };
  const pull = (controller) => {
    const from = piece * seen.read++;
    controller.enqueue(new TextEncoder().encode(text.slice(from, from + piece)));
    if (from + piece >= length) controller.close();
  };
  const cancel = () => {
    seen.cancelled = true;
  };
  // Nothing is read ahead.
  return { seen, body: new ReadableStream({ pull, cancel }, { highWaterMark: 0 }) };
}

for (const [length, piece, reads, code] of [
  [65_536, 1_024, 64, "invalid_email"],
  [65_536, 65_535, 2, "invalid_email"],
  [65_537, 1_024, 64, "rejected"],
  [10_000_000, 1_024, 64, "rejected"],
]) {
  test(`64 KB are read of an error document: ${length} characters in pieces of ${piece}, ${code}`, async (t) => {
    const { seen, body } = inPieces(length, piece);
    t.mock.method(globalThis, "fetch", async () => new Response(body, { status: 400 }));
    const rest = code === "invalid_email" ? { field: "email" } : {};
    await fails(client("http://127.0.0.1:1").subscribe(ann), code, { ...rest, status: 400 });
    assert.deepEqual(seen, { read: reads, cancelled: length > 65_536 });
  });
}

for (const body of [
  '{"error":"denied"}',
  '{"errors":{"length":1}}',
  '{"errors":"denied"}',
  "[]",
  "null",
  '{"errors":[',
]) {
  test(`403 without an error document is not about the key: ${body}`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(403).end(body));
    const error = await fails(client(server.url).subscribe(ann), "service_unavailable", { status: 403 });
    assert.deepEqual([error.retryable, error.errors], [true, []]);
  });
}

test("a challenge is queued, and the request is accepted later", async (t) => {
  const shop = await createEmulator({ feed, faults: [{ fault: { kind: "challenge" }, attempts: 1 }] });
  t.after(() => shop.close());
  const page = client(shop.url, { outbox: true });
  const { status, reason, durable } = await page.subscribe(ann);
  assert.deepEqual([status, reason, durable], ["queued", "service", false]);
  assert.deepEqual(await page.flush(), { delivered: 1, pending: 0 });
  assert.deepEqual(
    shop.state().requests.map((request) => request.status),
    [403, 202],
  );
});

for (const body of ["garbage", documented[0][1], "x".repeat(1_000_000)]) {
  test(`202 is an acceptance, whatever it holds: ${body.slice(0, 20)}`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(202).end(body));
    assert.deepEqual(await client(server.url).subscribe(ann), accepted);
  });
}

for (const status of [200, 201, 204, 206, 304]) {
  test(`${status} is not an acceptance`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(status).end());
    await fails(client(server.url).subscribe(ann), "service_unavailable", { status });
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`${status}: a redirect is not followed`, async (t) => {
    const server = await scripted(t, (_, response, index) =>
      index === 0
        ? response.writeHead(status, { location: "/elsewhere" }).end()
        : response.writeHead(202).end(),
    );
    await fails(client(server.url).subscribe(ann), "network");
    assert.equal(server.requests.length, 1);
  });
}
