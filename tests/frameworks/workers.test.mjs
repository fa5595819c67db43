// The recipe for Cloudflare Workers: built by wrangler, and run by workerd with a queue and a Durable Object.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createEmulator } from "back-in-stock/emulator";
import { eventually } from "../browser/script.mjs";
import { companyId, feed, paths, sleep, variant } from "../js/helpers.mjs";
import { documentOf, identityKey, privateKey } from "../js/relay.mjs";
import { workers } from "./builds.mjs";
import { command, layOut } from "./project.mjs";

async function start(place, emulator) {
  const { Miniflare } = createRequire(join(place, "package.json"))("miniflare");
  const out = join(place, "out");
  const names = await readdir(out);
  const modules = await Promise.all(
    names
      .filter((name) => /\.(js|wasm)$/.test(name))
      .sort((a, b) => Number(b === "worker.js") - Number(a === "worker.js"))
      .map(async (name) => ({
        type: name.endsWith(".js") ? "ESModule" : "CompiledWasm",
        path: name,
        contents: await readFile(join(out, name)),
      })),
  );
  const settings = JSON.parse(await readFile(join(place, "wrangler.jsonc"), "utf8"));
  return new Miniflare({
    modules,
    compatibilityDate: settings.compatibility_date,
    bindings: { KLAVIYO_PRIVATE_KEY: privateKey, IDENTITY_KEY: identityKey, KLAVIYO_URL: emulator.url },
    queueProducers: { ALERTS: "alerts" },
    queueConsumers: { alerts: { maxBatchSize: 5, maxBatchTimeout: 0.05 } },
    durableObjects: { LIMITER: { className: "Limiter", useSQLite: true } },
  });
}

describe("Cloudflare Workers", { timeout: 300_000 }, () => {
  let emulator;
  let worker;
  let shop;
  before(async () => {
    const place = await layOut(workers);
    await command(place, workers.command, { WRANGLER_SEND_METRICS: "false" });
    emulator = await createEmulator({ feed, strict: true });
    worker = await start(place, emulator);
    shop = (await worker.ready).origin;
  });
  after(async () => {
    await worker?.dispose();
    await emulator?.close();
  });

  const send = (email, more = {}) =>
    fetch(`${shop}/bis${paths.alert}?company_id=${companyId}`, {
      method: "POST",
      headers: { origin: shop, "content-type": "application/vnd.api+json", ...more },
      body: JSON.stringify(documentOf({ email })),
    });
  const emails = () => emulator.state().profiles.flatMap((profile) => profile.emails);

  test("a request is stored, answered and delivered", async () => {
    const response = await send("ann@example.com");
    assert.equal(response.status, 202);
    assert.equal(response.headers.get("back-in-stock-relay"), "stored");
    assert.equal(response.headers.get("access-control-allow-origin"), shop);
    assert.match((await response.json()).data.id, /^[\da-f]{32}$/);
    await eventually(() => emails().includes("ann@example.com"), { timeout: 20_000 });
    assert.equal(emulator.state().subscriptions[0].variant, variant);
    assert.deepEqual(emulator.findings(), []);
  });

  test("a request of another page is refused", async () => {
    assert.equal((await send("ann@example.com", { origin: "https://other.example" })).status, 403);
  });

  test("a request that fails is sent again", async () => {
    emulator.script([{ fault: { kind: "status", status: 429, retryAfter: "1" }, times: 1 }]);
    assert.equal((await send("ben@example.com")).status, 202);
    await eventually(() => emails().includes("ben@example.com"), { timeout: 60_000 });
    const statuses = emulator.state().requests.map(({ status }) => status);
    assert.deepEqual(statuses.slice(-2), [429, 202]);
    emulator.script();
  });

  test("consumers wait for the permits of the account", async () => {
    const limiters = await worker.getDurableObjectNamespace("LIMITER");
    const limiter = limiters.get(limiters.idFromName("account"));
    // All of a second, and they stay in use.
    await eventually(async () => (await limiter.reserve("test", 343)) === 0, { timeout: 10_000 });
    await send("cleo@example.com");
    await sleep(2_000);
    assert.ok(!emails().includes("cleo@example.com"));
    await limiter.release("test");
    await eventually(() => emails().includes("cleo@example.com"), { timeout: 20_000 });
  });
});
