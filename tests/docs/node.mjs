/**
 * Runs a code block of the documentation in Node: `node tests/docs/node.mjs BLOCK.mjs`. The names that examples leave out are
 * globals here, and Klaviyo is an emulator.
 */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { BackInStock } from "back-in-stock";
import { createEmulator } from "back-in-stock/emulator";
import { rows, xml } from "./feed.mjs";

const KLAVIYO = "https://a.klaviyo.com";
const emulator = await createEmulator({ feed: rows });

/** A relative address is one of the shop's. */
const { fetch } = globalThis;
globalThis.fetch = (target, init) => {
  const url = String(target);
  if (url === "/feed.json") return Promise.resolve(new Response(JSON.stringify(rows)));
  assert.ok(url.startsWith(KLAVIYO) || url.startsWith("http://127.0.0.1:"), `a request to ${url}`);
  return fetch(url.replace(KLAVIYO, emulator.url), init);
};
process.env.KLAVIYO_PRIVATE_KEY = "pk_emulator_not_a_real_key";

const request = { variant: "SKU-1", profile: { email: "ann@example.com" } };
Object.assign(globalThis, {
  BackInStock,
  backInStock: new BackInStock({ companyId: "ABC123" }),
  request,
  newsletterBox: { checked: true },
  products: rows.map((row) => ({ ...row, product_id: row.id })),
  file: new Blob([xml]),
  show: () => {},
  count: () => {},
  /** Examples that do not import it go on after a page has subscribed somebody. */
  createEmulator: async (options) => {
    const started = await createEmulator(options);
    await new BackInStock({ companyId: "ABC123", endpoint: started.url }).subscribe(request).catch(() => {});
    return started;
  },
  /** `expression; // "value"` in an example. */
  checkExample: (value, wanted, place) => assert.deepEqual(JSON.parse(JSON.stringify(value)), wanted, place),
});

await import(pathToFileURL(process.argv[2]));
await emulator.close();
// Timers of an example have nothing to wait for.
process.exit(0);
