// A shop with a relay of its own: shop, relay and emulator, where the page may send nothing to another origin.
import assert from "node:assert/strict";
import { createServer, request as send } from "node:http";
import { after, before, describe, test } from "node:test";
import { startBoth } from "../../scripts/start.mjs";
import { engines, eventually, Key, open } from "./driver.mjs";

/** The shop, in pages that may run no scripts. */
async function withoutScripts(shop) {
  const server = createServer((request, response) => {
    const { method, headers, url } = request;
    const passed = send(shop, { method, headers, path: url }, (answer) => {
      const policy = [
        answer.headers["content-security-policy"] ?? [],
        "sandbox allow-same-origin allow-forms",
      ];
      response.writeHead(answer.statusCode, { ...answer.headers, "content-security-policy": policy.flat() });
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

for (const engine of engines) {
  describe(`a shop with a relay in ${engine}`, { timeout: 600_000 }, () => {
    let browser;
    let all;
    before(async () => {
      // Longer than any answer takes, so that the relay decides by the answer and not by the time.
      all = await startBoth({ withRelay: true, relayFlags: ["--answer-within", "20000"] });
      browser = await open(engine);
      // Until it sends, the relay answers each request at once.
      await eventually(async () => /^back_in_stock_relay_leading 1$/m.test(await metrics()), {
        timeout: 20_000,
        message: "the relay sends",
      });
    });
    after(async () => {
      await browser?.close();
      await all?.close();
    });

    const metrics = async () => (await fetch(`${all.relay.url}/metrics`)).text();
    const part = (css) => browser.shadow("notify-me", css);
    const emails = () => all.emulator.state().profiles.flatMap((profile) => profile.emails);
    /** Lets the emulator answer the relay with this status, or normally. */
    const answerWith = (status) =>
      all.emulator.script(
        status && [{ path: "/api/back-in-stock-subscriptions", fault: { kind: "status", status } }],
      );

    const subscribe = async (address) => {
      await browser.goto(`${all.shop.url}/products/ocean-shirt?size=M`);
      await browser.run(() => {
        window.heard = [];
        for (const name of ["accepted", "queued", "settled", "rejected"])
          addEventListener(`notify-me-${name}`, ({ detail }) => window.heard.push([name, detail.outcome]));
        window.sent = [];
        const own = window.fetch;
        window.fetch = (url, options) => {
          if (options?.method === "POST") window.sent.push([url, { ...options.headers }]);
          return own(url, options);
        };
        document.querySelector("notify-me").verification = async () => "a-token";
      });
      await browser.click(await part("[part=trigger]"));
      await browser.type(await part("input"), address, Key.ENTER);
      await browser.until(() => window.heard.length > 0, { timeout: 30_000, message: "an outcome" });
    };
    const heard = () => browser.run(() => window.heard);
    const sent = () => browser.run(() => window.sent);
    const says = (text) =>
      browser.until((text) => document.querySelector("notify-me").shadowRoot.textContent.includes(text), {
        message: `"${text}"`,
        args: [text],
      });
    /** The number of requests that this device stores, and whether it knows of accepted alerts. */
    const stored = () =>
      browser.run(`
        const db = await new Promise((resolve, reject) => {
          const request = indexedDB.open("back-in-stock:ABC123");
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const count = (name) => new Promise((resolve) => {
          const request = db.transaction(name).objectStore(name).count();
          request.onsuccess = () => resolve(request.result);
        });
        const counts = [await count("entries"), (await count("history")) > 0];
        db.close();
        return counts;`);

    test("the page can send nothing to Klaviyo", async () => {
      await browser.goto(`${all.shop.url}/products/ocean-shirt?size=M`);
      const result = await browser.run(`
        const blocked = new Promise((resolve) => addEventListener("securitypolicyviolation", resolve, { once: true }));
        await fetch("https://a.klaviyo.com/client/").catch(() => {});
        return (await blocked).effectiveDirective;`);
      assert.equal(result, "connect-src");
    });

    test("Klaviyo is down: the relay has the request, and this device nothing", async () => {
      answerWith(503);
      await subscribe("ben@example.com");
      const [[event, { receipt, ...rest }], ...others] = await heard();
      assert.deepEqual([event, rest], ["queued", { status: "queued", reason: "relay", durable: true }]);
      assert.match(receipt, /^[\da-f]{32}$/);
      assert.deepEqual(others, []);
      await says("We have your request. We'll email you when Ocean Blue Shirt, M is back.");
      assert.deepEqual(await stored(), [0, false]);
      assert.deepEqual(emails(), []);
      answerWith();
      await eventually(() => emails().includes("ben@example.com"), {
        timeout: 60_000,
        message: "the relay sends it",
      });
      // The page does not learn what the relay did.
      assert.equal((await heard()).length, 1);
    });

    test("an alert that Klaviyo accepts in time", async () => {
      await subscribe("ann@example.com");
      assert.deepEqual(await heard(), [["accepted", { status: "accepted" }]]);
      await says("We'll email you when Ocean Blue Shirt, M is back.");
      assert.ok(emails().includes("ann@example.com"));
      assert.deepEqual(await stored(), [0, true]);
      const [[url, headers], ...others] = await sent();
      assert.ok(url.startsWith(`${all.shop.url}/bis/client/back-in-stock-subscriptions`), url);
      assert.equal(headers["back-in-stock-verification"], "a-token");
      assert.deepEqual(others, []);
    });

    test("without JavaScript, a form requests the alert", async () => {
      const shop = await withoutScripts(all.shop.url);
      try {
        const find = (css) => browser.driver.findElement({ css });
        // The driver may wait for a script.
        await browser.goto(`${shop.url}/products/ocean-shirt?size=M`).catch(() => {});
        await (await find("notify-me input[type=email]")).sendKeys("cleo@example.com");
        await (await find("notify-me form button")).click();
        const requested = await eventually(() => find("#back-in-stock-requested:target"));
        assert.equal(await requested.getText(), "We'll email you when Ocean Blue Shirt, M is back.");
        assert.equal(
          await browser.driver.getCurrentUrl(),
          `${shop.url}/products/ocean-shirt?size=M#back-in-stock-requested`,
        );
        assert.ok(emails().includes("cleo@example.com"));
      } finally {
        await browser.goto(all.shop.url);
        await shop.close();
      }
    });
  });
}
