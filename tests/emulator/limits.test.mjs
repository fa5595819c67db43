import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, consent, paths, post, start } from "./helpers.mjs";

/** Sends requests until one is throttled; returns the number of the others. */
async function countUntilThrottled(emulator, path, body) {
  for (let count = 0; ; count += 1) {
    const answer = await post(emulator, path, body);
    if (answer.status === 429) return { count, ...answer };
    assert.equal(answer.status, 202);
  }
}

const documented = [
  [paths.client, ann, "3500"],
  [paths.server, ann, "3500"],
  [paths.consent, consent({ email: "ann@example.com" }), "750"],
];

for (const [path, body, steady] of documented) {
  test(`${path}: 350 per second, ${steady} per minute`, async (t) => {
    const emulator = await start(t);
    assert.equal((await post(emulator, path, body)).headers.get("ratelimit-limit"), steady);
    const { count } = await countUntilThrottled(emulator, path, body);
    assert.equal(count + 1, 350);
  });
}

test("750 consents per minute, regardless of the burst limit", async (t) => {
  const emulator = await start(t);
  const body = consent({ email: "ann@example.com" });
  let accepted = 0;
  for (let second = 0; second < 3; second += 1) {
    accepted += (await countUntilThrottled(emulator, paths.consent, body)).count;
    emulator.clock.now += 1_000;
  }
  assert.equal(accepted, 750);
});

test("the steady window's headers count down, and a 429 has the time to its end", async (t) => {
  const emulator = await start(t, { limits: { steady: 3 } });
  const seen = [];
  for (let second = 0; second < 4; second += 1) {
    const { status, headers } = await post(emulator, paths.client, ann);
    const rate = ["limit", "remaining", "reset"].map((name) => headers.get(`ratelimit-${name}`));
    seen.push([status, ...rate, headers.get("retry-after")]);
    emulator.clock.now += 1_500;
  }
  assert.deepEqual(seen, [
    [202, "3", "2", "60", null],
    [202, "3", "1", "59", null],
    [202, "3", "0", "57", null],
    [429, null, null, null, "56"],
  ]);
});

test("the burst window ends after a second", async (t) => {
  const emulator = await start(t, { limits: { burst: 2 } });
  const send = () => post(emulator, paths.client, ann);
  assert.equal((await send()).status, 202);
  emulator.clock.now += 400;
  assert.equal((await send()).status, 202);
  const { status, places, headers } = await send();
  assert.deepEqual([status, ...places, headers.get("retry-after")], [429, "throttled", "1"]);
  assert.equal(headers.get("access-control-allow-origin"), "*");
  emulator.clock.now += 599;
  assert.equal((await send()).status, 429);
  emulator.clock.now += 1;
  assert.equal((await send()).status, 202);
});

test("waiting for Retry-After is enough for both windows", async (t) => {
  const emulator = await start(t, { limits: { burst: 1, steady: 2 } });
  const send = () => post(emulator, paths.client, ann);
  await send();
  for (const wait of ["1", "59"]) {
    const { status, headers } = await send();
    assert.deepEqual([status, headers.get("retry-after")], [429, wait]);
    emulator.clock.now += Number(wait) * 1_000;
    assert.equal((await send()).status, 202);
  }
});

test("a throttled request is not carried out and does not count", async (t) => {
  const emulator = await start(t, { limits: { burst: 1, steady: 2 } });
  await post(emulator, paths.consent, consent({ email: "a@b.co" }));
  for (let index = 0; index < 5; index += 1)
    await post(emulator, paths.consent, consent({ email: "c@d.co" }));
  assert.equal(emulator.state().profiles.length, 1);
  emulator.clock.now += 1_000;
  const { headers } = await post(emulator, paths.consent, consent({ email: "c@d.co" }));
  assert.equal(headers.get("ratelimit-remaining"), "0");
});

test("rejected requests count; preflights and unknown callers do not count and get no rate headers", async (t) => {
  const emulator = await start(t, { limits: { steady: 10 } });
  await fetch(`${emulator.url}${paths.client}`, { method: "OPTIONS" });
  const stranger = await post(emulator, paths.client, ann, { query: "?company_id=XYZ789" });
  assert.equal(stranger.headers.get("ratelimit-limit"), null);
  await post(emulator, paths.client, "{");
  const { headers } = await post(emulator, paths.client, ann);
  assert.equal(headers.get("ratelimit-remaining"), "8");
});

test("endpoints and OAuth apps have their own windows; a trailing slash does not matter", async (t) => {
  const emulator = await start(t, { limits: { burst: 1 }, accessToken: "token" });
  const oauth = { headers: { authorization: "Bearer token" } };
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
  assert.equal((await post(emulator, `${paths.client}/`, ann)).status, 429);
  assert.equal((await post(emulator, paths.server, ann)).status, 202);
  assert.equal((await post(emulator, paths.server, ann, oauth)).status, 202);
  assert.equal((await post(emulator, paths.server, ann, oauth)).status, 429);
});

test("setting the clock back does not block requests", async (t) => {
  const emulator = await start(t, { limits: { burst: 1 } });
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
  emulator.clock.now -= 86_400_000;
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
});
