// Pages whose content has elements with the names of what scripts use: `<img name="createElement">` is
// `document.createElement`, `<input name="elements">` is `form.elements`, `<a id="BCData">` is `window.BCData`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M" product="Shirt, M"';

/** Runs in the page: puts an element there for each name that `document`, a form or a browser's `window` could have. */
function clobber() {
  window.wrong = [];
  addEventListener("error", ({ message }) => window.wrong.push(message));
  addEventListener("unhandledrejection", ({ reason }) => window.wrong.push(String(reason)));
  const create = document.createElement.bind(document);
  const { body } = document;
  addEventListener("notify-me-visible", ({ detail }) => {
    window.seen = detail.variant;
  });
  window.host = document.querySelector("notify-me");
  const forms = [...document.querySelectorAll("form")];
  const put = (place, name, attributes, ...children) => {
    const made = create(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    Node.prototype.appendChild.call(place, made);
    for (const child of children) Node.prototype.appendChild.call(made, child);
    return made;
  };
  const membersOf = (object) => {
    const names = new Set();
    for (let at = object; at; at = Object.getPrototypeOf(at))
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    return names;
  };
  const members = [...membersOf(Document.prototype)];
  for (const name of members) put(body, "img", { name });
  for (const form of forms)
    for (const name of membersOf(HTMLFormElement.prototype)) put(form, "input", { name, value: "evil" });
  // `BCData.product_attributes.v3_variant_id` of a form, and of a frame's.
  for (const id of ["jQuery", "subscribe", "Shopify", "klaviyo", "requestIdleCallback", "hyva"])
    for (const name of ["a", "a"]) put(body, name, { id, href: "https://evil.example/" });
  put(body, "form", { id: "BCData" }, put(body, "input", { name: "product_attributes", value: "evil" }));
  return ["createElement", "querySelector", "body", "addEventListener"].every(
    (name) => document[name] instanceof HTMLImageElement,
  );
}

/** Runs in the page: what scripts of the platforms have set, which elements of the same names must not hide. */
function platform() {
  const jsonConfig = { index: { "SKU-S": { 1: "2" } } };
  const widgets = {
    on() {},
    off() {},
    find: () => widgets,
    data: (name) => (name === "mage-SwatchRenderer" ? { options: { jsonConfig } } : undefined),
  };
  window.jQuery = () => widgets;
  window.BCData = { product_attributes: { v3_variant_id: "SKU-S", instock: false } };
}

inPages("<notify-me> in a page whose elements have the names of members", (shop) => {
  shop.complaints = [];
  const start = async (body, script = "/dist/element-define.js") => {
    await shop.open(body, { head: "" });
    await load(script);
  };
  const load = async (script) => {
    assert.equal(await shop.run(clobber), true);
    await shop.run((path) => window.load(path).then(() => true), script);
    await shop.until(() => window.state(window.host)?.button);
  };
  const subscribe = async (address) => {
    await shop.run(() => window.host.show());
    await shop.until(() => window.state(window.host).fields);
    await shop.run((address) => {
      const form = window.host.shadowRoot.querySelector("form");
      form.querySelector("#email").value = address;
      form.requestSubmit();
    }, address);
    await shop.until(() => window.state(window.host).again);
  };
  const variantsOf = (address) => {
    const { profiles, subscriptions } = shop.emulator.state();
    const { key } = profiles.find(({ emails }) => emails.includes(address)) ?? {};
    return subscriptions
      .filter(({ profile }) => profile === key)
      .map(({ variant }) => variant.split(":::")[2]);
  };
  const wrong = () => shop.run(() => window.wrong);

  test("it is shown, opens and subscribes according to its attributes", async () => {
    await start(shop.element(SHIRT));
    const told = await shop.run(() => window.host.explain());
    assert.deepEqual([told.variant, told.problems], ["$custom:::$default:::SKU-M", []]);
    await subscribe("clobbered@example.com");
    assert.deepEqual(variantsOf("clobbered@example.com"), ["SKU-M"]);
    assert.deepEqual(await wrong(), []);
  });

  test("inside of a form whose fields have the names of its members", async () => {
    await start(`<form lang="en" id="buy"><input name="id" value="SKU-L">${shop.element(SHIRT)}</form>`);
    await subscribe("inside@example.com");
    assert.deepEqual(variantsOf("inside@example.com"), ["SKU-M"]);
    assert.deepEqual(await wrong(), []);
  });

  test("it follows the rows of its form, and the form that has the id", async () => {
    const rows = JSON.stringify(["S", "M"].map((size) => ({ id: `SKU-${size}`, quantity: 0 })));
    await start(
      `<img id="buy" name="buy"><form id="buy"><input name="id" value="SKU-S"></form>${shop.element(`for="buy" variants='${rows}'`)}`,
    );
    await subscribe("rows@example.com");
    assert.deepEqual(variantsOf("rows@example.com"), ["SKU-S"]);
    assert.deepEqual(await wrong(), []);
  });

  const FORMS = {
    shopify: '<form action="/cart/add"><input name="id" value="SKU-S"></form>',
    woocommerce:
      '<form class="variations_form"><input name="product_id" value="1"><input name="variation_id" value="SKU-S"></form>',
    magento:
      '<form><input name="product" value="1"><select name="super_attribute[1]"><option value=""><option value="2" selected></select></form>',
    bigcommerce: '<form data-cart-item-add><input name="product_id" value="1"></form>',
  };
  for (const [name, form] of Object.entries(FORMS)) {
    test(`the adapter ${name} reads its form, and nothing else`, async () => {
      await shop.open(`${form}${shop.element(`${SHIRT} follow="${name}"`)}`, { head: "" });
      await shop.run(platform);
      await load("/dist/element-define.js");
      await shop.until(() => window.seen === "SKU-S");
      await subscribe(`${name}@example.com`);
      assert.deepEqual(variantsOf(`${name}@example.com`), ["SKU-S"]);
      assert.deepEqual(await wrong(), []);
    });
  }

  test("globals of the platforms that only elements have, and globals of other types, say nothing", async () => {
    const forms = Object.values(FORMS).join("").replace("selected", "").replaceAll("SKU-S", "");
    const body = `${forms}${shop.element(`${SHIRT} follow="${Object.keys(FORMS).join(" ")}"`)}`;
    for (const globals of [
      {},
      { jQuery: 5, BCData: "x", subscribe: 7 },
      { BCData: { product_attributes: 1 } },
    ]) {
      await shop.open(body, { head: "" });
      await shop.run((globals) => void Object.assign(window, globals), globals);
      await load("/dist/element-define.js");
      await shop.eventually(() => shop.site.asked.filter((path) => path.includes("/magento-")).length);
      const address = `globals-${Object.keys(globals).length}@example.com`;
      await subscribe(address);
      assert.deepEqual(variantsOf(address), ["SKU-M"]);
      assert.deepEqual(await wrong(), []);
    }
  });

  test("the script for a classic tag", async () => {
    await start(shop.element(SHIRT), "/dist/browser/notify-me.js");
    await subscribe("classic@example.com");
    assert.deepEqual(variantsOf("classic@example.com"), ["SKU-M"]);
    assert.deepEqual(await wrong(), []);
  });
});

inPages("<notify-me> whose attributes have the names of members", (shop) => {
  shop.complaints = [/cannot use the adapter \w+: /, /channels must be/];
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"]) {
    test(`lang and follow are ${name}: English, and a complaint in the console`, async () => {
      await shop.open(
        shop.element(`${SHIRT} lang="${name}" follow="${name}" for="${name}" channels="${name}"`),
      );
      await shop.shows({ button: "Notify me when it's back" });
      await shop.run(() => document.querySelector("notify-me").show());
      await shop.shows({ fields: ["email"] });
    });
  }

  test("names of members in texts stay text", async () => {
    await shop.open(shop.element(`${SHIRT} texts='{"button":"{constructor} {__proto__} {toString}"}'`));
    await shop.shows({ button: "{constructor} {__proto__} {toString}" });
  });
});
