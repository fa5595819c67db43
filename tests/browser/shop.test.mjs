// A shopper's way through the shop, in a real browser, against the emulator on another origin.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startBoth } from "../../scripts/start.mjs";
import { startShop } from "../../www/server.mjs";
import { engines, Key, open } from "./driver.mjs";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const pictures = fileURLToPath(new URL("../.work/", import.meta.url));
mkdirSync(pictures, { recursive: true });

for (const engine of engines) {
  describe(engine, () => {
    let browser;
    let shop;
    before(async () => {
      shop = await startBoth();
      browser = await open(engine, { width: 1280, height: 900 });
    });
    after(async () => {
      await browser?.close();
      await shop?.close();
    });

    const page = (path) => browser.goto(shop.shop.url + path);
    /** A page whose form is open. */
    const form = async (path) => {
      await page(path);
      await browser.click(await part("[part=trigger]"));
      await part("form");
    };
    const part = (css) => browser.shadow("notify-me", css);
    const said = (words) =>
      browser.until((text) => document.querySelector("notify-me").shadowRoot.textContent.includes(text), {
        timeout: 10_000,
        message: `"${words}"`,
        args: [words],
      });
    const submit = async (address) => {
      await browser.run(() => {
        document.querySelector("notify-me").shadowRoot.querySelector("input").value = "";
      });
      await browser.type(await part("input"), address, Key.ENTER);
    };
    const axeClean = async () => {
      const found = await browser.run(
        `${axe}; const { violations } = await axe.run(); return violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" "));`,
      );
      assert.deepEqual(found, []);
    };
    const events = () => shop.emulator.state().events;

    test("an alert for a sold-out size is requested and arrives", async () => {
      await form("/products/ocean-shirt?size=M");
      await submit("ann@example.com");
      await said("We'll email you when Ocean Blue Shirt, M is back.");
      assert.deepEqual(
        events().map(({ metric, variant }) => [metric, variant]),
        [["Subscribed to Back in Stock", "$custom:::$default:::OCEAN-SHIRT-M"]],
      );
      const [profile] = shop.emulator.state().profiles;
      assert.deepEqual(profile.emails, ["ann@example.com"]);
      await axeClean();
      await browser.screenshot(`${pictures}${engine}-accepted.png`);
    });

    test("an invalid address shows an error next to its focused field, and nothing is sent", async () => {
      const sent = shop.emulator.state().requestCount;
      await form("/products/ocean-shirt?size=XL");
      await submit("ann@localhost");
      await said("Please enter an email address");
      const { described, invalid, focused } = await browser.run(() => {
        const root = document.querySelector("notify-me").shadowRoot;
        const input = root.querySelector("input");
        return {
          described: root.getElementById(input.getAttribute("aria-describedby")).textContent,
          invalid: input.getAttribute("aria-invalid"),
          focused: root.activeElement === input,
        };
      });
      assert.match(described, /name@example\.com/);
      assert.deepEqual([invalid, focused], ["true", true]);
      assert.equal(shop.emulator.state().requestCount, sent);
      await axeClean();
      await browser.screenshot(`${pictures}${engine}-refused.png`);
    });

    test("choosing another size follows: hidden in stock, the chosen one is sent, the typed address stays", async () => {
      await form("/products/ocean-shirt?size=M");
      await browser.type(await part("input"), "bob@example.com");
      await browser.run(() => document.querySelector('input[value="S"]').click());
      assert.equal(await browser.run(() => document.querySelector("notify-me").checkVisibility()), false);
      await browser.run(() => document.querySelector('input[value="XL"]').click());
      await browser.click(await part("[type=submit]"));
      await said("We'll email you when Ocean Blue Shirt, XL is back.");
      assert.equal(events().at(-1).variant, "$custom:::$default:::OCEAN-SHIRT-XL");
    });

    test("two impatient clicks send one request", async () => {
      await form("/products/dry-bag?size=20%20L");
      const sent = shop.emulator.state().requestCount;
      await browser.type(await part("input"), "cleo@example.com");
      await browser.run(() => {
        const button = document.querySelector("notify-me").shadowRoot.querySelector("[type=submit]");
        button.click();
        button.click();
      });
      await said("We'll email you");
      const posted = shop.emulator.state().requests.filter(({ method }) => method === "POST");
      assert.equal(posted.filter(({ body }) => JSON.stringify(body).includes("cleo@")).length, 1);
      assert.ok(shop.emulator.state().requestCount > sent);
    });

    test("the page's policy is strict, and nothing broke it", async () => {
      await browser.console();
      await form("/products/rain-boots?size=39");
      await submit("dora@example.com");
      await said("We'll email you");
      assert.deepEqual(await browser.console(), []);
    });

    test("an outage is reported, and an automatic retry succeeds", async () => {
      let broken = true;
      const service = createServer((request, response) => {
        const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
        const status = request.method === "OPTIONS" ? 204 : broken ? 503 : 202;
        if (request.method === "POST") broken = false;
        response.writeHead(status, cors).end();
      });
      await new Promise((resolve) => service.listen(0, "127.0.0.1", resolve));
      const emulatorUrl = `http://127.0.0.1:${service.address().port}`;
      const other = await startShop({ port: 0, emulatorUrl, companyId: "ABC123" });
      try {
        await browser.goto(`${other.url}/products/ocean-shirt?size=M`);
        await browser.click(await part("[part=trigger]"));
        await part("form");
        await submit("ed@example.com");
        await said("We couldn't send this yet. We've saved it on this device");
        await browser.screenshot(`${pictures}${engine}-queued.png`);
        await browser.until(
          () =>
            document.querySelector("notify-me").shadowRoot.querySelector("[part=message]").textContent ===
            "We'll email you when Ocean Blue Shirt, M is back.",
          { timeout: 20_000, message: "it is accepted" },
        );
      } finally {
        service.closeAllConnections();
        await Promise.all([other.close(), new Promise((resolve) => service.close(resolve))]);
      }
    });

    test("a switch shows sold-out recommendations, hides them or moves them last, by keyboard too", async () => {
      await browser.console();
      await page("/products/ocean-shirt");
      const all = [
        "Breton Stripe Tee, XS",
        "Harbor Canvas Tote, Small",
        "Fisherman Cable Sweater, S",
        "Roll-Top Dry Bag, 10 L",
        "Storm Shell Jacket, S",
        "Enamel Deck Mug, 300 ml",
        "Canvas Deck Trousers, 30",
      ];
      const without = all.filter((title) => title !== "Fisherman Cable Sweater, S");
      const becomes = (titles) =>
        browser.until(
          (wanted) => {
            const now = [...document.querySelectorAll("product-block .card")]
              .filter((card) => card.checkVisibility())
              .map((card) => card.querySelector("h3").textContent);
            return now.join() === wanted.join();
          },
          { args: [titles], message: `${titles}` },
        );
      await becomes(all);
      await axeClean();
      await browser.run(() => document.querySelector(".related").scrollIntoView());
      await browser.screenshot(`${pictures}${engine}-related.png`);
      const first = await browser.find('[data-related-switch] input[value="policy"]');
      await browser.run((input) => input.focus(), first);
      await browser.press(Key.ARROW_RIGHT);
      await becomes(without);
      await axeClean();
      await browser.press(Key.ARROW_RIGHT);
      await becomes([...without, "Fisherman Cable Sweater, S"]);
      const focused = await browser.run(() => document.activeElement.value);
      assert.equal(focused, "last");
      await browser.click(first);
      await becomes(all);
      assert.deepEqual(await browser.console(), []);
    });

    test("nothing overflows at 320 px", async () => {
      await browser.resize(320, 800);
      await page("/products/ocean-shirt?size=M");
      const wide = await browser.run(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false);
      await axeClean();
      await browser.screenshot(`${pictures}${engine}-320.png`);
      await browser.run(() => document.querySelector(".related").scrollIntoView());
      await browser.screenshot(`${pictures}${engine}-related-320.png`);
    });
  });
}
