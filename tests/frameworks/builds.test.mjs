import assert from "node:assert/strict";
import { test } from "node:test";
import { engines, Key } from "../browser/driver.mjs";
import { companyId, paths } from "../js/helpers.mjs";
import { documentOf, server } from "../js/relay.mjs";
import { inBrowsers } from "../package/page.mjs";
import { emulate } from "../package/tarball.mjs";
import { builds } from "./builds.mjs";
import { build, layOut, serveOutput } from "./project.mjs";

/** Runs in the page: the text of an output, once there is one. */
const text = (id) => document.getElementById(id)?.textContent;

/** The page subscribes one shopper by the client, and another one uses the element. */
async function subscribes(browser, emulator, url) {
  await browser.goto(`${url}/?emulator=${encodeURIComponent(emulator.url)}`);
  const status = await browser.until(text, { args: ["client"], timeout: 20_000 });
  assert.equal(status, "accepted");
  assert.equal(await browser.run(text, "shown"), "SKU-2");

  await browser.click(await browser.shadow("notify-me", "[part~=trigger]"));
  await browser.type(await browser.shadow("notify-me", "[type=email]"), "bo@example.com", Key.ENTER);
  const message = await browser.until(text, { args: ["element"], timeout: 20_000 });
  assert.equal(message, "accepted: SKU-1");

  const { profiles, subscriptions } = emulator.state();
  const emails = Object.fromEntries(profiles.map((one) => [one.key, one.emails]));
  assert.deepEqual(
    subscriptions.map(({ variant, profile }) => [variant, emails[profile]]),
    [
      ["$custom:::$default:::SKU-1", ["ann@example.com"]],
      ["$custom:::$default:::SKU-1", ["bo@example.com"]],
    ],
  );
}

/** The shop's own route takes a request, and forwards it. */
async function forwards(emulator, url) {
  const response = await fetch(`${url}/bis${paths.alert}?company_id=${companyId}`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/vnd.api+json" },
    body: JSON.stringify(documentOf({ email: "cy@example.com" }, "$custom:::$default:::SKU-1")),
  });
  assert.equal(response.status, 202, await response.text());
  const { profiles, requests } = emulator.state();
  assert.deepEqual(profiles.at(-1).emails, ["cy@example.com"]);
  assert.equal(requests.at(-1).path, server);
}

/** Checks what the page requested and complained about: the module's address is not lost. */
async function isClean(browser, requested) {
  const modules = new Set(requested.filter((path) => /undefined|\.wasm/.test(path)));
  assert.match([...modules].join(), /^[^,]+\.wasm$/);
  const complaints = (await browser.console()).filter(({ text }) => !text.includes("/favicon.ico"));
  assert.deepEqual(complaints, []);
}

/** Leaves the page, and drops what it complains about then: a framework may still be fetching something of its own. */
async function leave(browser) {
  await browser.goto("about:blank");
  await browser.console();
}

// One engine is enough: builds differ by the bundler.
inBrowsers(
  (browser) => {
    for (const one of builds) {
      test(`${one.name}: a shopper subscribes in the production build`, async (t) => {
        const place = await layOut(one);
        await build(place, one);
        const emulator = await emulate(t, place);
        const { url, requested } = await serveOutput(t, emulator, place, one);
        t.after(() => leave(browser()));
        await subscribes(browser(), emulator, url);
        await isClean(browser(), requested);
        if (one.hasRelay) await forwards(emulator, url);
      });
    }
  },
  { only: engines.slice(0, 1), timeout: 900_000 },
);
