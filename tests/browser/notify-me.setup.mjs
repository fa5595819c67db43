import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createEmulator } from "back-in-stock/emulator";
import { build } from "esbuild";
import { engines, eventually, open } from "./driver.mjs";
import { folder, serve } from "./static-server.mjs";

const dist = folder(new URL("../../dist/", import.meta.url));
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

export const FEED = ["S", "M", "L", "XL"].map((size) => ({ id: `SKU-${size}`, title: `Shirt, ${size}` }));

/** The strictest policy that the element promises to work under; `wasm` allows WebAssembly. */
const policyOf = (endpoint, wasm) =>
  [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ""}`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${endpoint}`,
    "frame-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");

/**
 * Starts a site with the tests' own pages: `page(body)` returns the path of a page. `asked` lists the requested paths, and
 * `addresses` the paths with their queries. `hold(path)` delays responses for a path, `fail(path)` answers with 404.
 */
async function startSite(endpoint) {
  const pages = new Map();
  const asked = [];
  const addresses = [];
  const rules = [];
  const server = await serve(async (request, response) => {
    const path = request.url.split("?")[0];
    asked.push(path);
    addresses.push(request.url);
    const rule = rules.find(({ pattern }) => pattern.test(path));
    await rule?.wait;
    if (rule?.fails) return response.writeHead(404).end();
    if (path === "/tools.js")
      return response.setHeader("content-type", "text/javascript").end(`(${tools})()`);
    if (path in SCRIPTS) return response.setHeader("content-type", "text/javascript").end(SCRIPTS[path]);
    if (path in SHEETS) return response.setHeader("content-type", "text/css").end(SHEETS[path]);
    const page = pages.get(path);
    if (page) {
      response.setHeader("content-security-policy", page.policy);
      return response.setHeader("content-type", "text/html; charset=utf-8").end(page.text);
    }
    request.url = path.startsWith("/dist/") ? path.slice(5) : "/none";
    return dist(request, response);
  });
  const page = (body, { head = SCRIPT, lang = "en", wasm = true, dark = false, policy = undefined } = {}) => {
    const text = `<!doctype html><html lang="${lang}"${lang === "ar" ? ' dir="rtl"' : ""}${dark ? " data-dark" : ""}><head><meta charset="utf-8"><title>Shirt</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/theme.css">
<script src="/tools.js"></script>${head}</head><body><main><h1>Shirt</h1>${body}</main></body></html>`;
    const path = `/page-${pages.size}`;
    pages.set(path, { text, policy: policy ?? policyOf(endpoint, wasm) });
    return path;
  };
  const rule = (more) => {
    rules.push(more);
    return () => rules.splice(rules.indexOf(more), 1);
  };
  return {
    ...server,
    page,
    asked,
    addresses,
    fail: (pattern) => rule({ pattern, fails: true }),
    hold: (pattern) => {
      let go;
      const wait = new Promise((resolve) => {
        go = resolve;
      });
      const end = rule({ pattern, wait });
      return () => {
        go();
        end();
      };
    },
  };
}

export const SCRIPT = '<script type="module" src="/dist/element-define.js"></script>';
const SHEETS = {
  "/flex.css": "notify-me { display: flex }",
  "/loud.css": `button { color: red } input { letter-spacing: 9px }
    notify-me { --notify-me-accent: blue } notify-me::part(button) { text-transform: uppercase }`,
  "/theme.css": `body { margin: 1rem; font: 1rem/1.5 sans-serif; color: canvastext; background: canvas }
  h1 { font-size: 1.5rem } a { color: linktext } [data-dark] { color-scheme: dark }`,
};

/** What some pages do before anything else. */
const SCRIPTS = {
  "/no-storage.js": 'Object.defineProperty(window, "indexedDB", { value: undefined })',
  "/no-list.js": "delete IDBFactory.prototype.databases",
  "/late.js": "",
  "/listeners.js": `(${countListeners})()`,
};

/** Counts the listeners of elements and of the page, from now on. */
function countListeners() {
  const { addEventListener } = EventTarget.prototype;
  const counts = { own: 0, page: 0 };
  EventTarget.prototype.addEventListener = function (...values) {
    counts[this === window || this === document || this === null ? "page" : "own"]++;
    return addEventListener.apply(this, values);
  };
  window.listeners = () => counts;
}

/** Runs in the page, before anything else. */
function tools() {
  window.events = [];
  /** A module that a driver's script imports has another global in Firefox, from which the page's are inherited. */
  window.load = (path) => import(path);
  const names = ["visible", "open", "close", "submit", "accepted", "queued", "settled", "rejected"];
  for (const name of names) {
    addEventListener(`notify-me-${name}`, ({ detail }) => {
      const { variant, outcome, error, already } = detail;
      const what = error?.code ?? outcome?.status;
      window.events.push([name, variant, what, already && "already"].filter(Boolean).join(" "));
    });
  }
  window.the = (css, host = document.querySelector("notify-me")) => host.shadowRoot.querySelector(css);
  const seen = (node) => Boolean(node?.checkVisibility() && node.getClientRects().length);
  const text = (node) => (seen(node) ? node.textContent.trim() : undefined);
  /** What a shopper sees of an element, without what is not there. */
  window.state = (host = document.querySelector("notify-me")) => {
    const root = host.shadowRoot;
    if (!root) return undefined;
    const all = (css) => Array.from(root.querySelectorAll(css)).filter(seen);
    const focus = root.activeElement;
    const found = {
      button: text(root.querySelector("[part=trigger]")),
      dialog: root.querySelector("dialog")?.open,
      heading: text(root.querySelector("h2")),
      fields: all("form input, form select").map(({ name, type }) =>
        type === "checkbox" ? `${name}?` : name,
      ),
      errors: all(".error:not(:empty)").map(
        ({ id, textContent }) => `${id.replace("-error", "")}: ${textContent}`,
      ),
      hint: text(root.querySelector("[part=hint]")),
      message: text(root.querySelector("[part=message]")),
      again: text(root.querySelector("[part=again]")),
      fallback: seen(host.querySelector(":scope > a")) || undefined,
      focus: focus ? focus.id || focus.getAttribute("part") : undefined,
    };
    const isEmpty = (value) => !value || (Array.isArray(value) && !value.length);
    return Object.fromEntries(Object.entries(found).filter(([, value]) => !isEmpty(value)));
  };
}

/** The texts of a language, as they are in the source. */
export async function messagesOf(lang) {
  const button = lang === "en" ? 'export { buttonMessages } from "./en-button.ts";' : "";
  const { outputFiles } = await build({
    stdin: {
      contents: `export { messages } from "./${lang}.ts"; ${button}`,
      resolveDir: fileURLToPath(new URL("../../elements/notify-me/locales", import.meta.url)),
    },
    bundle: true,
    format: "esm",
    write: false,
  });
  const text = Buffer.from(outputFiles[0].contents).toString("base64");
  const { messages, buttonMessages } = await import(`data:text/javascript;base64,${text}`);
  return { ...buttonMessages, ...messages };
}

/** Defines tests for each engine, with a browser, a site and an emulator. */
export function inPages(name, define) {
  for (const engine of engines) {
    describe(`${name} in ${engine}`, { timeout: 300_000 }, () => {
      const shop = { engine };
      before(async () => {
        const now = () => Date.parse("2026-08-01T12:00:00Z");
        shop.emulator = await createEmulator({ feed: FEED, now, strict: true });
        shop.site = await startSite(shop.emulator.url);
        shop.browser = await open(engine, { width: 800, height: 900 });
      });
      after(async () => {
        await shop.browser?.close();
        await Promise.all([shop.site?.close(), shop.emulator?.close()]);
      });
      shop.run = (script, ...values) => shop.browser.run(script, ...values);
      shop.until = (script, options) => shop.browser.until(script, { timeout: 10_000, ...options });
      /** An element of this shop; `attributes` as written in markup. */
      shop.element = (attributes = "", content = '<a href="/contact">Write to us</a>') =>
        `<notify-me company-id="ABC123" endpoint="${shop.emulator.url}" ${attributes}>${content}</notify-me>`;
      /** Opens a page and waits for its elements. */
      shop.open = async (body, options) => {
        await shop.browser.goto(shop.site.url + shop.site.page(body, options));
        await shop.until(
          () => Boolean(window.state?.()) || !document.querySelector("notify-me").matches(":defined"),
        );
      };
      shop.state = () => shop.run(() => window.state());
      /** Waits until what is seen has these members. */
      shop.shows = async (members, message = JSON.stringify(members)) => {
        let found;
        await eventually(
          async () => {
            found = await shop.state();
            return Object.entries(members).every(([key, value]) => same(found?.[key], value));
          },
          { timeout: 10_000, message },
        ).catch(() => assert.deepEqual(found, { ...found, ...members }));
        return found;
      };
      /** Clicks and types as a shopper does. */
      shop.click = async (css) => shop.browser.click(await shop.browser.shadow("notify-me", css));
      shop.type = async (css, ...keys) =>
        shop.browser.type(await shop.browser.shadow("notify-me", css), ...keys);
      shop.press = (...keys) => shop.browser.press(...keys);
      shop.eventually = eventually;
      shop.messages = messagesOf;
      shop.clear = async (css) => {
        const field = await shop.browser.shadow("notify-me", css);
        await shop.browser.run((input) => {
          input.value = "";
          input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        }, field);
      };
      /** Sets attributes of the element, one after the other. */
      shop.set = (values) =>
        shop.run((values) => {
          const host = document.querySelector("notify-me");
          for (const [name, value] of Object.entries(values)) {
            if (value === null) host.removeAttribute(name);
            else host.setAttribute(name, value);
          }
        }, values);
      /** Erases what the device keeps of earlier tests. */
      shop.forget = () =>
        shop.run(
          `const { BackInStock } = await import("/dist/web.js");
           await new BackInStock({ companyId: "ABC123", endpoint: arguments[0] }).forget();`,
          shop.emulator.url,
        );
      /** The page gets this answer to its next requests, with an error document. */
      shop.answer = (status, code, pointer, detail = "A detail") =>
        shop.run(
          (status, code, pointer, detail) => {
            const errors = [{ id: "1", status, code, title: "A title", detail, source: { pointer } }];
            window.fetch = async () => new Response(JSON.stringify({ errors }), { status });
          },
          status,
          code,
          pointer,
          detail,
        );
      shop.events = () => shop.run(() => window.events);
      shop.sent = () => shop.emulator.state().requests.filter(({ method }) => method === "POST");
      /** What axe-core finds wrong. */
      shop.axe = async () => {
        const found = await shop.run(
          `${axe}; const { violations } = await axe.run(); return violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html + node.failureSummary).join(" "));`,
        );
        assert.deepEqual(found, []);
      };
      define(shop);
      test("no policy violations, and only expected console messages", async () => {
        const complaints = await shop.browser.console();
        const expected = shop.complaints ?? [];
        const strange = complaints.filter(({ text }) => !expected.some((pattern) => pattern.test(text)));
        assert.deepEqual(strange, []);
      });
    });
  }
}

const same = (found, wanted) =>
  wanted instanceof RegExp ? wanted.test(String(found)) : JSON.stringify(found) === JSON.stringify(wanted);
