// Pages in the back/forward cache, and pages with a service worker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { breaking, failing, inShops } from "./outbox.setup.mjs";

inShops("the outbox of a page", (shop) => {
  const variants = () => shop.endpoint.requests.map(({ variant }) => variant);
  const delivered = () =>
    shop.until("return (await shop.client.pending()) === 0", {
      timeout: 20_000,
      message: "all is delivered",
    });
  const wait = (ms) => shop.run("await new Promise((resolve) => setTimeout(resolve, arguments[0]))", ms);

  test("a page that is left and returned to sends and reports once", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(1);
    assert.equal((await shop.run("return shop.subscribe('SKU-1')")).status, "queued");
    await shop.browser.goto(`${shop.site.url}/without-locks?endpoint=none`);
    await shop.browser.driver.navigate().back();
    await shop.until(() => Boolean(window.shop));
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("a page in the back/forward cache gets no messages; restored, it replays and gets them again", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(1);
    await shop.run("await shop.subscribe('SKU-1')");
    await shop.run("await shop.tamper((entry) => ({ ...entry, due: Date.now() + 1_500 }))");
    const tell = `
      const channel = new BroadcastChannel("back-in-stock:ABC123");
      channel.postMessage({ settled: { variant: arguments[0], channels: [], requestedAt: 1, status: "accepted" } });
      channel.close();`;
    const told = (variant) =>
      shop.run("return shop.settled.some((one) => one.variant === arguments[0])", variant);
    await shop.run("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    await shop.run(tell, "in between");
    await wait(300);
    assert.equal(await told("in between"), false);
    await shop.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
    await shop.run(tell, "afterwards");
    await shop.eventually(() => told("afterwards"));
  });

  test("a service worker that responds in place of the network", async () => {
    await shop.fresh("/worker");
    await shop.until(() => Boolean(navigator.serviceWorker.controller));
    try {
      assert.deepEqual(await shop.run("return shop.subscribe('SKU-1')"), { status: "accepted" });
      // Chromium resends a request by itself if a reused connection breaks.
      shop.endpoint.answer = breaking(9);
      // Of the worker's 503, or of the network: Firefox lets what keeps alive pass it by.
      assert.equal((await shop.run("return shop.subscribe('SKU-2')")).status, "queued");
      shop.endpoint.answer = undefined;
      await delivered();
      assert.equal(variants().at(-1), "SKU-2");
    } finally {
      await shop.run(async () => {
        for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
      });
    }
  });
});
