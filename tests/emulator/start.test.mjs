import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ann, createEmulator, EmulatorError, feed, paths, post, start } from "./helpers.mjs";

test("starts without options, on 127.0.0.1, with an empty catalog", async (t) => {
  const emulator = await createEmulator();
  t.after(() => emulator.close());
  assert.match(emulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual(emulator.state().catalog, []);
  assert.equal(emulator.state().companyId, "ABC123");
  assert.equal((await post(emulator, paths.client, ann)).status, 404);
});

test("starts in well under 100 ms", async (t) => {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const before = performance.now();
    await start(t);
    times.push(performance.now() - before);
  }
  const median = times.sort((a, b) => a - b)[2];
  assert.ok(median < 50, `took ${median} ms`);
});

test("emulators in one process share nothing", async (t) => {
  const [one, two] = await Promise.all([start(t), start(t, { companyId: "XYZ789", limits: { steady: 9 } })]);
  assert.notEqual(one.url, two.url);
  assert.equal((await post(one, paths.client, ann)).status, 202);
  assert.equal((await post(two, paths.client, ann)).status, 401);
  const accepted = await post(two, paths.client, ann, { query: "?company_id=XYZ789" });
  assert.equal(accepted.status, 202);
  assert.equal(accepted.headers.get("ratelimit-remaining"), "8");
  assert.equal(one.state().requestCount, 1);
  assert.equal(two.state().requestCount, 2);
});

test("close ends open connections and frees the port; a second call does nothing", async (t) => {
  const emulator = await start(t);
  const port = Number(new URL(emulator.url).port);
  const socket = connect(port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write("POST /client/subscriptions HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
  const ended = new Promise((resolve) => socket.once("close", resolve).on("error", () => {}));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await emulator.close();
  await emulator.close();
  await ended;
  await assert.rejects(fetch(emulator.url));
  const next = await createEmulator({ port });
  await next.close();
});

test("reports a port in use", async (t) => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  const { port } = other.address();
  await rejects({ port }, "port_in_use", `port ${port} is in use`);
});

const wrongOptions = [
  [{ prot: 1 }, 'unknown option "prot"'],
  [{ port: 70_000 }, "port must be a whole number from 0 to 65535"],
  [{ port: "80" }, "port must be a whole number from 0 to 65535"],
  [{ companyId: "ABC12" }, "companyId must be six letters or digits"],
  [
    { companyId: "pk_123" },
    "companyId must be the public API key; this is a private key, as it begins with pk_",
  ],
  [{ privateKey: "secret" }, "privateKey must begin with pk_ and contain no spaces"],
  [{ accessToken: "" }, "accessToken must be printable ASCII without spaces"],
  [{ limits: { burst: 0 } }, "limits.burst must be a whole number from 1 to 1000000"],
  [{ limits: { hourly: 1 } }, 'unknown option "limits.hourly"'],
  [{ limits: 5 }, "limits must be an object"],
  [{ now: 5 }, "now must be a function that returns milliseconds"],
  [{ now: () => Number.NaN }, "now must be a function that returns milliseconds"],
  [{ feed: 3 }, "feed must be a path, a URL, or an array of rows"],
  [{ feed: "" }, "feed must be a path, a URL, or an array of rows"],
];

for (const [options, message] of wrongOptions) {
  test(`rejects option: ${Object.keys(options)} ${String(Object.values(options)[0])}`, () =>
    rejects(options, "invalid_option", message));
}

test("the catalog has each row of the feed, with or without $", async (t) => {
  const { catalog } = (await start(t)).state();
  assert.deepEqual(catalog, [
    {
      id: "$custom:::$default:::SKU-1",
      externalId: "SKU-1",
      title: "Shirt",
      inventoryQuantity: 0,
      inventoryPolicy: 1,
    },
    {
      id: "$custom:::$default:::SKU-2",
      externalId: "SKU-2",
      title: "Hat",
      inventoryQuantity: 3,
      inventoryPolicy: 2,
    },
  ]);
});

test("row ids are kept byte for byte", async (t) => {
  const ids = ["007", " padded ", "a:::b", "$&", "ümläut", "12345678901234567890", "__proto__"];
  const { catalog } = (await start(t, { feed: ids.map((id) => ({ id })) })).state();
  assert.deepEqual(
    catalog.map(({ externalId }) => externalId),
    ids,
  );
  assert.equal(catalog[3].id, "$custom:::$default:::$&");
});

test("reads unusual values in a feed", async (t) => {
  const rows = [
    { id: 42, inventory_quantity: "7", inventory_policy: "deny", title: 3 },
    { id: "a", inventory_quantity: null, extra: { nested: [1] } },
    { id: "a", inventory_quantity: -1.5, title: "later" },
    JSON.parse('{"id":"b","__proto__":{"inventory_quantity":5}}'),
    Object.assign(Object.create({ inventory_quantity: 5 }), { id: "c" }),
  ];
  const { catalog } = (await start(t, { feed: rows })).state();
  assert.deepEqual(
    catalog.map(({ externalId, title, inventoryQuantity, inventoryPolicy }) => [
      externalId,
      title,
      inventoryQuantity,
      inventoryPolicy,
    ]),
    [
      ["42", "3", 7, null],
      ["a", "later", -1.5, null],
      ["b", null, null, null],
      ["c", null, null, null],
    ],
  );
});

test("a feed can be a file, also with a byte-order mark", async (t) => {
  const path = await file(t, "feed.json", `\uFEFF${JSON.stringify(feed)}`);
  assert.equal((await start(t, { feed: path })).state().catalog.length, 2);
});

const wrongFeeds = [
  ['{"id":"1"}', /^feed ".*feed\.json" must be an array of rows$/],
  ['[\n{"id":"1"},\n{"id":}]', /^feed ".*feed\.json" is not valid JSON, at byte 20$/],
  ["", /^feed ".*feed\.json" is empty$/],
  ['["SKU-1"]', /^feed ".*feed\.json": row 0 \(counted from 0\) is not an object$/],
  ['[{"id":"1"},{"title":"x"}]', /^feed: row 1 \(counted from 0\) has no id$/],
  ['[{"id":"  "}]', /^feed: row 0 \(counted from 0\) has a blank id$/],
  [
    '[{"id":1.5}]',
    /^feed: row 0 \(counted from 0\) has a numeric id that is above 2\^53 or has a fraction; write it as a string$/,
  ],
  [
    '[{"id":12345678901234567890}]',
    /^feed: row 0 \(counted from 0\) has a numeric id that is above 2\^53 or has a fraction; write it as a string$/,
  ],
];

for (const [text, message] of wrongFeeds) {
  test(`rejects feed: ${JSON.stringify(text)}`, async (t) => {
    await rejects({ feed: await file(t, "feed.json", text) }, "invalid_feed", message);
  });
}

test("reports a feed that cannot be read", async () => {
  await rejects({ feed: "/no/such.json" }, "invalid_feed", 'cannot read feed "/no/such.json": no such file');
  await rejects({ feed: tmpdir() }, "invalid_feed", /it is a directory$/);
});

async function rejects(options, code, message) {
  await assert.rejects(createEmulator(options), (error) => {
    assert.ok(error instanceof EmulatorError);
    assert.equal(error.code, code);
    if (message instanceof RegExp) assert.match(error.message, message);
    else assert.equal(error.message, message);
    assert.ok(!error.message.includes("\n"));
    return true;
  });
}

async function file(t, name, text) {
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}
