// What the wrapper knows of revisions before the module is loaded: the default, and when one is retired.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { Worker } from "node:worker_threads";
import { buildRequest, init } from "back-in-stock";
import { ann } from "./helpers.mjs";

before(() => init());

const fixture = new URL("../fixtures/revisions.json", import.meta.url);
const lives = JSON.parse(await readFile(fixture, "utf8"));

test("the newest is the default", () => {
  const { headers } = buildRequest(ann, { audience: "client", companyId: "ABC123" });
  assert.equal(headers.revision, lives.at(-1)[0]);
});

/** Builds a request a moment before a day, and on it; in a worker, since a page is warned once. */
const script = `
  const { parentPort, workerData: { revision, day } } = require("node:worker_threads");
  const seen = [];
  console.warn = (text) => seen.push(text);
  import("back-in-stock").then(async ({ init, buildRequest }) => {
    await init();
    const request = { variant: "SKU-1", profile: { id: "01GD" }, channels: ["PUSH"] };
    const warnings = [-1, 0].map((ms) => {
      Date.now = () => Date.parse(day + "T00:00:00Z") + ms;
      buildRequest(request, { audience: "client", companyId: "ABC123", revision });
      return seen.length;
    });
    parentPort.postMessage({ warnings, text: seen.join() });
  });
`;

for (const [revision, , day] of lives) {
  test(`the console warns of ${revision} from ${day}`, async () => {
    const worker = new Worker(script, { eval: true, workerData: { revision, day } });
    const [{ warnings, text }] = await once(worker, "message");
    await worker.terminate();
    assert.deepEqual(warnings, [0, 1]);
    assert.equal(
      text,
      `back-in-stock: revision ${revision} of the API is retired: it is older than two years.`,
    );
  });
}
