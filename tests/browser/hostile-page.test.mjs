// Pages that allow little: no WebAssembly, and a frame of no origin.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createEmulator } from "back-in-stock/emulator";
import { engines, Key, open } from "./driver.mjs";
import { folder, serve } from "./static-server.mjs";

const dist = folder(new URL("../../dist/", import.meta.url));

const form = (endpoint) => `<!doctype html><meta charset="utf-8"><title>form</title>
<script type="module" src="/dist/element-define.js"></script>
<notify-me company-id="ABC123" variant="SKU-1" product="Shirt" endpoint="${endpoint}"></notify-me>`;

const framed = '<!doctype html><title>frame</title><script type="module" src="/framed.mjs"></script>';

const around = (path) => `<!doctype html><title>around</title><script src="/around.js"></script>
<iframe sandbox="allow-scripts" src="${path}"></iframe>`;

const framedScript = (endpoint) => `
  import { BackInStock } from "/dist/web.js";
  const tell = (message) => parent.postMessage(message, "*");
  let storage = "there";
  try { indexedDB.open("x").onerror = (event) => event.preventDefault(); } catch (error) { storage = error.name; }
  const client = new BackInStock({ companyId: "ABC123", endpoint: "${endpoint}" });
  const lost = new BackInStock({ companyId: "ABC123", endpoint: "http://127.0.0.1:1" });
  const ann = { profile: { email: "ann@example.com" } };
  try {
    const accepted = await client.subscribe({ variant: "SKU-1", ...ann });
    const { status, reason, durable } = await lost.subscribe({ variant: "SKU-2", ...ann });
    const pending = await lost.pending();
    await lost.forget().catch(() => {}); // No database exists.
    tell({ origin: self.origin, storage, accepted, queued: { status, reason, durable }, pending, left: await lost.pending() });
  } catch (error) {
    tell({ failed: error.name + ": " + error.message });
  }
`;

for (const engine of engines) {
  describe(`pages that allow little in ${engine}`, { timeout: 120_000 }, () => {
    let browser;
    let emulator;
    let site;
    before(async () => {
      const now = () => Date.parse("2026-08-01T12:00:00Z");
      emulator = await createEmulator({ feed: [{ id: "SKU-1" }], now });
      const wasmless = `default-src 'none'; script-src 'self'; connect-src 'self' ${emulator.url}; require-trusted-types-for 'script'; trusted-types 'none'`;
      const pages = {
        "/form": [form(emulator.url), wasmless],
        "/frame": [framed],
        "/frame-without-wasm": [framed, "script-src http://127.0.0.1:*"],
        "/around": [around("/frame")],
        "/around-without-wasm": [around("/frame-without-wasm")],
      };
      const scripts = {
        "/framed.mjs": framedScript(emulator.url),
        "/around.js": 'addEventListener("message", ({ data }) => { window.told = data; });',
      };
      site = await serve((request, response) => {
        const path = request.url.split("?")[0];
        // To a frame of no origin, the page's own files are another origin's.
        response.setHeader("access-control-allow-origin", "*");
        if (path in scripts) {
          return response.setHeader("content-type", "text/javascript").end(scripts[path]);
        }
        if (path in pages) {
          const [text, policy] = pages[path];
          if (policy) response.setHeader("content-security-policy", policy);
          return response.setHeader("content-type", "text/html").end(text);
        }
        request.url = path.startsWith("/dist/") ? path.slice(5) : "/none";
        return dist(request, response);
      });
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await Promise.all([site?.close(), emulator?.close()]);
    });

    test("<notify-me> where WebAssembly is forbidden", async () => {
      await browser.goto(`${site.url}/form`);
      await browser.click(await browser.shadow("notify-me", "button"));
      const input = await browser.shadow("notify-me", "input");
      await browser.type(input, "not an address", Key.ENTER);
      const says = (text) => document.querySelector("notify-me").shadowRoot.textContent.includes(text);
      await browser.until(says, { timeout: 10_000, args: ["Please enter an email address"] });
      await browser.run(() => {
        document.querySelector("notify-me").shadowRoot.querySelector("input").value = "";
      });
      await browser.type(input, "ann@example.com", Key.ENTER);
      await browser.until(says, { timeout: 10_000, args: ["We'll email you when Shirt is back."] });
      const { subscriptions } = emulator.state();
      assert.deepEqual(
        subscriptions.map(({ variant }) => variant),
        ["$custom:::$default:::SKU-1"],
      );
    });

    for (const path of ["/around", "/around-without-wasm"]) {
      test(`a frame of no origin: ${path}`, async () => {
        await browser.goto(site.url + path);
        const told = await browser.until(() => window.told, { timeout: 30_000, message: "the frame" });
        assert.deepEqual(told, {
          origin: "null",
          storage: told.storage,
          accepted: { status: "accepted" },
          queued: { status: "queued", reason: "network", durable: false },
          pending: 1,
          left: 0,
        });
        assert.match(told.storage, /SecurityError/);
      });
    }
  });
}
