// Faults as plain data: by `script`, by an option, and over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, consent, createEmulator, otherVariant, paths, post, start, subscription } from "./helpers.mjs";

const down = { kind: "status", status: 503 };
const email = "ann@example.com";
const hat = subscription({ email, variantId: otherVariant });
const status = async (emulator, path, body) => (await post(emulator, path, body)).status;

async function put(emulator, rules) {
  const response = await fetch(`${emulator.url}/emulator/faults`, {
    method: "PUT",
    body: JSON.stringify({ rules }),
  });
  assert.equal(response.status, 200);
  return (await response.json()).rules;
}

const shown = async (emulator) => (await (await fetch(`${emulator.url}/emulator/summary`)).json()).faults;

test("a rule without conditions matches every request", async (t) => {
  const emulator = await start(t, { faults: [{ fault: down }] });
  for (const [path, body] of [
    [paths.client, ann],
    [paths.server, ann],
    [paths.consent, consent({ email })],
    ["/other", {}],
  ]) {
    assert.equal(await status(emulator, path, body), 503);
  }
  assert.deepEqual(emulator.state().events, []);
});

test("rules match by path, with or without a slash, and by variant", async (t) => {
  const emulator = await start(t);
  emulator.script([{ fault: down, path: paths.consent }]);
  assert.equal(await status(emulator, `${paths.consent}/`, consent({ email })), 503);
  assert.equal(await status(emulator, paths.client, ann), 202);
  emulator.script([{ fault: down, variant: otherVariant }]);
  assert.equal(await status(emulator, paths.client, hat), 503);
  assert.equal(await status(emulator, paths.client, ann), 202);
  assert.equal(await status(emulator, paths.client, "null"), 400);
});

test("rules match the first attempts of each body, or a number of requests", async (t) => {
  const emulator = await start(t);
  emulator.script([{ fault: down, attempts: 2 }]);
  const seen = [];
  for (const body of [ann, ann, hat, ann, hat, hat]) seen.push(await status(emulator, paths.client, body));
  assert.deepEqual(seen, [503, 503, 503, 202, 503, 202]);
  emulator.script([{ fault: down, times: 2 }]);
  const later = [];
  for (const body of [ann, hat, ann, hat]) later.push(await status(emulator, paths.client, body));
  assert.deepEqual(later, [503, 503, 202, 202]);
});

test("the first matching rule decides", async (t) => {
  const emulator = await start(t, {
    faults: [
      { fault: { kind: "status", status: 500 }, times: 1 },
      { fault: { kind: "status", status: 502 }, variant: otherVariant },
      { fault: down },
    ],
  });
  const seen = [];
  for (const body of [hat, hat, ann, hat]) seen.push(await status(emulator, paths.client, body));
  assert.deepEqual(seen, [500, 502, 503, 502]);
});

test("chance picks the same requests each time", async (t) => {
  const emulator = await start(t, { limits: { burst: 10_000 } });
  const rounds = [];
  for (let round = 0; round < 2; round += 1) {
    emulator.script([{ fault: down, chance: 0.25 }]);
    const seen = [];
    for (let index = 0; index < 400; index += 1) seen.push(await status(emulator, paths.client, ann));
    rounds.push(seen);
  }
  assert.deepEqual(rounds[0], rounds[1]);
  const failed = rounds[0].filter((one) => one === 503).length;
  assert.ok(failed > 60 && failed < 140, `${failed}`);
  for (const [chance, expected] of [
    [0, 202],
    [1, 503],
  ]) {
    emulator.script([{ fault: down, chance }]);
    assert.equal(await status(emulator, paths.client, ann), expected);
  }
});

test("rules can be set, read and removed over HTTP", async (t) => {
  const emulator = await start(t);
  const rules = [{ fault: { kind: "status", status: 429, retryAfter: "3", readable: true }, times: 1 }];
  assert.deepEqual(await put(emulator, rules), rules);
  assert.deepEqual(await shown(emulator), rules);
  const refused = await post(emulator, paths.client, ann);
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "3"]);
  assert.equal(await status(emulator, paths.client, ann), 202);
  emulator.script(() => undefined);
  assert.equal(await shown(emulator), "script");
  assert.deepEqual(await put(emulator, []), []);
  assert.equal(await shown(emulator), null);
});

for (const rule of [
  { fault: down, paths: "/" },
  { fault: down, path: 1 },
  { fault: down, attempts: 0 },
  { fault: down, times: 1.5 },
  { fault: down, chance: 2 },
  { fault: down, chance: "1" },
  { fault: down, toString: 1 },
  { fault: { kind: "status" } },
  {},
  null,
  "refuse",
]) {
  test(`rejects rule ${JSON.stringify(rule)}`, async (t) => {
    const emulator = await start(t);
    assert.throws(() => emulator.script([rule]), { code: "invalid_option" });
    await assert.rejects(createEmulator({ faults: [{ fault: down }, rule] }), { code: "invalid_option" });
  });
}

test("later changes to a rule object have no effect", async (t) => {
  const rule = { fault: { kind: "status", status: 503 } };
  const emulator = await start(t, { faults: [rule] });
  rule.fault.status = 200;
  assert.equal(await status(emulator, paths.client, ann), 503);
});
