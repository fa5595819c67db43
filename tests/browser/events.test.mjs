import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";

const read = (path) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8");
const NAMES = ["data-layer.js", "klaviyo-track.js", "consent.js", "stop-listening.js"];
const [dataLayer, klaviyo, consent, stopping] = NAMES.map((name) => read(`snippets/${name}`));

test("the documentation shows the scripts as they are", () => {
  const shown = [...read("events.md").matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  assert.deepEqual(shown, [dataLayer, klaviyo, consent, stopping]);
});

inPages("events handed on", (shop) => {
  const { run, until } = shop;
  const told = (name) =>
    until((wanted) => window.events.some((one) => one.startsWith(wanted)), { args: [name], message: name });
  const asks = async (variant, email, ...scripts) => {
    await shop.open(shop.element(`variant="${variant}"`));
    // The scripts come after it, whenever the driver returns.
    await told("visible");
    for (const script of scripts) await run(script);
    await shop.click("[part=trigger]");
    await shop.type("[type=email]", email, Key.ENTER);
  };
  test("the data layer gets each step, and nothing that was typed", async () => {
    await asks("SKU-M", "ann@example.com", dataLayer);
    await told("accepted");
    const layer = JSON.parse(await run(() => JSON.stringify(window.dataLayer)));
    const steps = ["open", "submit", "accepted"].map((name) => `notify_me_${name}`);
    assert.deepEqual(
      layer.map(({ event }) => event),
      steps,
    );
    assert.deepEqual(layer.at(-1).notifyMe, { variant: "SKU-M", outcome: "accepted", already: false });
    assert.doesNotMatch(JSON.stringify(layer), /ann/);
  });

  test("the data layer gets the code of a rejection", async () => {
    await asks("SKU-M", "ann", dataLayer);
    await told("rejected");
    const layer = JSON.parse(await run(() => JSON.stringify(window.dataLayer)));
    assert.deepEqual(layer.at(-1), {
      event: "notify_me_rejected",
      notifyMe: { variant: "SKU-M", error: "invalid_email" },
    });
  });

  test("klaviyo.js gets a metric for accepted requests only, immediate or queued", async () => {
    await asks("SKU-L", "ann@example.com", klaviyo);
    await told("accepted");
    const metric = ["track", "Requested Back in Stock", { VariantID: "SKU-L" }];
    assert.deepEqual(await run(() => window.klaviyo), [metric]);
    await run(() => {
      const settled = (detail) =>
        document
          .querySelector("notify-me")
          .dispatchEvent(new CustomEvent("notify-me-settled", { bubbles: true, detail }));
      settled({ variant: "SKU-L", error: { code: "storage" } });
      settled({ variant: "SKU-L", outcome: { status: "accepted" } });
    });
    assert.deepEqual(await run(() => window.klaviyo), [metric, metric]);
  });

  test("listeners are removed by their signal", async () => {
    await asks("SKU-L", "ann@example.com", "window.dataLayer = []", stopping);
    await told("accepted");
    const reported = [{ event: "notify-me-accepted", variant: "SKU-L" }];
    assert.deepEqual(await run(() => window.dataLayer), reported);
    const fired = await run(() => {
      window.stopReporting();
      const again = { bubbles: true, detail: { variant: "SKU-L" } };
      return document.querySelector("notify-me").dispatchEvent(new CustomEvent("notify-me-accepted", again));
    });
    assert.equal(fired, true);
    assert.deepEqual(await run(() => window.dataLayer), reported);
  });

  test("a listener can prevent or change a request", async () => {
    const before = shop.sent().length;
    await asks("SKU-XL", "ann@example.com", consent, "window.confirm = () => false");
    await told("submit");
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(shop.sent().length, before);
    await asks(
      "SKU-XL",
      "ann@example.com",
      consent,
      "window.confirm = () => true; window.customerId = 'customer-1'",
    );
    await told("accepted");
    const { data } = shop.sent().at(-1).body;
    assert.equal(data.attributes.profile.data.attributes.external_id, "customer-1");
  });

  test("custom-elements.json lists every part", async () => {
    const rows = JSON.stringify([{ id: "SKU-M" }, { id: "SKU-L" }].map((row) => ({ ...row, quantity: 0 })));
    const more = `channels="EMAIL WHATSAPP" whatsapp-consent="recorded" list-id="LIST01" newsletter country="US" countries="US CA" multiple`;
    const seen = new Set();
    for (const attributes of [`variant="SKU-M" display="dialog"`, `${more} variants='${rows}'`]) {
      await shop.open(shop.element(attributes));
      await run(() => document.querySelector("notify-me").show());
      const parts = await run(() =>
        Array.from(document.querySelector("notify-me").shadowRoot.querySelectorAll("[part]"), (node) =>
          node.getAttribute("part"),
        ),
      );
      for (const part of parts.flatMap((text) => text.split(" "))) seen.add(part);
    }
    const { modules } = JSON.parse(
      readFileSync(new URL("../../dist/custom-elements.json", import.meta.url), "utf8"),
    );
    const { cssParts } = modules[0].declarations[0];
    const named = cssParts.map(({ name }) => name);
    assert.deepEqual(
      [...seen].filter((part) => !named.includes(part)),
      [],
    );
    assert.ok(seen.size > 10, `${[...seen]}`);
  });
});
