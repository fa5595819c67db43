// The relay's handler in other runtimes than Node and workerd.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator } from "back-in-stock/emulator";
import { feed } from "../js/helpers.mjs";
import { privateKey } from "../js/relay.mjs";
import { runtimes } from "./builds.mjs";
import { command, layOut } from "./project.mjs";

const place = await layOut(runtimes);
// Projects are installed without scripts. Bun's own puts its program where it belongs.
await command(place, ["node", "node_modules/bun/install.js"]);

for (const [name, words] of Object.entries({
  Bun: ["bun", "relay.mjs"],
  Deno: ["deno", "run", "--no-lock", "--allow-net", "--allow-env", "--allow-read", "relay.mjs"],
  Node: ["node", "relay.mjs"],
})) {
  test(`the relay's handler runs in ${name}`, async (t) => {
    const emulator = await createEmulator({ feed });
    t.after(() => emulator.close());
    const { stdout } = await command(place, words, {
      KLAVIYO_PRIVATE_KEY: privateKey,
      KLAVIYO_URL: emulator.url,
    });
    assert.deepEqual(JSON.parse(stdout), [202, 202, "stored", 1, 0]);
    const emails = emulator.state().profiles.flatMap((profile) => profile.emails);
    assert.deepEqual(emails, ["ann@example.com", "ben@example.com"]);
  });
}
