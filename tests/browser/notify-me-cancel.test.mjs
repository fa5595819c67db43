// What happens to a request, and who sees its result, when the shopper leaves the form before the result is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M" product="Shirt, M"';
const ACCEPTED = "We'll email you when Shirt, M is back.";
const NOT_YET = "Alerts for this item aren't available yet. Please try again later.";
const QUEUED = /^We couldn't send this yet/;
const ROWS = `variants='${JSON.stringify([
  { id: "SKU-GONE", title: "Shirt, XS", quantity: 0 },
  { id: "SKU-M", title: "Shirt, M", quantity: 0 },
])}'`;

inPages("a form of <notify-me> that is left while it sends", (shop) => {
  const { click, events, shows, type } = shop;
  shop.complaints = [/^<notify-me variant="SKU-GONE">: variant_not_found/];

  /**
   * Opens a form. The page holds requests to Klaviyo back until `release()`: those for `variant`, or all. With a status,
   * `release` answers them. The page answers the first requests, but none for `variant`, with the statuses of `answers`.
   */
  const form = async (attributes = SHIRT, { variant = "", answers = [] } = {}) => {
    await shop.open(shop.element(attributes));
    await shop.forget();
    await shop.run(
      (variant, answers) => {
        const { fetch } = window;
        const gate = new Promise((resolve) => {
          window.release = resolve;
        });
        window.fetch = async (resource, init) => {
          const request = new Request(resource, init);
          if (!request.url.includes("/client/")) return fetch(request);
          const isHeld = (await request.clone().text()).includes(variant);
          if (answers.length && !(variant && isHeld)) return new Response("", { status: answers.shift() });
          return (isHeld && (await gate)) || fetch(request);
        };
      },
      variant,
      answers,
    );
    await click("[part=trigger]");
    await shop.until(() => window.the("[type=submit]"));
  };
  /** Opens a form and submits it. */
  const submit = async (address, attributes, options) => {
    await form(attributes, options);
    await type("#email", address);
    await click("[type=submit]");
    if (!options?.answers) await shows({ message: "Sending…" });
  };
  const reported = (event) => shop.until(`return window.events.includes(${JSON.stringify(event)})`);
  /** Closes a dialog. Browsers report that it is closed in a later task; until then, the form does not open again. */
  const closeDialog = async () => {
    const closed = async () => (await events()).filter((event) => event.startsWith("close")).length;
    const before = await closed();
    await click("[part=close]");
    await shop.eventually(async () => (await closed()) > before);
  };
  const choose = (variant, quantity = "0") =>
    shop.set({ variant, product: `Shirt, ${variant.slice(4)}`, quantity });
  const release = (status, body) =>
    shop.run(
      (status, body) => window.release(status && new Response(JSON.stringify(body), { status })),
      status,
      body,
    );
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
    await closeDialog();
    await click("[part=trigger]");
    await shows({ dialog: true, message: "Sending…" });
    await closeDialog();
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

  test("a failure in a dialog that was closed is shown when it is opened again, and only once", async () => {
    await submit("gone@example.com", 'variant="SKU-GONE" display="dialog"');
    await closeDialog();
    await release();
    await reported("rejected SKU-GONE variant_not_found");
    await click("[part=trigger]");
    await shows({ dialog: true, message: NOT_YET, fields: ["email"] });
    await closeDialog();
    await click("[part=trigger]");
    await shows({ dialog: true, message: undefined, fields: ["email"] });
  });

  test("a failure for another variant is shown on return, without moving the focus", async () => {
    await submit("refused@example.com");
    await choose("SKU-L");
    const pointer = "/data/attributes/profile/data/attributes/email";
    await release(400, { errors: [{ status: 400, code: "invalid", source: { pointer } }] });
    await reported("rejected SKU-M invalid_email");
    await shop.run(() => document.querySelector("notify-me").shadowRoot.activeElement.blur());
    await choose("SKU-M");
    const errors = ["email: Please enter an email address, such as name@example.com."];
    await shows({ errors, fields: ["email"], focus: undefined });
    await choose("SKU-L");
    await choose("SKU-M");
    await shows({ errors: undefined, fields: ["email"] });
  });

  test("a failure that came while the element was hidden is shown on return", async () => {
    await submit("hidden@example.com", 'variant="SKU-GONE" quantity="0"');
    await choose("SKU-GONE", "5");
    await release();
    await reported("rejected SKU-GONE variant_not_found");
    await choose("SKU-L");
    await shows({ message: undefined, fields: ["email"] });
    await choose("SKU-GONE");
    await shows({ message: NOT_YET, fields: ["email"] });
  });

  test("with several variants, a result is shown when the form is opened again, and only once", async () => {
    await submit("several@example.com", `variant="SKU-M" multiple ${ROWS} display="dialog"`);
    await closeDialog();
    await release();
    await reported("accepted SKU-M accepted");
    await click("[part=trigger]");
    await shows({ message: ACCEPTED, fields: undefined });
    await closeDialog();
    await click("[part=trigger]");
    await shows({ message: undefined, fields: ["variants?", "variants?", "email"] });
  });

  test("the final result of one of several variants stays, even if it is there before the others", async () => {
    await form(`variant="SKU-M" multiple ${ROWS} display="dialog"`, { variant: "SKU-M", answers: [503] });
    await click("[value=SKU-GONE]");
    await type("#email", "early@example.com");
    await click("[type=submit]");
    await reported("settled SKU-GONE variant_not_found");
    await closeDialog();
    await click("[part=trigger]");
    await shows({ message: "Sending…" });
    await release();
    await shows({ message: `Shirt, XS: ${NOT_YET}${ACCEPTED}` });
  });

  test("the final result of a queued request is shown in an element that the theme rendered meanwhile", async () => {
    await submit("queued@example.com", SHIRT, { answers: [503] });
    await shows({ message: QUEUED });
    await shop.run(() => {
      const host = document.querySelector("notify-me");
      host.close();
      host.replaceWith(host.cloneNode(true));
    });
    await click("[part=trigger]");
    await shows({ message: QUEUED });
    await release();
    await shows({ message: ACCEPTED });
  });

  for (const name of ["external-id", "profile-id", "email"]) {
    test(`a result is not shown to another shopper, by ${name}`, async () => {
      const [ann, bob] = ["email", "external-id"].includes(name)
        ? ["ann@example.com", "bob@example.com"]
        : ["01GDDKASAP8TKDDA2GRZDSVP4H", "01GDDKASAP8TKDDA2GRZDSVP4J"];
      await form(`${SHIRT} ${name}="${ann}"`);
      await release();
      await click("[type=submit]");
      await shows({ message: ACCEPTED });
      await shop.set({ [name]: bob });
      await shows({ message: undefined });
      await click("[type=submit]");
      await shows({ message: ACCEPTED });
      const sent = (await events()).filter((event) => event === "accepted SKU-M accepted");
      assert.equal(sent.length, 2);
      await shop.set({ [name]: null });
      await shows({ message: undefined });
      await shop.set({ [name]: ann });
      await shows({ message: ACCEPTED });
    });
  }
});
