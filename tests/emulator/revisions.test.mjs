// Compares the emulator's revisions and their lifecycles with those of the core, because they share no code.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ann, paths, post, start } from "./helpers.mjs";

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
const lives = JSON.parse(await read("tests/fixtures/revisions.json"));

test("the emulator knows the same revisions as the core", async () => {
  const source = await read("emulator/api/revision.ts");
  const [, list] = /const revisions = \[([^\]]*)\]/.exec(source);
  assert.deepEqual(
    Array.from(list.matchAll(/"([^"]+)"/g), ([, revision]) => revision),
    lives.map(([revision]) => revision),
  );
});

for (const [revision, deprecated, retired] of lives) {
  test(`${revision} is deprecated from ${deprecated} and retired from ${retired}`, async (t) => {
    const emulator = await start(t, { strict: true });
    /** The finding for a request with this revision at a time. */
    const found = async (time) => {
      emulator.clock.now = time;
      const headers = { revision, origin: "https://shop.example" };
      assert.equal((await post(emulator, paths.client, ann, { headers })).status, 202);
      return emulator
        .state()
        .requests.at(-1)
        .findings.map(({ code }) => code);
    };
    const [first, second] = [deprecated, retired].map((day) => Date.parse(`${day}T00:00:00Z`));
    assert.deepEqual(await found(first - 1), []);
    assert.deepEqual(await found(first), ["revision_deprecated"]);
    assert.deepEqual(await found(second - 1), ["revision_deprecated"]);
    // The newest revision cannot fall forward.
    assert.deepEqual(await found(second), ["revision_retired"]);
  });
}
