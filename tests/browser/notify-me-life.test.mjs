// When <notify-me> shows, what it follows, and how it lives in pages that change around it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { eventually, Key } from "./driver.mjs";
import { inPages, SCRIPT } from "./notify-me.setup.mjs";

const BUTTON = "Notify me when it's back";
const SHIRT = 'variant="SKU-M" product="Shirt, M"';
const ROWS = [
  { id: "SKU-S", title: "Shirt, S", inventory_quantity: 0 },
  { id: "SKU-M", title: "Shirt, M", inventory_quantity: 3, tags: ["summer"] },
  { id: "SKU-L", title: "Shirt, L", inventory_quantity: 0, inventory_policy: "continue" },
  { id: "SKU-XL", title: "Shirt, XL", available: false },
];
const DATA = `<script type="application/json">${JSON.stringify(ROWS)}</script><a href="/contact">Write</a>`;
const SIZES = `<form id="product"><select name="id">${ROWS.map(({ id }) => `<option>${id}</option>`).join("")}</select></form>`;

inPages("the life of <notify-me>", (shop) => {
  const { click, events, shows, state, type } = shop;
  shop.complaints = [/^<notify-me/, /did not load/, /dynamically imported|module script/i];
  const open = (attributes = SHIRT, content = undefined, options = undefined) =>
    shop.open(shop.element(attributes, content), options);
  const form = async (...values) => {
    await open(...values);
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
  };
  /** Whether the element shows, by its attributes. */
  const visible = async (attributes) => {
    await shop.set(attributes);
    await shop.run("await new Promise((resolve) => setTimeout(resolve))");
    return shop.run(() =>
      Boolean(document.querySelector("notify-me").getClientRects().length && window.state().button),
    );
  };

  test("it shows when it should, and hides against the theme", async () => {
    await open(SHIRT, undefined, { head: `${SCRIPT}<link rel="stylesheet" href="/flex.css">` });
    for (const [attributes, expected] of [
      [{}, true],
      [{ quantity: "5" }, false],
      [{ quantity: "0" }, true],
      [{ policy: "1" }, true],
      [{ policy: "continue" }, false],
      [{ "show-when-continue": "" }, true],
      [{ policy: null, available: "true", "show-when-continue": null }, false],
      [{ available: "false" }, true],
      [{ quantity: "3", threshold: "5" }, true],
      [{ quantity: null, threshold: null }, true],
      [{ "hide-when-unmanaged": "" }, false],
      [{ "hide-when-unmanaged": "false" }, true],
      [{ tags: "Summer", "exclude-tags": "summer, sale" }, false],
      [{ "exclude-tags": null, "include-tags": "summer" }, true],
      [{ preorder: "", available: null, quantity: "0" }, true],
      [{ "hide-when-preorder": "" }, false],
      [{ preorder: null }, true],
      [{ hidden: "" }, false],
      [{ hidden: null }, true],
      [{ variant: "" }, false],
    ]) {
      assert.equal(await visible(attributes), expected, JSON.stringify(attributes));
    }
  });

  test("an event reports that it is shown, once per variant", async () => {
    await open(`${SHIRT} quantity="0"`);
    await shop.set({ product: "Shirt", quantity: "-1" });
    await shop.set({ quantity: "5" });
    await visible({ quantity: "0" });
    await visible({ variant: "SKU-L" });
    assert.deepEqual(await events(), ["visible SKU-M", "visible SKU-M", "visible SKU-L"]);
  });

  test("the event fires with several variants and none chosen", async () => {
    await open(`multiple variants='[{"id":"SKU-S","quantity":0},{"id":"SKU-M","quantity":3}]'`);
    assert.deepEqual(
      (await events()).map((event) => event.trim()),
      ["visible"],
    );
  });

  test("attributes are properties, and values set before the script ran are used", async () => {
    await open('id="late"', undefined, { head: '<script src="/late.js"></script>' });
    const found = await shop.run(async () => {
      const host = document.querySelector("notify-me");
      Object.assign(host, {
        variant: "SKU-M",
        quantity: 0,
        channels: ["EMAIL", "WHATSAPP"],
        multiple: false,
        available: false,
      });
      await import("/dist/element-define.js");
      const attributes = ["variant", "quantity", "channels", "multiple", "available"].map((name) =>
        host.getAttribute(name),
      );
      host.oneClick = true;
      host.companyId = null;
      return [attributes, host.oneClick, host.hasAttribute("company-id"), host.quantity, host.tags];
    });
    assert.deepEqual(found, [["SKU-M", "0", "EMAIL,WHATSAPP", null, "false"], true, false, "0", null]);
    await shows({ button: BUTTON });
  });

  test("it follows the form and the address by its rows", async () => {
    await shop.open(`${SIZES}${shop.element('for="product"', DATA)}`);
    const choose = (value) =>
      shop.run((value) => {
        const select = document.querySelector("select");
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }, value);
    await shows({ button: BUTTON });
    await choose("SKU-M");
    await shows({ button: undefined });
    await choose("SKU-L");
    await shows({ button: undefined });
    await choose("SKU-XL");
    await shows({ button: BUTTON });
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await choose("SKU-S");
    await type("#email", "rows@example.com", Key.ENTER);
    await shows({ message: "We'll email you when Shirt, S is back." });
    await shop.run(() => history.pushState(null, "", "?variant=SKU-M"));
    await shows({ message: undefined, fields: undefined });
    await shop.run(() => history.pushState(null, "", "?variant=SKU-XL"));
    await shows({ fields: ["email"] });
    await shop.run(() => history.back());
    await shows({ fields: undefined });
    // Of another product, nothing is known here.
    await shop.run(() => history.pushState(null, "", "?variant=HAT-1"));
    await choose("HAT-1");
    await shows({ fields: undefined });
  });

  test("rows as a property; an attribute that changes later counts more than what was chosen", async () => {
    await shop.open(`<form><input type="hidden" name="id" value="SKU-S">${shop.element("")}</form>`);
    await shop.run((rows) => {
      document.querySelector("notify-me").variants = rows;
    }, ROWS);
    await shows({ button: BUTTON });
    await shop.run(() => {
      document.querySelector("[name=id]").value = "SKU-M";
    });
    await shows({ button: undefined });
    await shop.set({ variant: "SKU-S" });
    await shows({ button: BUTTON });
  });

  test("rows in the names of Shopify's APIs: what is in stock, not tracked or on backorder does not show", async () => {
    const gid = (id) => `gid://shopify/ProductVariant/${id}`;
    const rows = [
      { id: "41", availableForSale: true, quantityAvailable: 3 },
      { id: gid(42), availableForSale: false, quantityAvailable: 0, title: "M", product: { title: "Shirt" } },
      {
        id: 43,
        available: true,
        inventory_management: null,
        inventory_quantity: 0,
        inventory_policy: "deny",
      },
      { id: gid(44), availableForSale: true, quantityAvailable: -1, currentlyNotInStock: true },
    ];
    const script = `<script type="application/json">${JSON.stringify(["not a row", 5, ...rows])}</script>`;
    await shop.open(shop.element("", script));
    const found = [];
    for (const [index, variant] of ["41", "42", "43", "44"].entries()) {
      await shop.run((id) => history.pushState(null, "", `?variant=${id}`), variant);
      await shows({ button: index === 1 ? BUTTON : undefined });
      found.push(
        await shop.run(async () => {
          const { variant, reason } = await document.querySelector("notify-me").explain();
          return `${variant} ${reason}`;
        }),
      );
    }
    assert.deepEqual(found, [
      "$custom:::$default:::41 in_stock",
      "$custom:::$default:::42 out_of_stock",
      "$custom:::$default:::43 in_stock",
      "$custom:::$default:::44 continues",
    ]);
  });

  test("unknown adapters and invalid JSON are reported", async () => {
    await shop.browser.console();
    await open();
    await shop.set({ follow: "nothing", variants: "{" });
    await shows({ button: BUTTON });
    const told = new Set();
    await shop.eventually(async () => {
      for (const { text } of await shop.browser.console()) told.add(text);
      return told.size >= 2;
    });
    assert.deepEqual([...told].sort(), [
      "<notify-me>: cannot use the adapter nothing: unknown adapter; available: bigcommerce, form, magento, shopify, woocommerce",
      "<notify-me>: variants is not valid JSON",
    ]);
  });

  test("the form is loaded on first interest, and only once", async () => {
    const one = (_, index) => shop.element(`variant="SKU-${index}" quantity="0"`);
    // A company without a database: otherwise the page would look for queued requests.
    const many = Array.from({ length: 500 }, one).join("").replaceAll("ABC123", "NEW001");
    const from = shop.site.asked.length;
    await shop.open(many, { head: `<script src="/listeners.js"></script>${SCRIPT}` });
    await shop.run("await new Promise((resolve) => setTimeout(resolve, 300))");
    const asked = () => shop.site.asked.slice(from).filter((path) => path.startsWith("/dist/"));
    const before = asked();
    assert.ok(!before.some((path) => /wasm|form|outbox/.test(path)), before.join());
    const { own, page } = await shop.run(() => window.listeners());
    assert.ok(own <= 500, `${own} listeners of elements`);
    // WebKit's driver cannot collect complaints from outside: the test adds three listeners of its own.
    const collecting = shop.engine === "webkit" ? 3 : 0;
    assert.ok(page - collecting <= 3, `${page} listeners of the page`);
    const hosts = await shop.browser.driver.findElements({ css: "notify-me" });
    for (const host of [hosts[0], hosts[1], hosts[2]])
      await shop.browser.driver.actions().move({ origin: host }).perform();
    await shop.until(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.endsWith("core.wasm")),
    );
    await shop.run(() => {
      for (const host of document.querySelectorAll("notify-me"))
        host.shadowRoot.querySelector("button").focus();
    });
    await shop.run("await new Promise((resolve) => setTimeout(resolve, 300))");
    const after = asked().slice(before.length);
    assert.deepEqual(after.filter((path) => path.endsWith("core.wasm")).length, 1, after.join());
    assert.equal(new Set(after).size, after.length, after.join());
    assert.ok(!after.some((path) => /outbox/.test(path)), after.join());
  });

  test("a slow network: the button is busy, and a second press does not open the form twice", async () => {
    const go = shop.site.hold(/notify-me-form-\w+\.js$/);
    await open();
    await click("[part=trigger]");
    await shows({ button: "One moment…" });
    assert.equal(await shop.run(() => window.the("button").getAttribute("aria-disabled")), "true");
    await click("[part=trigger]");
    go();
    await shows({ fields: ["email"], focus: "email" });
    assert.deepEqual(await events(), ["visible SKU-M", "open SKU-M"]);
    const on = shop.site.hold(/core\.wasm$/);
    await open();
    await click("[part=trigger]");
    await type("#email", "slow@example.com", Key.ENTER);
    await shows({ message: "Sending…" });
    on();
    await shows({ message: "We'll email you when Shirt, M is back." });
  });

  test("the request is for the variant selected at submit, however slow the network is", async () => {
    const on = shop.site.hold(/core\.wasm$/);
    await form();
    await type("#email", "steady@example.com", Key.ENTER);
    await shows({ message: "Sending…" });
    // The theme goes on to a variant in stock, for which the element does not show.
    await shop.set({ variant: "SKU-L", quantity: "5" });
    on();
    const sent = () => {
      const { profiles, subscriptions } = shop.emulator.state();
      const profile = profiles.find(({ emails }) => emails.includes("steady@example.com"));
      return subscriptions.filter((one) => profile?.key === one.profile).map(({ variant }) => variant);
    };
    await eventually(() => sent().length > 0, { message: "the request arrived" });
    assert.deepEqual(sent(), ["$custom:::$default:::SKU-M"]);
  });

  test("a module that never comes ends in words, and not in a form that is busy for ever", async () => {
    const on = shop.site.hold(/core\.wasm$/);
    await form(`${SHIRT} timeout="200"`);
    await type("#email", "stalled@example.com", Key.ENTER);
    await shows({ message: /try again/i, fields: ["email"] });
    on();
  });

  test("a form that was closed while its script came does not open", async () => {
    const go = shop.site.hold(/extended-fields-\w+\.js$/);
    await open(`${SHIRT} newsletter list-id="L1"`);
    await shop.run(() => {
      document.querySelector("notify-me").open = true;
    });
    await eventually(() => shop.site.asked.some((path) => /extended-fields-\w+\.js$/.test(path)), {
      message: "it loads",
    });
    await shop.run(() => {
      document.querySelector("notify-me").open = false;
    });
    go();
    await shop.run("await new Promise((resolve) => setTimeout(resolve, 300))");
    await shows({ fields: undefined, button: BUTTON });
  });

  test("the form cannot be loaded: an error, the page's fallback content, and a retry on the next press", async () => {
    const repair = shop.site.fail(/notify-me-form-\w+\.js$/);
    await open();
    await click("[part=trigger]");
    await shows({ message: "We couldn't load this. Please try again.", button: BUTTON, fallback: true });
    repair();
    // Firefox remembers for the whole page that a script did not come.
    if (shop.engine === "firefox") await open();
    await click("[part=trigger]");
    await shows({ fields: ["email"], message: undefined, fallback: undefined });
  });

  test("the module cannot be loaded: an error, and a retry on the next attempt", async () => {
    const repair = shop.site.fail(/core\.wasm$/);
    await form();
    await type("#email", "wasm@example.com", Key.ENTER);
    await shows({
      message: "We couldn't load this. Please try again.",
      fallback: true,
      fields: ["email"],
    });
    assert.equal((await events()).at(-1), "rejected SKU-M load_failed");
    repair();
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, M is back.", fallback: undefined });
  });

  test("where WebAssembly is forbidden, all is the same", async () => {
    await form(SHIRT, undefined, { wasm: false });
    await type("#email", "plain@gmial.com");
    await shows({ hint: "Did you mean plain@gmail.com?" });
    await click("[part=suggestion]");
    await click("[type=submit]");
    await shows({ message: "We'll email you when Shirt, M is back." });
    shop.complaints.push(/wasm|WebAssembly|script-src/i);
  });

  for (const [name, swap] of Object.entries({
    "removed, and another put in its place": (next, host) => {
      host.remove();
      document.querySelector("#section").append(next);
    },
    "another one put in before it, and then it is hidden and removed": (next, host) => {
      host.before(next);
      host.style.setProperty("display", "none");
      setTimeout(() => host.remove(), 300);
    },
    "all around it replaced": (next, host) => {
      const section = host.parentElement.cloneNode();
      section.append(next);
      host.parentElement.replaceWith(section);
    },
  })) {
    test(`rendered again (${name}): input, selection and open state persist for the new variant`, async () => {
      for (const display of ["inline", "dialog"]) {
        await shop.open(
          `<div id="section">${shop.element(`${SHIRT} display="${display}" newsletter list-id="L"`)}</div>`,
        );
        await click("[part=trigger]");
        await type("#email", "again@example.c");
        await click("#newsletter");
        await shop.run(() => window.the("#email").focus());
        await shop.run(
          `const host = document.querySelector("notify-me");
           const next = host.cloneNode(true);
           next.setAttribute("variant", "SKU-L");
           next.setAttribute("product", "Shirt, L");
           (${swap})(next, host);
           await new Promise((resolve) => setTimeout(resolve, 500));`,
        );
        const found = await shows({ fields: ["email", "newsletter?"] });
        assert.equal(found.dialog, display === "dialog" || undefined);
        assert.deepEqual(
          await shop.run(() => [
            document.querySelectorAll("notify-me").length,
            window.the("#email").value,
            window.the("#newsletter").checked,
          ]),
          [1, "again@example.c", true],
        );
        if (!name.startsWith("another")) await shop.run(() => window.the("#email").focus());
        await shows({ focus: "email" });
        await shop.press(`om${Key.ENTER}`);
        await shows({ message: /We'll email you when Shirt, L is back.$/ });
        await shop.until(
          () =>
            window.events.includes("accepted SKU-L accepted") ||
            window.events.includes("accepted SKU-L already-requested already"),
        );
      }
    });
  }

  test("a response that arrives later is shown by the replacement element", async () => {
    await shop.open(`<div id="section">${shop.element(SHIRT)}</div>`);
    await click("[part=trigger]");
    shop.emulator.script(() => ({ kind: "delay", ms: 500 }));
    await type("#email", "heir@example.com", Key.ENTER);
    await shows({ message: "Sending…" });
    await shop.run(() => {
      const host = document.querySelector("notify-me");
      host.replaceWith(host.cloneNode(true));
    });
    await shop.until(() => window.events.some((event) => event.startsWith("accepted SKU-M")));
    await shows({ message: /We'll email you when Shirt, M is back.$/ });
    shop.emulator.script(undefined);
  });

  test("moved, it is the same; a dialog stays a dialog", async () => {
    await shop.open(`${shop.element(`${SHIRT} display="dialog"`)}<section id="other"></section>`);
    await click("[part=trigger]");
    await type("#email", "moved@example.com");
    await shop.run(() => document.querySelector("#other").append(document.querySelector("notify-me")));
    await shows({ dialog: true, fields: ["email"] });
    assert.deepEqual(
      await shop.run(() => [window.the("#email").value, window.the("dialog").matches(":modal")]),
      ["moved@example.com", true],
    );
    await shop.run(() => window.the("#email").focus());
    await shop.press(Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back." });
    await shop.press(Key.ESCAPE);
    await shows({ dialog: undefined, button: BUTTON });
  });

  test("cloned, and another element: each is its own, and begins with what was typed in the page", async () => {
    await form();
    await type("#email", "clone@example.com");
    await shop.run(() =>
      document.querySelector("main").append(document.querySelector("notify-me").cloneNode(true)),
    );
    const states = () =>
      shop.run(() => Array.from(document.querySelectorAll("notify-me"), (host) => window.state(host)));
    assert.deepEqual(
      (await states()).map(({ button, fields }) => button ?? fields),
      [["email"], BUTTON],
    );
    await shop.run(() => document.querySelectorAll("notify-me")[1].show());
    await shop.eventually(async () => (await states())[1].fields);
    assert.equal(
      await shop.run(
        () => document.querySelectorAll("notify-me")[1].shadowRoot.querySelector("#email").value,
      ),
      "clone@example.com",
    );
  });

  test("another product's element in the same place, later, is not open", async () => {
    await shop.open(`<div id="section">${shop.element(SHIRT)}</div>`);
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await shop.run(async () => {
      const host = document.querySelector("notify-me");
      const next = host.cloneNode(true);
      next.setAttribute("variant", "HAT-1");
      host.remove();
      await new Promise((resolve) => setTimeout(resolve, 1200));
      document.querySelector("#section").append(next);
    });
    await shows({ button: BUTTON, fields: undefined });
  });

  test("added to the page above an open one, it opens nothing", async () => {
    await shop.open(`<div id="section">${shop.element(SHIRT)}</div>`);
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await shop.run(async () => {
      const host = document.querySelector("notify-me");
      const next = host.cloneNode(true);
      host.before(next);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await shows({ button: BUTTON, fields: undefined });
  });

  test("a second copy of the script, and a second definition, change nothing", async () => {
    await open(SHIRT, undefined, {
      head: `${SCRIPT}<script type="module" src="/dist/element-define.js?again"></script><script src="/dist/browser/notify-me.js" defer></script>`,
    });
    await shows({ button: BUTTON });
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    assert.deepEqual(await events(), ["visible SKU-M", "open SKU-M"]);
  });

  test("under another name, and derived", async () => {
    await shop.open(
      `<other-name company-id="ABC123" endpoint="${shop.emulator.url}" ${SHIRT}></other-name>${shop.element(SHIRT)}`,
    );
    await shop.run(`
      const { NotifyMeElement } = await import("/dist/element.js");
      customElements.define("other-name", class extends NotifyMeElement {});
    `);
    assert.deepEqual(await shop.run(() => window.state(document.querySelector("other-name"))), {
      button: BUTTON,
    });
    await shop.run(() => document.querySelector("other-name").show());
    assert.deepEqual(await shop.run(() => window.state(document.querySelector("other-name")).fields), [
      "email",
    ]);
  });

  test("a classic script tag, with defaults for the page; the rest comes by itself", async () => {
    const from = shop.site.asked.length;
    const head = `<script src="/dist/browser/notify-me.js" data-company-id="ABC123" data-endpoint="${shop.emulator.url}" data-threshold="5" data-texts='{"button":"Tell me"}' async></script>`;
    await shop.open(
      `<notify-me ${SHIRT} quantity="3"></notify-me><notify-me ${SHIRT} quantity="3" threshold="2"></notify-me>`,
      { head },
    );
    await shows({ button: "Tell me" });
    assert.deepEqual(await shop.run(() => window.state(document.querySelectorAll("notify-me")[1])), {});
    const asked = shop.site.asked.slice(from).filter((path) => path.startsWith("/dist/"));
    assert.equal(asked[0], "/dist/browser/notify-me.js");
    assert.ok(!asked.includes("/dist/core.wasm"));
    await click("[part=trigger]");
    await type("#email", "tag@example.com", Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back." });
    assert.deepEqual(
      await shop.run(() => Object.keys(window).filter((name) => /notify|klaviyo|stock/i.test(name))),
      [],
    );
  });

  test("defaults from code, set after the elements are there", async () => {
    await shop.open(`<notify-me ${SHIRT} quantity="3"></notify-me>`);
    await shows({ button: undefined });
    const read = await shop.run((endpoint) => {
      const NotifyMeElement = customElements.get("notify-me");
      NotifyMeElement.defaults = { companyId: "ABC123", endpoint, threshold: 5, texts: { button: "Hello" } };
      return NotifyMeElement.defaults.threshold;
    }, shop.emulator.url);
    assert.equal(read, 5);
    await shows({ button: "Hello" });
    await click("[part=trigger]");
    await type("#email", "defaults@example.com", Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back." });
  });

  test("open from the start, without taking the focus; opened and closed by code", async () => {
    await open(`${SHIRT} open`);
    assert.deepEqual(await shows({ fields: ["email"] }), { fields: ["email"] });
    const told = await shop.run(async () => {
      const host = document.querySelector("notify-me");
      host.close();
      const closed = host.open;
      await host.show();
      return [
        closed,
        host.open,
        window.the("#email") === host.shadowRoot.activeElement,
        host.hasAttribute("open"),
      ];
    });
    assert.deepEqual(told, [false, true, true, true]);
    await shop.set({ open: null });
    await shows({ button: BUTTON, fields: undefined });
  });

  test("closed, or taken out, before the form is there: it does not open", async () => {
    for (const end of ["close", "remove"]) {
      const go = shop.site.hold(/notify-me-form-\w+\.js$/);
      await open(`${SHIRT} display="dialog"`);
      await shop.run((end) => {
        const host = document.querySelector("notify-me");
        window.shown = host.show();
        host[end]();
        window.host = host;
      }, end);
      go();
      const told = await shop.run(async () => {
        await window.shown;
        document.querySelector("main").append(window.host);
        return window.host.open;
      });
      assert.equal(told, false, end);
      await shows({ button: BUTTON, dialog: undefined, message: undefined });
      await click("[part=trigger]");
      await shows({ dialog: true, fields: ["email"] });
    }
  });

  test("open from the start, closed, and moved: it stays closed", async () => {
    await open(`${SHIRT} open`);
    await shows({ fields: ["email"] });
    await shop.run(() => {
      const host = document.querySelector("notify-me");
      host.close();
      document.querySelector("main").append(host);
      return new Promise((resolve) => setTimeout(resolve, 100));
    });
    await shows({ button: BUTTON, fields: undefined });
  });

  for (const name of readdirSync(new URL("../../elements/notify-me/locales/", import.meta.url)).filter(
    (file) => /^[a-z]{2}\.ts$/.test(file),
  )) {
    const lang = name.slice(0, 2);
    test(`in ${lang}: a whole journey`, async () => {
      await shop.open(`<div lang="${lang}-X">${shop.element(`${SHIRT} display="dialog"`)}</div>`, {
        lang: "en",
      });
      await shop.until(() => window.state().button);
      const messages = await shop.messages(lang);
      assert.deepEqual(await state(), { button: messages.button });
      await click("[part=trigger]");
      const found = await shows({
        heading: messages.heading.replace("{product}", "Shirt, M"),
        fields: ["email"],
      });
      assert.equal(found.dialog, true);
      const [dir, own, label] = await shop.run(() => [
        window.the("[part=base]").dir,
        window.the("[part=base]").lang,
        window.the("label").textContent,
      ]);
      assert.deepEqual([dir, own, label], [messages.dir, lang, messages.email]);
      await type("#email", "x@", Key.ENTER);
      await shows({ errors: [`email: ${messages.invalidEmail}`] });
      await shop.clear("#email");
      await type("#email", `${lang}@example.com`, Key.ENTER);
      await shows({ message: messages.acceptedEmail.replace("{product}", "Shirt, M") });
      await shop.axe();
    });
  }

  test("a form that opens before its language is loaded waits for its texts", async () => {
    const go = shop.site.hold(/locale-de\.js$/);
    // Changed after the page has loaded: in Firefox, the held script would keep it loading.
    await shop.open(`<div>${shop.element(SHIRT)}</div>`);
    await shop.run(() => {
      document.querySelector("div").lang = "de";
    });
    await shop.set({ quantity: "-1" });
    await shop.until(() => !window.state().button);
    await shop.run(() => {
      void document.querySelector("notify-me").show();
    });
    const isLoaded = () =>
      performance.getEntriesByType("resource").some(({ name }) => /notify-me-form-\w+\.js$/.test(name));
    await shop.until(isLoaded);
    // Time for a form without texts to open.
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await shop.run(() => Boolean(window.state().fields)), false);
    go();
    await shows({ fields: ["email"] });
    const texts = await shop.run(() => [
      window.the("label").textContent,
      window.the("[part=button]").textContent,
    ]);
    const { email, submit } = await shop.messages("de");
    assert.deepEqual(texts, [email, submit]);
  });

  test("a language that there is not, and one that cannot be loaded, are English; one that changes follows", async () => {
    await shop.open(`<div lang="xx">${shop.element(SHIRT)}</div>`);
    await shows({ button: BUTTON });
    const repair = shop.site.fail(/locale-fr\.js$/);
    await shop.open(`<div lang="fr">${shop.element(SHIRT)}</div>`);
    await shows({ button: BUTTON });
    assert.equal(await shop.run(() => window.the("[part=base]").lang), "en");
    repair();
    await shop.set({ lang: "nl" });
    const messages = await shop.messages("nl");
    await shows({ button: messages.button });
  });
});
