// What happens to a request that is being sent when the shopper leaves the form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M" product="Shirt, M"';
const ACCEPTED = "We'll email you when Shirt, M is back.";

inPages("a form of <notify-me> that is left while it sends", (shop) => {
  const { click, events, shows, type } = shop;

  /** Opens a form and submits it. The page holds requests to Klaviyo back until `release()`. */
  const submit = async (address, attributes = SHIRT) => {
    await shop.open(shop.element(attributes));
    await shop.forget();
    await shop.run(() => {
      const { fetch } = window;
      const gate = new Promise((resolve) => {
        window.release = resolve;
      });
      window.fetch = async (request, init) => {
        if (`${request.url ?? request}`.includes("/client/")) await gate;
        return fetch(request, init);
      };
    });
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await type("#email", address);
    await click("[type=submit]");
    await shows({ message: "Sending…" });
  };
  const release = () => shop.run(() => window.release());
  const subscribed = (address) =>
    shop.emulator.state().profiles.some(({ emails }) => emails.includes(address));
  const pending = () =>
    shop.run(
      `const { BackInStock } = await import("/dist/web.js");
       return new BackInStock({ companyId: "ABC123", endpoint: arguments[0] }).pending();`,
      shop.emulator.url,
    );

  test("Cancel stops the request: nothing is sent or stored, and the form can be sent again", async () => {
    await submit("cancel@example.com");
    await click("[part=cancel]");
    assert.deepEqual(await shop.state(), { button: "Notify me when it's back", focus: "trigger" });
    const expected = ["visible SKU-M", "open SKU-M", "submit SKU-M", "close SKU-M", "rejected SKU-M aborted"];
    await shop.eventually(async () => (await events()).length === expected.length);
    assert.deepEqual(await events(), expected);
    await shop.eventually(async () => (await pending()) === 0);
    await release();
    await click("[part=trigger]");
    await shows({ fields: ["email"], message: undefined });
    assert.equal(await shop.run(() => window.the("#email").value), "cancel@example.com");
    assert.equal(subscribed("cancel@example.com"), false);
    await click("[type=submit]");
    await shows({ message: ACCEPTED });
    assert.equal(subscribed("cancel@example.com"), true);
  });

  test("Cancel before the module is loaded: no request is made", async () => {
    const go = shop.site.hold(/core\.wasm$/);
    await shop.open(shop.element(SHIRT));
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await type("#email", "early@example.com");
    await click("[type=submit]");
    await shows({ message: "Sending…" });
    await click("[part=cancel]");
    go();
    await shop.run(async (path) => (await window.load(path)).init(), "/dist/web.js");
    await shop.run("await new Promise((resolve) => setTimeout(resolve))");
    assert.deepEqual(await events(), ["visible SKU-M", "open SKU-M", "close SKU-M"]);
    assert.equal(subscribed("early@example.com"), false);
  });

  test("closing a dialog does not stop the request, and its result is shown when it is opened again", async () => {
    await submit("dialog@example.com", `${SHIRT} display="dialog"`);
    await click("[part=close]");
    await click("[part=trigger]");
    await shows({ dialog: true, message: "Sending…" });
    await click("[part=close]");
    await release();
    await shop.eventually(async () => (await events()).at(-1) === "accepted SKU-M accepted");
    await click("[part=trigger]");
    await shows({ dialog: true, message: ACCEPTED, fields: undefined });
  });

  test("the result is shown where the form was opened again before it came", async () => {
    await submit("reopen@example.com");
    await shop.run(() => document.querySelector("notify-me").close());
    await shop.run(() => document.querySelector("notify-me").show());
    await shows({ message: "Sending…" });
    await release();
    await shows({ message: ACCEPTED, fields: undefined });
  });

  test("another variant has a form of its own; back at the first, its result is shown", async () => {
    await submit("back@example.com");
    await shop.set({ variant: "SKU-L" });
    await shows({ fields: ["email"], message: undefined });
    await shop.set({ variant: "SKU-M" });
    await shows({ message: "Sending…" });
    await release();
    await shows({ message: ACCEPTED, fields: undefined });
  });

  test("the result is shown in an element that the theme rendered after the form was closed", async () => {
    await submit("theme@example.com");
    await shop.run(() => {
      const host = document.querySelector("notify-me");
      host.close();
      host.replaceWith(host.cloneNode(true));
    });
    await click("[part=trigger]");
    await shows({ message: "Sending…" });
    await release();
    await shows({ message: ACCEPTED, fields: undefined });
  });
});
