// The outbox without a page: requests wait in memory.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { ann, client, scripted, sleep } from "./helpers.mjs";

before(() => api.init());

/** No more requests than these are stored. */
const MOST = 200;
const HOUR = 3_600_000;

/** A client of a company whose outbox is full, and the requests that it dropped. */
async function full(t, companyId) {
  const server = await scripted(t, (_, response) => response.writeHead(503).end());
  const page = client(server.url, { outbox: true, companyId });
  const dropped = [];
  page.addEventListener("settled", ({ detail }) => dropped.push([detail.variant, detail.error.code]));
  t.after(() => page.forget());
  for (let index = 0; index < MOST; index += 1) await page.subscribe({ ...ann, variant: `SKU-${index}` });
  assert.equal(await page.pending(), MOST);
  return { page, dropped };
}

test("where 200 requests wait, one more drops the oldest", async (t) => {
  const { page, dropped } = await full(t, "CROWD1");
  assert.equal((await page.subscribe({ ...ann, variant: "NEW" })).status, "queued");
  assert.deepEqual(dropped, [["$custom:::$default:::SKU-0", "storage"]]);
  assert.equal(await page.pending(), MOST);
});

test("a clock that was set back makes the new request look like the oldest: it is not dropped", async (t) => {
  const { page, dropped } = await full(t, "CROWD2");
  const { now } = Date;
  t.mock.method(Date, "now", () => now() - HOUR);
  assert.equal((await page.subscribe({ ...ann, variant: "NEW" })).status, "queued");
  // Long enough for a dropped entry to be reported.
  await sleep(50);
  assert.deepEqual(dropped, []);
  assert.equal(await page.pending(), MOST + 1);
});
