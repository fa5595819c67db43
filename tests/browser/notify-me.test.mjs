// What a shopper sees of <notify-me>, and what comes of it: every outcome, in words and in events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M" product="Shirt, M"';
const EMAIL = "We'll email you when Shirt, M is back.";

inPages("<notify-me>", (shop) => {
  const { click, events, sent, shows, state, type } = shop;
  shop.complaints = [/^<notify-me variant=/];
  /** A page with an element whose form is open. */
  const form = async (attributes = SHIRT, ...more) => {
    shop.emulator.script(undefined);
    await shop.open(shop.element(attributes, ...more));
    await click("[part=trigger]");
    await shop.until(() => window.state().fields ?? window.state().message);
  };
  const fresh = async (...values) => {
    await form(...values);
    await shop.forget();
  };
  const refusing = (status, more) => shop.emulator.script(() => ({ kind: "status", status, ...more }));
  const last = async () => (await events()).at(-1);

  test("a button; then a form; then an answer", async () => {
    await shop.open(shop.element(SHIRT));
    assert.deepEqual(await state(), { button: "Notify me when it's back" });
    await click("[part=trigger]");
    assert.deepEqual(await shows({ fields: ["email"] }), { fields: ["email"], focus: "email" });
    await type("#email", "ann@example.com", Key.ENTER);
    await shows({ message: EMAIL });
    assert.deepEqual(await state(), { message: EMAIL, again: "Use a different email", focus: "message" });
    assert.deepEqual(await events(), [
      "visible SKU-M",
      "open SKU-M",
      "submit SKU-M",
      "accepted SKU-M accepted",
    ]);
    const { subscriptions, profiles } = shop.emulator.state();
    assert.deepEqual(
      subscriptions.map(({ variant, channels }) => [variant, channels]),
      [["$custom:::$default:::SKU-M", ["EMAIL"]]],
    );
    assert.deepEqual(
      profiles.flatMap(({ emails }) => emails),
      ["ann@example.com"],
    );
  });

  test("a repeated request on a later visit is reported as such; another address can be entered", async () => {
    await form();
    await type("#email", "ann@example.com", Key.ENTER);
    await shows({ message: `You've requested this before. ${EMAIL}` });
    assert.equal(await last(), "accepted SKU-M already-requested already");
    await click("[part=again]");
    await shows({ fields: ["email"], focus: "email", message: undefined });
    await shop.clear("#email");
    await type("#email", "bob@example.com", Key.ENTER);
    await shows({ message: EMAIL });
  });

  test("the name of the product is not known, and stays text if it is markup", async () => {
    await form('variant="SKU-L"');
    await type("#email", "ann@example.com", Key.ENTER);
    await shows({ message: "We'll email you when this item is back." });
    await form(`variant="SKU-L" product="<img src=x onerror=alert(1)>{email}"`);
    await type("#email", "eve@example.com", Key.ENTER);
    await shows({ message: "We'll email you when <img src=x onerror=alert(1)>{email} is back." });
  });

  test("a missing or invalid address: an error next to the focused field, and nothing is sent", async () => {
    await form();
    const before = sent().length;
    const error = ["email: Please enter an email address, such as name@example.com."];
    for (const text of ["", "ann@localhost", "ann"]) {
      await type("#email", text, Key.ENTER);
      await shows({ errors: error, focus: "email", message: undefined });
      assert.equal(await last(), "rejected SKU-M invalid_email");
      const [invalid, described] = await shop.run(() => {
        const input = window.the("#email");
        return [
          input.getAttribute("aria-invalid"),
          window.the(`#${input.getAttribute("aria-describedby")}`).id,
        ];
      });
      assert.deepEqual([invalid, described], ["true", "email-error"]);
      await shop.clear("#email");
    }
    assert.equal(sent().length, before);
    await type("#email", "ann@example.com", Key.ENTER);
    await shows({ message: /email you when/, errors: undefined });
  });

  test("an address that the service refuses", async () => {
    await form();
    await type("#email", "refused@example.com");
    await shop.answer(400, "invalid", "/data/attributes/profile/data/attributes/email");
    await click("[type=submit]");
    await shows({
      errors: ["email: Please enter an email address, such as name@example.com."],
      focus: "email",
    });
  });

  test("a mistyped address: another one is suggested while typing pauses, and taken by one click", async () => {
    await form();
    await type("#email", "ann@gmial.com");
    await shows({ hint: "Did you mean ann@gmail.com?" });
    assert.deepEqual(await events(), ["visible SKU-M", "open SKU-M"]);
    await click("[part=suggestion]");
    assert.equal(await shop.run(() => window.the("#email").value), "ann@gmail.com");
    await shows({ hint: undefined, focus: "email" });
    await shop.press(Key.ENTER);
    await shows({ message: EMAIL });
    assert.ok(shop.emulator.state().profiles.some(({ emails }) => emails.includes("ann@gmail.com")));
  });

  test("submitting at once shows the suggestion once, then sends the address as typed", async () => {
    await form();
    const before = sent().length;
    await type("#email", "cleo@gmial.com", Key.ENTER);
    await shows({ hint: "Did you mean cleo@gmail.com?", message: undefined, focus: "email" });
    assert.equal(sent().length, before);
    await shop.press(Key.ENTER);
    await shows({ message: EMAIL });
    assert.ok(shop.emulator.state().profiles.some(({ emails }) => emails.includes("cleo@gmial.com")));
  });

  test("two impatient clicks and keys send one request", async () => {
    await form('variant="SKU-XL"');
    shop.emulator.script(() => ({ kind: "delay", ms: 300 }));
    await type("#email", "dora@example.com");
    await shop.run(() => {
      for (let count = 0; count < 3; count++) window.the("[type=submit]").click();
    });
    await shows({ message: "Sending…" });
    await shop.press(Key.ENTER, Key.ENTER);
    await shows({ message: /^We'll email/ });
    assert.equal(sent().filter(({ body }) => JSON.stringify(body).includes("dora@")).length, 1);
    assert.deepEqual((await events()).filter((event) => event.startsWith("submit")).length, 1);
  });

  test("a variant that the service does not know: calm to the shopper, precise in the console", async () => {
    await form('variant="SKU-NEW"');
    await type("#email", "ann@example.com", Key.ENTER);
    await shows({
      message: "Alerts for this item aren't available yet. Please try again later.",
      fallback: true,
      fields: ["email"],
    });
    assert.equal(await last(), "rejected SKU-NEW variant_not_found");
    const told = (await shop.browser.console()).map(({ text }) => text);
    assert.deepEqual(told, [
      '<notify-me variant="SKU-NEW">: variant_not_found: variant is not in Klaviyo\'s catalog: new products are added by a catalog sync',
    ]);
  });

  test("errors that only the developer can fix", async () => {
    for (const [attributes, code] of [
      ['variant="gid://shopify/Product/1"', "invalid_variant_id"],
      ['variant="SKU-M" company-id="AB"', "invalid_company_id"],
      ['variant="SKU-M" company-id="pk_1"', "private_key"],
      ['variant="SKU-M" endpoint="http://shop.example"', "invalid_option"],
      ['variant="SKU-M" integration="shop"', "invalid_option"],
    ]) {
      // Of two attributes of one name, the first counts.
      await shop.open(
        `<notify-me ${attributes} company-id="ABC123" endpoint="${shop.emulator.url}"><a href="/contact">Write</a></notify-me>`,
      );
      await click("[part=trigger]");
      await shows({ fields: ["email"] });
      await type("#email", "ann@example.com", Key.ENTER);
      await shows({ message: "Sorry, alerts for this item aren't available right now.", fallback: true });
      assert.match(await last(), new RegExp(`^rejected .* ${code}$`));
      const [told] = await shop.browser.console();
      assert.match(told.text, new RegExp(`^<notify-me variant=".*">: ${code}: `));
    }
  });

  test("texts of Klaviyo's response are never shown", async () => {
    await form();
    await type("#email", "ann@example.com");
    await shop.answer(400, "invalid", "/data/attributes", "<img src=x onerror=alert(1)> ann@example.com");
    await click("[type=submit]");
    await shows({ message: "Sorry, alerts for this item aren't available right now." });
    assert.doesNotMatch(JSON.stringify(await shop.browser.console()), /onerror|ann@/);
  });

  test("without an outbox: throttled, no answer, down; trying again goes through", async () => {
    await form(`${SHIRT} outbox="false" timeout="2000"`);
    await type("#email", "fay@example.com");
    for (const [fault, text, code] of [
      [
        { kind: "status", status: 429 },
        "We're getting a lot of requests right now. Please try again in a moment.",
        "throttled",
      ],
      [
        { kind: "status", status: 503 },
        "We couldn't send this right now. Please try again in a moment.",
        "service_unavailable",
      ],
      [{ kind: "refuse" }, "We couldn't send this right now. Please try again in a moment.", "network"],
      [
        { kind: "delay", ms: 4000 },
        "We couldn't send this right now. Please try again in a moment.",
        "timeout",
      ],
    ]) {
      shop.emulator.script(() => fault);
      await click("[type=submit]");
      await shows({ message: text, fields: ["email"], fallback: undefined });
      assert.equal(await last(), `rejected SKU-M ${code}`);
    }
    shop.emulator.script(undefined);
    await click("[type=submit]");
    await shows({ message: EMAIL });
  });

  test("queued, and reported when it was sent", async () => {
    await fresh('variant="SKU-S" product="Shirt, S"');
    shop.emulator.script(({ attempt }) => (attempt < 2 ? { kind: "status", status: 503 } : undefined));
    await type("#email", "gus@example.com", Key.ENTER);
    const kept =
      "We couldn't send this yet. We've saved it on this device and will keep trying, including on your next visit.";
    await shows({ message: kept, focus: "message" });
    assert.equal(await last(), "queued SKU-S queued");
    await shows({ message: "We'll email you when Shirt, S is back." });
    assert.equal(await last(), "settled SKU-S accepted");
    assert.equal((await events()).filter((event) => event.startsWith("accepted")).length, 0);
  });

  test("queued, and rejected in the end", async () => {
    await fresh('variant="SKU-GONE"');
    shop.emulator.script(({ attempt }) => (attempt < 2 ? { kind: "status", status: 503 } : undefined));
    await type("#email", "gus@example.com", Key.ENTER);
    await shows({ message: /^We couldn't send this yet/ });
    await shows({
      message: "Alerts for this item aren't available yet. Please try again later.",
      fields: ["email"],
    });
    assert.equal(await last(), "settled SKU-GONE variant_not_found");
  });

  test("without storage, the text states how long it keeps trying", async () => {
    await shop.open(shop.element('variant="SKU-S"'), {
      head: '<script src="/no-storage.js"></script><script type="module" src="/dist/element-define.js"></script>',
    });
    await click("[part=trigger]");
    refusing(503);
    await type("#email", "hal@example.com", Key.ENTER);
    await shows({
      message: "We couldn't send this yet. We'll keep trying as long as this page stays open.",
    });
    shop.emulator.script(undefined);
  });

  for (const [browser, email, head] of [
    ["", "ida@example.com", undefined],
    [
      ", in a browser that cannot list databases",
      "ina@example.com",
      '<script src="/no-list.js"></script><script type="module" src="/dist/element-define.js"></script>',
    ],
  ])
    test(`requests queued on an earlier visit are sent without interaction${browser}`, async () => {
      await fresh('variant="SKU-XL"');
      shop.emulator.script(() => ({ kind: "status", status: 503 }));
      await type("#email", email, Key.ENTER);
      await shows({ message: /^We couldn't send this yet/ });
      shop.emulator.script(undefined);
      await shop.open(shop.element('variant="SKU-M"'), { head });
      const arrived = () => shop.emulator.state().profiles.some(({ emails }) => emails.includes(email));
      await shop.eventually(arrived, { timeout: 15_000 });
    });

  test("the variant is that of the moment of submitting; an answer for an earlier one is not shown", async () => {
    await form(SHIRT);
    shop.emulator.script(() => ({ kind: "delay", ms: 400 }));
    await type("#email", "jan@example.com");
    await shop.set({ variant: "SKU-L", product: "Shirt, L" });
    await click("[type=submit]");
    await shows({ message: "Sending…" });
    await shop.set({ variant: "SKU-S", product: "Shirt, S" });
    await shows({ message: undefined, fields: ["email"] });
    await shop.until(() => window.events.includes("accepted SKU-L accepted"));
    await shows({ fields: ["email"], message: undefined });
    assert.equal(await shop.run(() => window.the("#email").value), "jan@example.com");
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, S is back." });
    await shop.set({ variant: "SKU-L", product: "Shirt, L" });
    // It was answered while another one was chosen.
    await shows({ message: "We'll email you when Shirt, L is back." });
    await shop.set({ variant: "SKU-XL", product: "Shirt, XL" });
    await shows({ message: undefined, fields: ["email"] });
  });

  test("a page can edit a request, or take it over", async () => {
    await form();
    await shop.run(() => {
      addEventListener("notify-me-submit", (event) => {
        if (event.detail.request.profile.email === "stop@example.com") event.preventDefault();
        else event.detail.request.profile.externalId = "customer-7";
      });
    });
    const before = sent().length;
    await type("#email", "stop@example.com", Key.ENTER);
    await shop.until(() => window.events.includes("submit SKU-M"));
    await shows({ message: undefined, fields: ["email"] });
    assert.equal(sent().length, before);
    await shop.clear("#email");
    await type("#email", "kim@example.com", Key.ENTER);
    await shows({ message: EMAIL });
    const { profiles } = shop.emulator.state();
    assert.deepEqual(profiles.find(({ emails }) => emails.includes("kim@example.com")).externalIds, [
      "customer-7",
    ]);
  });

  test("nothing that was typed is in an address", async () => {
    const { requests } = shop.emulator.state();
    const asked = shop.site.addresses.concat(requests.map(({ path, companyId }) => `${path} ${companyId}`));
    assert.ok(requests.length > 20 && asked.some((address) => address.endsWith("core.wasm")));
    assert.deepEqual(
      asked.filter((address) => /@|%40|example/i.test(address)),
      [],
    );
    // Logs contain only the company of a query; the contract check reports any other parameter.
    const found = shop.emulator.findings().filter(({ code }) => code === "query_unknown");
    assert.deepEqual(found, []);
  });
});
