// Who cannot see, point, or read left to right: every state of <notify-me>, by axe-core, by keyboard, and as it is measured.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";

const SHIRT = 'variant="SKU-M" product="Shirt, M"';
const ROWS = JSON.stringify(
  ["S", "M", "L"].map((size) => ({ id: `SKU-${size}`, title: `Shirt, ${size}`, quantity: 0 })),
);
const FULL = `variant="SKU-M" multiple variants='${ROWS}' channels="EMAIL SMS WHATSAPP" list-id="L" newsletter countries="DE AT"`;
const CONTENT = `<span slot="sms-consent">I agree to texts. <a href="/terms">Terms</a></span>
  <span slot="whatsapp-consent">I agree to WhatsApp messages. <a href="/terms">Terms</a></span>
  <p slot="intro">Soon again.</p><p slot="footer">We write once.</p><a href="/contact">Write to us</a>`;

inPages("who can use <notify-me>", (shop) => {
  const { click, shows, type } = shop;
  shop.complaints = [/^<notify-me/, /did not load/];
  const fault = (kind) => shop.emulator.script(kind && (() => kind));

  /** What is done to come to each state, from a page with a button. */
  const STATES = {
    button: () => shop.until(() => window.state().button),
    form: async () => {
      await click("[part=trigger]");
      await shows({ fields: ["email"] });
    },
    error: async () => {
      await STATES.form();
      await shop.press(Key.ENTER);
      await shop.until(() => window.state().errors);
    },
    suggestion: async () => {
      await STATES.form();
      await type("#email", "ann@gmial.com");
      await shop.until(() => window.state().hint);
    },
    busy: async () => {
      await STATES.form();
      fault({ kind: "delay", ms: 1500 });
      await type("#email", "busy@example.com", Key.ENTER);
      await shop.until(() => window.state().message);
    },
    accepted: async () => {
      await STATES.form();
      await type("#email", "accepted@example.com", Key.ENTER);
      await shop.until(() => window.state().again);
    },
    queued: async () => {
      await STATES.form();
      fault({ kind: "status", status: 503 });
      await type("#email", "queued@example.com", Key.ENTER);
      await shop.until(() => window.state().again);
    },
    refused: async () => {
      await STATES.form();
      fault({ kind: "status", status: 401 });
      await type("#email", "refused@example.com", Key.ENTER);
      await shop.until(() => window.state().fallback);
    },
  };

  for (const [theme, page] of Object.entries({
    light: {},
    dark: { dark: true },
    "right to left": { lang: "ar" },
  })) {
    for (const display of ["inline", "dialog"]) {
      test(`axe-core finds nothing wrong with any state: ${display}, ${theme}`, async () => {
        for (const reach of Object.values(STATES)) {
          fault(undefined);
          await shop.open(shop.element(`${SHIRT} display="${display}"`), page);
          await shop.until(() => window.state().button);
          await reach();
          await shop.axe();
          await narrow();
        }
        fault(undefined);
      });
    }

    test(`nor with a form with all fields: ${theme}`, async () => {
      await shop.open(shop.element(`${FULL} display="dialog"`, CONTENT), page);
      await shop.until(() => window.state().button);
      await click("[part=trigger]");
      await shop.until(() => window.state().fields);
      for (const value of ["SMS", "WHATSAPP"]) await click(`[value="${value}"]`);
      await shop.axe();
      await click("[type=submit]");
      await shop.until(() => window.state().errors);
      await shop.axe();
      await narrow();
    });
  }

  /** At 320 px nothing is wider than the page, and what is to be pressed is large enough. */
  async function narrow() {
    await shop.browser.resize(320, 800);
    const found = await shop.run(() => {
      const host = document.querySelector("notify-me");
      const all = Array.from(
        host.shadowRoot.querySelectorAll(
          "button, input:not([type=checkbox]), select, label:has([type=checkbox])",
        ),
      );
      const small = all
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([one, { height, width }]) => one.getClientRects().length && (height < 43.9 || width < 43.9))
        .map(([one, { height, width }]) => `${one.outerHTML.slice(0, 60)} ${width} ${height}`);
      const dialog = host.shadowRoot.querySelector("dialog[open]");
      const inside = Array.from(host.shadowRoot.querySelectorAll("*"))
        .filter((one) => one.getClientRects().length)
        .filter(
          (one) =>
            one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1,
        );
      return {
        small,
        wide: document.documentElement.scrollWidth > innerWidth,
        dialog: dialog ? dialog.scrollWidth > dialog.clientWidth : false,
        outside: inside.map((one) => one.outerHTML.slice(0, 60)),
      };
    });
    await shop.browser.resize(800, 900);
    assert.deepEqual(found, { small: [], wide: false, dialog: false, outside: [] });
  }

  test("by keyboard alone: to the button, through the form, to the answer, and on from there", async () => {
    await shop.open(`<a href="#before">Before</a>${shop.element(SHIRT)}<a href="#after">After</a>`);
    await shop.run(() => document.querySelector("a").focus());
    // WebKit leaves links out of the order of the key, but not buttons.
    await shop.press(Key.TAB);
    await shows({ focus: "trigger" });
    await shop.press(Key.SPACE);
    await shows({ focus: "email" });
    await shop.press("keys@example.com");
    await shop.press(Key.TAB);
    assert.equal(
      await shop.run(() => document.querySelector("notify-me").shadowRoot.activeElement.type),
      "submit",
    );
    await shop.press(Key.ENTER);
    await shows({ focus: "message" });
    await shop.press(Key.TAB);
    await shows({ focus: "again" });
    await shop.press(Key.ENTER);
    await shows({ focus: "email", fields: ["email"] });
  });

  test("by keyboard alone: a dialog traps the focus and restores it", async () => {
    await shop.open(
      `<a href="#before">Before</a>${shop.element(`${SHIRT} display="dialog"`)}<a href="#after">After</a>`,
    );
    await shop.run(() => document.querySelector("a").focus());
    await shop.press(Key.TAB, Key.ENTER);
    await shows({ dialog: true, focus: "email" });
    const seen = new Set();
    for (let count = 0; count < 8; count++) {
      await shop.press(Key.TAB);
      const at = await shop.run(() => {
        const { activeElement } = document;
        const own = activeElement.shadowRoot?.activeElement;
        return own ? own.id || own.type || own.getAttribute("part") : activeElement.localName;
      });
      seen.add(at);
    }
    // After the last control, the focus may move to the browser's own controls, but never to the page.
    assert.ok(seen.has("submit") && !seen.has("a") && !seen.has("trigger"), [...seen].join());
    await shop.run(() => window.the("#email").focus());
    await shop.press("dialog-keys@example.com", Key.ENTER);
    await shows({ focus: "message" });
    await shop.press(Key.ESCAPE);
    await shows({ dialog: undefined, focus: "trigger" });
  });

  test("each text is announced once: by focus, or by an existing live region", async () => {
    await shop.open(shop.element(SHIRT));
    await shop.run(() => {
      window.heard = [];
      const root = document.querySelector("notify-me").shadowRoot;
      const { focus } = HTMLElement.prototype;
      HTMLElement.prototype.focus = function (...values) {
        const described = root.getElementById(this.getAttribute("aria-describedby"));
        const own = this.getAttribute("part") === "message" ? this.textContent : described?.textContent;
        if (own) window.heard.push(`focus: ${own}`);
        return focus.apply(this, values);
      };
      const { replaceChildren } = Element.prototype;
      Element.prototype.replaceChildren = function (...nodes) {
        replaceChildren.apply(this, nodes);
        const text = this.textContent;
        if (text && this.getAttribute("role") === "status" && this.isConnected)
          window.heard.push(`live: ${text}`);
      };
    });
    const heard = () => shop.run(() => window.heard.splice(0));
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    assert.deepEqual(await heard(), []);
    await shop.press(Key.ENTER);
    await shop.until(() => window.state().errors);
    const address = "Please enter an email address, such as name@example.com.";
    assert.deepEqual(await heard(), ["live: Sending…", `focus: ${address}`]);
    await type("#email", "heard@example.com", Key.ENTER);
    await shop.until(() => window.state().again);
    const promise = "We'll email you when Shirt, M is back.";
    assert.deepEqual(await heard(), ["live: Sending…", `focus: ${promise}`]);
    await click("[part=again]");
    await shop.run(() => window.the("#email").blur());
    await shop.run(() => window.the("form").requestSubmit());
    await shop.until(() => window.state().again);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.deepEqual(await heard(), ["live: Sending…", `live: You've requested this before. ${promise}`]);
    assert.equal(await shop.run(() => window.the("[part=message]").getAttribute("role")), "status");
  });

  test("a form in place of the button: Escape and Cancel close it, and give the focus back", async () => {
    await shop.open(`<dialog id="around">${shop.element(SHIRT)}</dialog>`);
    await shop.run(() => {
      window.keys = [];
      document.querySelector("#around").showModal();
      document.addEventListener("keydown", ({ key }) => window.keys.push(key));
    });
    const closed = { fields: undefined, button: "Notify me when it's back", focus: "trigger" };
    await click("[part=trigger]");
    await shows({ fields: ["email"], focus: "email" });
    await shop.press("typed@example.com", Key.ESCAPE);
    await shows(closed);
    assert.equal(await shop.run(() => document.querySelector("#around").open), true);
    assert.equal(await shop.run(() => window.keys.includes("Escape")), false);
    await shop.press(Key.ENTER);
    await shows({ fields: ["email"], focus: "email" });
    assert.equal(await shop.run(() => window.the("#email").value), "typed@example.com");
    await shop.press(Key.TAB, Key.TAB);
    await shows({ focus: "cancel" });
    await shop.press(Key.ENTER);
    await shows(closed);
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await click("[part=cancel]");
    await shows(closed);
    await click("[part=trigger]");
    await shows({ fields: ["email"], focus: "email" });
    await shop.press(Key.ENTER);
    await shows({ message: "We'll email you when Shirt, M is back.", focus: "message" });
    await shop.press(Key.ESCAPE);
    await shows({ ...closed, message: undefined });
    const told = await shop.events();
    assert.equal(told.filter((event) => event === "close SKU-M").length, 4);
  });

  test("Escape that ends a composition closes nothing; a dialog has no Cancel", async () => {
    await shop.open(shop.element(SHIRT));
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    await shop.run(() => {
      const init = { key: "Escape", bubbles: true, composed: true, isComposing: true };
      window.the("#email").dispatchEvent(new KeyboardEvent("keydown", init));
    });
    await shows({ fields: ["email"] });
    await shop.open(shop.element(`${SHIRT} display="dialog"`));
    await click("[part=trigger]");
    await shows({ dialog: true });
    assert.equal(await shop.run(() => window.the("[part=cancel]")), null);
  });

  /** How the message looks: its edge, the parts of its icon, and where they are. */
  const look = () =>
    shop.run(() => {
      const message = window.the("[part=message]");
      const { left, right, bottom } = message.getBoundingClientRect();
      const again = window.the("[part=again]").getBoundingClientRect();
      const icon = ["::before", "::after"].map((pseudo) => {
        const { content, width, borderBottomColor, borderBottomWidth } = getComputedStyle(message, pseudo);
        return {
          drawn: content === '""' && Number.parseFloat(width) > 4,
          borderBottomColor,
          borderBottomWidth,
        };
      });
      const { borderTopColor, paddingLeft, paddingRight, outlineWidth, direction } =
        getComputedStyle(message);
      return {
        edge: borderTopColor,
        padding: [paddingLeft, paddingRight].map(Number.parseFloat),
        outline: outlineWidth,
        icon,
        // From where lines begin.
        shift: direction === "rtl" ? again.right - right : again.left - left,
        gap: again.top - bottom,
      };
    });
  const reach = {
    accepted: "rgb(31, 136, 61)",
    queued: "rgb(118, 118, 118)",
  };
  for (const [name, colour] of Object.entries(reach)) {
    test(`${name}: an icon, a colour and padding, and the second link below its edge`, async () => {
      fault(undefined);
      for (const [width, page] of [
        [800, {}],
        [390, { dark: true }],
        [320, { lang: "ar" }],
      ]) {
        await shop.browser.resize(width, 900);
        await shop.open(shop.element(SHIRT), page);
        // In another language, the button waits for its text.
        await shop.until(() => window.state().button);
        await STATES[name]();
        const { edge, padding, icon, shift, gap } = await look();
        assert.equal(edge, colour);
        assert.ok(Math.min(...padding) >= 12 && Math.max(...padding) >= 40, String(padding));
        for (const part of icon)
          assert.deepEqual(part, { drawn: true, borderBottomColor: colour, borderBottomWidth: "2px" });
        assert.ok(Math.abs(shift) < 0.6 && gap >= 0 && gap < 16, `${shift} ${gap}`);
        await shop.axe();
        fault(undefined);
      }
      await shop.browser.resize(800, 900);
    });
  }

  test("a suggestion has a gap above, and lines as close as text has; its button is as high as a finger needs", async () => {
    await shop.browser.resize(320, 900);
    await shop.open(shop.element(SHIRT));
    await STATES.suggestion();
    const found = await shop.run(() => {
      const rect = (css) => window.the(css).getBoundingClientRect();
      const hint = window.the("[part=hint]");
      return {
        gap: rect("[part=hint]").top - rect("#email").bottom,
        lines: rect("[part=hint]").height / Number.parseFloat(getComputedStyle(hint).lineHeight),
        height: rect("[part=suggestion]").height,
        free: rect("[type=submit]").top - rect("[part=suggestion]").bottom,
      };
    });
    await shop.browser.resize(800, 900);
    assert.ok(found.gap >= 8 && found.gap < 14, `gap ${found.gap}`);
    assert.ok(found.lines < 2.2, `lines ${found.lines}`);
    assert.ok(found.height >= 43.9 && found.free >= 0, JSON.stringify(found));
  });

  test("nothing moves", async () => {
    await shop.open(shop.element(`${SHIRT} display="dialog"`));
    await click("[part=trigger]");
    await shows({ dialog: true });
    const moving = await shop.run(() => document.getAnimations().length);
    assert.equal(moving, 0);
  });

  // No other engine supports this.
  if (shop.engine === "chromium")
    test("forced colours leave nothing without an edge", async () => {
      const features = [{ name: "forced-colors", value: "active" }];
      await shop.browser.driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { features });
      await shop.open(shop.element(`${SHIRT} display="dialog"`));
      await click("[part=trigger]");
      await shop.press(Key.ENTER);
      await shop.until(() => window.state().errors);
      await shop.axe();
      const borders = await shop.run(() =>
        ["[type=submit]", "#email", "dialog"].map((css) => {
          const { borderTopColor, backgroundColor } = getComputedStyle(window.the(css));
          const page = getComputedStyle(document.body).backgroundColor;
          return backgroundColor !== page || borderTopColor !== page;
        }),
      );
      assert.deepEqual(borders, [true, true, true]);
      await type("#email", "forced@example.com", Key.ENTER);
      await shop.until(() => window.state().again);
      const text = await shop.run(() => getComputedStyle(window.the("[part=message]")).color);
      for (const { borderBottomColor } of (await look()).icon) assert.equal(borderBottomColor, text);
      await shop.browser.driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { features: [] });
    });

  test("styles of the page do not come in, and ours do not go out; parts and properties do", async () => {
    await shop.open(
      `<button id="own">Buy</button><input id="email"><p class="error">x</p>${shop.element(SHIRT)}`,
      {
        head: '<link rel="stylesheet" href="/loud.css"><script type="module" src="/dist/element-define.js"></script>',
      },
    );
    await click("[part=trigger]");
    await shows({ fields: ["email"] });
    const found = await shop.run(() => {
      const style = (element, name) => getComputedStyle(element)[name];
      return {
        own: style(document.querySelector("#own"), "color"),
        input: style(document.querySelector("#email"), "letterSpacing"),
        inner: style(window.the("#email"), "letterSpacing"),
        part: style(window.the("[type=submit]"), "textTransform"),
        property: style(window.the("[type=submit]"), "backgroundColor"),
      };
    });
    assert.deepEqual(found, {
      own: "rgb(255, 0, 0)",
      input: "9px",
      inner: "normal",
      part: "uppercase",
      property: "rgb(0, 0, 255)",
    });
  });

  // No other engine measures it.
  if (shop.engine === "chromium")
    test("space is reserved before the script runs, so nothing shifts", async () => {
      const rows = ['quantity="0"', 'quantity="5"', 'available="true"', 'available="false"', "hidden", ""];
      const body = rows
        .map((attributes) => `${shop.element(`${SHIRT} ${attributes}`)}<p>What follows.</p>`)
        .join("");
      const head = '<link rel="stylesheet" href="/dist/notify-me.css"><script src="/late.js"></script>';
      await shop.open(body, { head });
      const heights = () =>
        shop.run(() =>
          Array.from(document.querySelectorAll("notify-me"), (host) => host.getBoundingClientRect().height),
        );
      const before = await heights();
      assert.deepEqual(before, [44, 0, 0, 44, 0, 44]);
      const shift = await shop.run(async () => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) sum += value;
        }).observe({ type: "layout-shift" });
        await import("/dist/element-define.js");
        await new Promise((resolve) => setTimeout(resolve, 300));
        return sum;
      });
      assert.equal(shift, 0);
      assert.deepEqual(await heights(), before);
    });

  test("without JavaScript, its content is the answer", async () => {
    const path = shop.site.page(`${shop.element(`${SHIRT} quantity="0"`)}`, {
      policy: "sandbox allow-same-origin",
    });
    await shop.browser.goto(shop.site.url + path).catch(() => {});
    const link = await shop.browser.driver.findElement({ css: "notify-me a" });
    assert.equal(await link.getText(), "Write to us");
    const { height } = await link.getRect();
    assert.ok(height > 10);
    await shop.open(shop.element(SHIRT));
  });
});
