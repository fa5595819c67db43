// How long <notify-me> keeps the page busy, and the shopper waiting. Chromium alone: the figures that are promised are its.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inPages } from "./notify-me.setup.mjs";

const ROUNDS = 7;

inPages("the times of <notify-me>", (shop) => {
  if (shop.engine !== "chromium") return;
  /** The best of several rounds: what else this machine does makes a round slower, and none faster. */
  const best = async (t, round) => {
    const times = [];
    for (let count = 0; count < ROUNDS; count++) times.push(await round());
    t.diagnostic(times.map((time) => time.toFixed(1)).join(", "));
    return Math.min(...times);
  };

  test("500 elements are there within 50 ms of the main thread, layout among it", async (t) => {
    const one = (_, index) => shop.element(`variant="SKU-${index}" quantity="0"`);
    const many = Array.from({ length: 500 }, one).join("");
    const time = await best(t, async () => {
      await shop.open(many, { head: '<script src="/late.js"></script>' });
      return shop.run(async () => {
        const { NotifyMeElement } = await import("/dist/element.js");
        const from = performance.now();
        customElements.define("notify-me", NotifyMeElement);
        document.body.getBoundingClientRect();
        return performance.now() - from;
      });
    });
    assert.ok(time < 50, `${time} ms`);
  });

  test("from the first hover to ready to submit: within 150 ms from a local server", async (t) => {
    const time = await best(t, async () => {
      await shop.open(shop.element('variant="SKU-M"'));
      await shop.until(() => window.state().button);
      await shop.run(() => {
        addEventListener(
          "pointerover",
          () => {
            window.from ??= performance.now();
          },
          true,
        );
      });
      const host = await shop.browser.find("notify-me");
      await shop.browser.driver.actions().move({ origin: host }).perform();
      return shop.run(async () => {
        const loaded = () =>
          performance.getEntriesByType("resource").find(({ name }) => /notify-me-form-\w+\.js$/.test(name));
        while (!loaded()) await new Promise((resolve) => setTimeout(resolve, 1));
        // The same script, and what it waits for.
        const { preload } = await import(loaded().name);
        await preload();
        return performance.now() - window.from;
      });
    });
    assert.ok(time < 150, `${time} ms`);
  });
});
