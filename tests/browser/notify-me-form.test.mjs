// Forms with more than an address, and dialogs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M" product="Shirt, M"';
const CONSENT =
  '<span slot="sms-consent">I agree to texts from Harbor. <a href="/terms">Terms</a></span><a href="/contact">Write</a>';
const VARIANTS = JSON.stringify([
  { id: "SKU-S", title: "Shirt, S", inventory_quantity: 0 },
  { id: "SKU-M", title: "Shirt, M", inventory_quantity: 3 },
  { id: "SKU-L", title: "Shirt, L", inventory_quantity: 0 },
  { id: "SKU-XL", title: "Shirt, XL", inventory_quantity: -1 },
]);

inPages("the form of <notify-me>", (shop) => {
  const { click, events, shows, type } = shop;
  shop.complaints = [/(SMS|WHATSAPP) is not offered/, /^<notify-me variant=/, /the value is ignored/];
  const form = async (attributes, content) => {
    await shop.open(shop.element(attributes, content));
    await click("[part=trigger]");
    await shop.until(() => window.state().fields ?? window.state().message);
  };
  /** The last subscription and consents of an address or a number. */
  const heard = (identifier) => {
    const { profiles, subscriptions, consents } = shop.emulator.state();
    const { key } =
      profiles.find(({ emails, phoneNumbers }) => [...emails, ...phoneNumbers].includes(identifier)) ?? {};
    const mine = (list) => list.filter(({ profile }) => profile === key);
    return {
      subscriptions: mine(subscriptions).map(
        ({ variant, channels }) => `${variant.split(":::")[2]} ${channels}`,
      ),
      consents: mine(consents).map(({ channel, listId }) => `${channel} ${listId}`),
    };
  };
  const tick = (css) => click(css);
  const ticked = () =>
    shop.run(() =>
      Array.from(
        document.querySelector("notify-me").shadowRoot.querySelectorAll(":checked"),
        (box) => box.value,
      ),
    );

  test("a dialog: it has a name, takes the focus, and gives it back", async () => {
    await form(`${SHIRT} display="dialog"`);
    assert.deepEqual(await shows({ dialog: true }), {
      button: "Notify me when it's back",
      dialog: true,
      heading: "Notify me when Shirt, M is back",
      fields: ["email"],
      focus: "email",
    });
    await shop.press(Key.ESCAPE);
    await shows({ dialog: undefined, fields: undefined, focus: "trigger" });
    // The dialog's `close` event, which sets it, follows its closing.
    await shop.until(() => !document.querySelector("notify-me").open);
    await shop.press(Key.ENTER);
    await shows({ dialog: true, focus: "email" });
    await click("[part=close]");
    await shows({ dialog: undefined });
    await click("[part=trigger]");
    await shows({ dialog: true });
    await type("#email", "dialog@example.com", Key.ENTER);
    await shows({
      message: "We'll email you when Shirt, M is back.",
      focus: "message",
      button: "Notify me when it's back",
    });
    await click("[part=close]");
    await shows({ dialog: undefined, message: undefined });
    await click("[part=trigger]");
    await shows({ dialog: true, message: "We'll email you when Shirt, M is back." });
    const told = await events();
    assert.deepEqual(
      told.filter((event) => /open|close/.test(event)),
      Array(4).fill(["open SKU-M", "close SKU-M"]).flat().slice(0, 7),
    );
  });

  test("a click beside the dialog closes it, one in it does not", async () => {
    await form(`${SHIRT} display="dialog"`);
    const at = (x, y) => shop.browser.driver.actions().move({ x, y }).click().perform();
    await click("h2");
    await shows({ dialog: true });
    await at(5, 5);
    await shows({ dialog: undefined });
  });

  test("channels: the first is selected, and each has its own field", async () => {
    await form(
      `${SHIRT} channels="EMAIL SMS WHATSAPP" whatsapp-consent="recorded" list-id="LIST1" country="US"`,
      CONSENT,
    );
    await shows({ fields: ["channels?", "channels?", "channels?", "email"] });
    assert.deepEqual(await ticked(), ["EMAIL"]);
    await tick('[value="SMS"]');
    await shows({ fields: ["channels?", "channels?", "channels?", "email", "phone", "sms-consent?"] });
    await tick('[value="EMAIL"]');
    await shows({ fields: ["channels?", "channels?", "channels?", "phone", "sms-consent?"] });
    await tick('[value="SMS"]');
    await shop.press(Key.TAB);
    await click("[type=submit]");
    await shows({ errors: ["channels: Please choose at least one."], focus: "channels" });
    await tick('[value="WHATSAPP"]');
    await type("#phone", "(415) 555-2671", Key.ENTER);
    await shows({ message: "We'll message you on WhatsApp when Shirt, M is back." });
    assert.deepEqual(heard("+14155552671"), { subscriptions: ["SKU-M WHATSAPP"], consents: [] });
  });

  test("text messages: the consent text is the page's, and consent is sent first", async () => {
    await form(`${SHIRT} channels="SMS" list-id="LIST1"`, CONSENT);
    await shows({ fields: ["phone", "sms-consent?"] });
    assert.deepEqual(await ticked(), []);
    await type("#phone", "+15005550006", Key.ENTER);
    await shows({
      errors: ["sms-consent: Please check this box to get text messages."],
      focus: "sms-consent",
    });
    assert.deepEqual(heard("+15005550006"), { subscriptions: [], consents: [] });
    await shop.press(Key.SPACE);
    await click("[type=submit]");
    await shows({ message: "We'll text you when Shirt, M is back.", again: "Use a different number" });
    assert.deepEqual(heard("+15005550006"), { subscriptions: ["SKU-M SMS"], consents: ["sms LIST1"] });
  });

  test("an invalid number, and a national number without a country", async () => {
    await form(`${SHIRT} channels="SMS" sms-consent="recorded"`);
    await shows({ fields: ["phone"] });
    for (const number of ["call me", "415 555 2671", ""]) {
      await shop.clear("#phone");
      await type("#phone", number, Key.ENTER);
      await shows({
        errors: [
          "phone: Please enter a phone number. If it's from another country, start with + and the country code.",
        ],
        focus: "phone",
      });
    }
    await shop.set({ country: "US" });
    await shop.clear("#phone");
    await type("#phone", "415 555 2672", Key.ENTER);
    await shows({ message: "We'll text you when Shirt, M is back." });
    assert.deepEqual(heard("+14155552672"), { subscriptions: ["SKU-M SMS"], consents: [] });
  });

  test("a country to choose, by the names of the language", async () => {
    await form(
      `${SHIRT} channels="WHATSAPP" whatsapp-consent="recorded" countries="DE AT US" country="AT" lang="de"`,
    );
    await shows({ fields: ["country", "phone"] });
    const names = await shop.run(() =>
      Array.from(window.the("#country").options, ({ text, selected }) => text + (selected ? "*" : "")),
    );
    assert.deepEqual(names, ["Deutschland", "Österreich*", "Vereinigte Staaten"]);
    await shop.run(() => {
      window.the("#country").value = "US";
      window.the("#country").dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    });
    await type("#phone", "(415) 555-2673", Key.ENTER);
    await shows({ message: "Wir schreiben dir auf WhatsApp, wenn Shirt, M wieder da ist." });
    assert.deepEqual(heard("+14155552673").subscriptions, ["SKU-M WHATSAPP"]);
  });

  test("without a list or a consent text, SMS is not offered; one console warning", async () => {
    await shop.browser.console();
    for (const [attributes, content] of [
      ['channels="EMAIL SMS" list-id="LIST1"', "<a>Write</a>"],
      ['channels="EMAIL SMS"', CONSENT],
      ['channels="SMS"', "<a>Write</a>"],
    ]) {
      await form(`${SHIRT} ${attributes}`, content);
      await shows({ fields: ["email"] });
      await shop.set({ product: "Shirt" });
      const told = (await shop.browser.console()).map(({ text }) => text);
      assert.deepEqual(told, [
        '<notify-me>: SMS is not offered; it needs list-id and a consent text in <span slot="sms-consent">',
      ]);
    }
  });

  const WHATSAPP = '<span slot="whatsapp-consent">I agree to WhatsApp messages from Harbor.</span>';

  test("WhatsApp: the consent text is the page's, and consent is sent first", async () => {
    await form(`${SHIRT} channels="WHATSAPP" list-id="LIST1"`, WHATSAPP);
    await shows({ fields: ["phone", "whatsapp-consent?"] });
    assert.deepEqual(await ticked(), []);
    await type("#phone", "+15005550007", Key.ENTER);
    await shows({
      errors: ["whatsapp-consent: Please check this box to get WhatsApp messages."],
      focus: "whatsapp-consent",
    });
    assert.deepEqual(heard("+15005550007"), { subscriptions: [], consents: [] });
    await shop.press(Key.SPACE);
    await click("[type=submit]");
    await shows({ message: "We'll message you on WhatsApp when Shirt, M is back." });
    assert.deepEqual(heard("+15005550007"), {
      subscriptions: ["SKU-M WHATSAPP"],
      consents: ["whatsapp LIST1"],
    });
  });

  test("SMS and WhatsApp: each has its box, which shows with its channel, and each is recorded", async () => {
    await form(`${SHIRT} channels="EMAIL SMS WHATSAPP" list-id="LIST1"`, CONSENT + WHATSAPP);
    const boxes = ["channels?", "channels?", "channels?"];
    await shows({ fields: [...boxes, "email"] });
    await tick('[value="WHATSAPP"]');
    await shows({ fields: [...boxes, "email", "phone", "whatsapp-consent?"] });
    await tick('[value="SMS"]');
    await shows({ fields: [...boxes, "email", "phone", "sms-consent?", "whatsapp-consent?"] });
    await tick('[value="EMAIL"]');
    await tick("#sms-consent");
    await type("#phone", "+15005550008", Key.ENTER);
    await shows({ errors: ["whatsapp-consent: Please check this box to get WhatsApp messages."] });
    await tick("#whatsapp-consent");
    await click("[type=submit]");
    await shows({ message: "We'll let you know when Shirt, M is back." });
    const { subscriptions, consents } = heard("+15005550008");
    assert.deepEqual(subscriptions, ["SKU-M SMS,WHATSAPP"]);
    assert.deepEqual(consents.sort(), ["sms LIST1", "whatsapp LIST1"]);
  });

  test("WhatsApp consent that the page recorded before needs no box", async () => {
    await form(`${SHIRT} channels="WHATSAPP" whatsapp-consent="recorded"`, WHATSAPP);
    await shows({ fields: ["phone"] });
    await type("#phone", "+15005550009", Key.ENTER);
    await shows({ message: "We'll message you on WhatsApp when Shirt, M is back." });
    assert.deepEqual(heard("+15005550009"), { subscriptions: ["SKU-M WHATSAPP"], consents: [] });
  });

  test("a request that the page edits: the box of the channel without consent is named", async () => {
    await form(`${SHIRT} channels="WHATSAPP" list-id="LIST1"`, WHATSAPP);
    await shop.run(() => {
      addEventListener("notify-me-submit", ({ detail }) => delete detail.request.marketing, { once: true });
    });
    await tick("#whatsapp-consent");
    await type("#phone", "+15005550010", Key.ENTER);
    await shows({ errors: ["whatsapp-consent: Please check this box to get WhatsApp messages."] });
  });

  test("values that cannot be used are ignored and named once, and the form works", async () => {
    await shop.browser.console();
    const wrong = {
      channels: "EMAIL FAX WHATSAPP",
      "whatsapp-consent": "yes, recorded",
      countries: "USA1 XX DE",
      country: "USA",
      display: "popup",
      timeout: "soon",
      outbox: "weekly",
      "minimum-time": "x",
      "cool-down": "-1",
      variants: '[1, "x", null, []]',
    };
    // Set later: in WebKit, the console is heard only once the page is there.
    await shop.open(shop.element(`${SHIRT} list-id="LIST1"`, WHATSAPP));
    await shop.set(wrong);
    await click("[part=trigger]");
    await shows({ fields: ["channels?", "channels?", "email"], dialog: undefined });
    await tick('[value="WHATSAPP"]');
    await shows({ fields: ["channels?", "channels?", "email", "country", "phone", "whatsapp-consent?"] });
    const countries = await shop.run(() => Array.from(window.the("#country").options, ({ value }) => value));
    assert.deepEqual(countries, ["DE"]);
    await shop.run(() => {
      const host = document.querySelector("notify-me");
      host.close();
      return host.show();
    });
    await type("#email", "wrong@example.com", Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.deepEqual(heard("wrong@example.com").subscriptions, ["SKU-M EMAIL"]);
    const told = (await shop.browser.console()).map(({ text }) => text).sort();
    assert.deepEqual(told, [
      "<notify-me>: channels must be EMAIL, SMS, WHATSAPP or PUSH; the value is ignored",
      "<notify-me>: cool-down must be a number of seconds; the value is ignored",
      "<notify-me>: countries must be ISO codes of countries, such as US CA; the value is ignored",
      "<notify-me>: country must be the ISO code of a country, such as US; the value is ignored",
      "<notify-me>: display must be inline or dialog; the value is ignored",
      "<notify-me>: minimum-time must be a number of seconds; the value is ignored",
      "<notify-me>: outbox must be false, or a number of days above 0; the value is ignored",
      "<notify-me>: timeout must be a number of milliseconds above 0; the value is ignored",
      "<notify-me>: whatsapp-consent must be recorded; the value is ignored",
    ]);
    const { problems } = await shop.run(() => document.querySelector("notify-me").explain());
    assert.equal(problems.filter((problem) => / must be /.test(problem)).length, 9);
  });

  test("newsletter: never preselected, signed up if selected, and its failure is reported separately", async () => {
    await form(`${SHIRT} newsletter list-id="LIST2"`);
    await shows({ fields: ["email", "newsletter?"] });
    assert.deepEqual(await ticked(), []);
    await type("#email", "without@example.com", Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.deepEqual(heard("without@example.com").consents, []);
    await click("[part=again]");
    await shop.clear("#email");
    await type("#email", "with@example.com");
    await tick("#newsletter");
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.deepEqual(heard("with@example.com"), {
      subscriptions: ["SKU-M EMAIL"],
      consents: ["email LIST2"],
    });
    await click("[part=again]");
    await shop.clear("#email");
    await type("#email", "half@example.com");
    shop.emulator.script(({ path }) =>
      path === "/client/subscriptions" ? { kind: "status", status: 401 } : undefined,
    );
    await click("[type=submit]");
    await shows({
      message: "We'll email you when Shirt, M is back. We couldn't sign you up for the newsletter.",
    });
    shop.emulator.script(undefined);
  });

  test("without a list there is no newsletter", async () => {
    await form(`${SHIRT} newsletter`);
    await shows({ fields: ["email"] });
  });

  test("several variants: sold-out ones can be selected; one request and one outcome each", async () => {
    await form(`variant="SKU-L" multiple variants='${VARIANTS}'`);
    await shows({ fields: ["variants?", "variants?", "variants?", "email"] });
    assert.deepEqual(await ticked(), ["SKU-L"]);
    await tick('[value="SKU-L"]');
    await type("#email", "many@example.com", Key.ENTER);
    await shows({ errors: ["variants: Please choose at least one."], focus: "variants" });
    await tick('[value="SKU-S"]');
    await tick('[value="SKU-XL"]');
    shop.emulator.script(({ body }) =>
      JSON.stringify(body).includes("SKU-XL") ? { kind: "status", status: 401 } : undefined,
    );
    await click("[type=submit]");
    await shows({ fields: ["variants?", "variants?", "variants?", "email"] });
    const items = () =>
      shop.run(() =>
        Array.from(
          document.querySelector("notify-me").shadowRoot.querySelectorAll("li"),
          (item) => item.textContent,
        ),
      );
    await shop.eventually(async () => (await items()).length === 2);
    assert.deepEqual(await items(), [
      "We'll email you when Shirt, S is back.",
      "Shirt, XL: Sorry, alerts for this item aren't available right now.",
    ]);
    // What is done need not be done again.
    assert.deepEqual(await ticked(), ["SKU-XL"]);
    assert.deepEqual(heard("many@example.com").subscriptions, ["SKU-S EMAIL"]);
    shop.emulator.script(undefined);
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, XL is back." });
    assert.deepEqual(heard("many@example.com").subscriptions, ["SKU-S EMAIL", "SKU-XL EMAIL"]);
  });

  test("the button shows as long as any of several is sold out", async () => {
    await shop.open(shop.element(`variant="SKU-M" multiple variants='${VARIANTS}'`));
    await shows({ button: "Notify me when it's back" });
    await shop.set({ variants: '[{"id":"SKU-M","quantity":3}]' });
    await shows({ button: undefined });
  });

  test("prefills the form for a logged-in shopper without replacing input", async () => {
    await form(`${SHIRT} email="known@example.com"`);
    assert.equal(await shop.run(() => window.the("#email").value), "known@example.com");
    await shop.clear("#email");
    await type("#email", "other@example.com");
    await shop.set({ variant: "SKU-L", email: "third@example.com" });
    assert.equal(await shop.run(() => window.the("#email").value), "other@example.com");
    await click("[type=submit]");
    await shows({ message: /email you when/ });
    assert.deepEqual(heard("other@example.com").subscriptions, ["SKU-L EMAIL"]);
  });

  test("one click is enough if nothing is missing, and the text names the address", async () => {
    await shop.open(shop.element(`${SHIRT} one-click email="one@example.com"`));
    await shows({ button: "Notify me at one@example.com" });
    await click("[part=trigger]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.deepEqual(heard("one@example.com").subscriptions, ["SKU-M EMAIL"]);
    await shop.open(shop.element(`${SHIRT} one-click`));
    await click("[part=trigger]");
    await shows({ fields: ["email"], message: undefined });
    await shop.open(shop.element(`${SHIRT} one-click newsletter list-id="L" email="one@example.com"`));
    await click("[part=trigger]");
    await shows({ fields: ["email", "newsletter?"], message: undefined });
  });

  test("a shopper with an id needs no address", async () => {
    await shop.open(shop.element(`${SHIRT} one-click external-id="customer-1"`));
    await click("[part=trigger]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.equal(await shop.run(() => window.state().again), null, "with what other address?");
    const { profiles, subscriptions } = shop.emulator.state();
    const { key } = profiles.find(({ externalIds }) => externalIds.includes("customer-1"));
    assert.deepEqual(
      subscriptions.filter(({ profile }) => profile === key).map(({ channels }) => channels),
      [["EMAIL"]],
    );
  });

  test("a form without contact fields offers no other number; one with variants offers others", async () => {
    const again = () => shop.run(() => window.state().again);
    await form(`${SHIRT} external-id="customer-3" channels="EMAIL SMS" sms-consent="recorded" honeypot`);
    await shows({ fields: ["channels?", "channels?", "reference"] });
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.equal(await again(), null);
    await form(`variant="SKU-L" multiple variants='${VARIANTS}' external-id="customer-4"`);
    await shows({ fields: ["variants?", "variants?", "variants?"] });
    await click("[type=submit]");
    await shows({ message: /^We'll email you when .* is back\.$/, again: "Notify me when it's back" });
    await click("[part=again]");
    await shows({ fields: ["variants?", "variants?", "variants?"], message: undefined });
  });

  test("a shopper with an id may skip the newsletter and its address", async () => {
    await form(`${SHIRT} external-id="customer-2" newsletter list-id="L1"`);
    await shows({ fields: ["email", "newsletter?"] });
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    const { profiles } = shop.emulator.state();
    assert.deepEqual(profiles.find(({ externalIds }) => externalIds.includes("customer-2")).emails, []);
  });

  test("attributes for autofill, password managers and phone keyboards", async () => {
    await form(`${SHIRT} channels="EMAIL WHATSAPP" whatsapp-consent="recorded"`);
    const found = await shop.run(() =>
      ["email", "phone"].map((id) => {
        const { name, type, inputMode, autocomplete, form, labels } = window.the(`#${id}`);
        return [name, type, inputMode, autocomplete, form.localName, labels[0].textContent];
      }),
    );
    assert.deepEqual(found, [
      ["email", "email", "email", "email", "form", "Email address"],
      ["phone", "tel", "tel", "tel", "form", "Phone number"],
    ]);
  });

  test("a surrounding form is not disturbed: Enter does not submit it, and no input event reaches it", async () => {
    await shop.open(
      `<form id="around" action="/elsewhere"><input name="id" value="1">${shop.element(SHIRT)}<button>Buy</button></form>`,
    );
    await shop.run(() => {
      window.heard = [];
      for (const type of ["submit", "input", "change", "reset", "invalid"]) {
        document
          .querySelector("#around")
          .addEventListener(type, ({ target }) => window.heard.push(`${type} ${target.localName}`));
      }
    });
    await click("[part=trigger]");
    await type("#email", "inner@example.com", Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.deepEqual(await shop.run(() => window.heard), []);
    assert.deepEqual(await shop.run(() => [...new FormData(document.querySelector("#around")).keys()]), [
      "id",
    ]);
  });

  test("friction against programs, off by default", async () => {
    await form(`${SHIRT} honeypot minimum-time="1" cool-down="2"`);
    const quick = "Please wait a moment and try again.";
    await shows({ fields: ["email", "reference"] });
    await type("#email", "human@example.com", Key.ENTER);
    await shows({ message: quick, fields: ["email", "reference"] });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await shop.run(() => {
      window.the("[name=reference]").value = "http://spam.example";
    });
    await click("[type=submit]");
    await shows({ message: quick });
    assert.deepEqual(heard("human@example.com").subscriptions, []);
    await shop.run(() => {
      window.the("[name=reference]").value = "";
    });
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    await click("[part=again]");
    await click("[type=submit]");
    await shows({ message: quick });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await click("[type=submit]");
    await shows({ message: /We'll email you when Shirt, M is back./ });
  });

  test("texts of the page's own, by attribute and property", async () => {
    await form(`${SHIRT} texts='{"button":"Tell me","submit":"Yes, {product}"}'`);
    await shows({ fields: ["email"] });
    assert.equal(await shop.run(() => window.the("[type=submit]").textContent), "Yes, {product}");
    await shop.run(() => {
      const host = document.querySelector("notify-me");
      host.texts = { submit: "Go", acceptedEmail: "See you when {product} comes." };
      host.close();
      return host.show();
    });
    assert.equal(await shop.run(() => window.the("[type=submit]").textContent), "Go");
    await type("#email", "texts@example.com", Key.ENTER);
    await shows({ message: "See you when Shirt, M comes." });
  });

  test("words of the page around the fields", async () => {
    await form(
      SHIRT,
      '<p slot="intro">Soon again.</p><p slot="footer">We write once.</p><a href="/contact">Write</a>',
    );
    const seen = await shop.run(() =>
      Array.from(
        document.querySelectorAll("notify-me [slot]"),
        (one) => one.checkVisibility() && one.getClientRects().length > 0,
      ),
    );
    assert.deepEqual(seen, [true, true]);
  });
});
