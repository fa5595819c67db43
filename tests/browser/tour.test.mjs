// The tour in docs/getting-started.md, step by step, as somebody would walk it: the demo shop and the emulator's dashboard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startBoth } from "../../scripts/start.mjs";
import { engines, Key, open } from "./driver.mjs";

for (const engine of engines) {
  describe(`the tour in ${engine}`, { timeout: 180_000 }, () => {
    let browser;
    let both;
    before(async () => {
      both = await startBoth();
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await both?.close();
    });

    const dashboard = (view) => browser.goto(`${both.emulator.url}/?${view}#${view}`);
    const says = (text, timeout = 10_000) =>
      browser.until(
        (wanted) => {
          const shadow = document.querySelector("notify-me")?.shadowRoot?.textContent ?? "";
          return (document.body.innerText + shadow).includes(wanted);
        },
        { timeout, message: `the page says ${text}`, args: [text] },
      );
    const click = (text, role = "button") =>
      browser.until(
        (wanted, kind) => {
          const found = [...document.querySelectorAll(`${kind}, [role=${kind}]`)].find(
            (one) => one.textContent.includes(wanted) && one.checkVisibility(),
          );
          found?.click();
          return Boolean(found);
        },
        { message: `${text} can be clicked`, args: [text, role] },
      );
    const ask = async (address) => {
      await browser.goto(`${both.shop.url}/products/ocean-shirt?size=M`);
      await browser.click(await browser.shadow("notify-me", "[part=trigger]"));
      await browser.type(await browser.shadow("notify-me", "input"), address, Key.ENTER);
    };

    test("requested, seen, restocked, synced, notified, requested again", async () => {
      await ask("ann@example.com");
      await says("We'll email you when Ocean Blue Shirt, M is back.");
      await dashboard("events");
      await says("ann@example.com");
      await dashboard("catalog");
      await says("1 waiting");
      await click("Ocean Blue Shirt, M", "option");
      await click("Restock");
      await says("1 person is notified at the next sync");
      assert.deepEqual(both.emulator.state().messages, []);
      await browser.goto(`${both.shop.url}/products/ocean-shirt?size=M`);
      await says("Add to cart");
      await dashboard("catalog");
      await click("Ocean Blue Shirt, M", "option");
      await click("+6 h");
      await says("Nobody is waiting for this variant.");
      await dashboard("messages");
      await click("ann@example.com", "option");
      await says("Good news: Ocean Blue Shirt, M is back in stock.");
      await dashboard("catalog");
      await click("Ocean Blue Shirt, M", "option");
      await click("Sold out");
      await says("The feed now lists 0 of OCEAN-SHIRT-M.");
      await ask("ann@example.com");
      await says("Ocean Blue Shirt, M is back.");
      await dashboard("catalog");
      await says("1 waiting");
    });

    test("outage: queued on the device and sent later; the request log shows both", async () => {
      await dashboard("settings");
      await says("customers for each unit");
      await browser.run(() => {
        document.querySelectorAll(".card select")[0].value = "Down: 503";
      });
      await click("Apply");
      await says("Faults are on.");
      await ask("bob@example.com");
      await says("We've saved it on this device");
      both.emulator.script(undefined);
      await says("We'll email you when", 30_000);
      await dashboard("requests");
      await says("bob@example.com");
      await says("503");
    });
  });
}
