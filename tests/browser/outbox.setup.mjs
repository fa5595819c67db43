import { createServer } from "node:http";
import { after, before, describe } from "node:test";
import { engines, eventually, open } from "./driver.mjs";
import { folder, serve } from "./static-server.mjs";

const dist = folder(new URL("../../dist/", import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' http://127.0.0.1:*; require-trusted-types-for 'script'; trusted-types 'none'";

/** What a page of these tests does before anything else, by its path. */
const BEFORE = {
  "/": "",
  "/without-indexeddb": 'Object.defineProperty(window, "indexedDB", { value: undefined });',
  "/without-locks": 'Object.defineProperty(navigator, "locks", { value: undefined });',
  "/full": 'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };',
  "/hanging": "IDBFactory.prototype.open = () => ({ addEventListener() {}, removeEventListener() {} });",
  "/year-later": "const now = Date.now; Date.now = () => now() + 365 * 86_400_000;",
  "/year-earlier": "const now = Date.now; Date.now = () => now() - 365 * 86_400_000;",
  "/without-channels":
    'window.BroadcastChannel = class { constructor() { throw new DOMException("denied", "SecurityError"); } };',
  "/opens-late": `const { open } = IDBFactory.prototype;
    let refused = 0;
    IDBFactory.prototype.open = function (name, version) {
      if (version && !refused++) throw new DOMException("not now", "UnknownError");
      return version ? open.call(this, name, version) : open.call(this, name);
    };`,
  // Each attempt at the endpoint is noted by the site: when it was sent, when it ended, and what was heard of it. By
  // beacons, since a page that is left must be able to speak, and tabs see each other's storage late.
  "/noting": `{
    const { fetch } = window;
    const beacon = navigator.sendBeacon.bind(navigator);
    window.fetch = async (url, init) => {
      const variant = /:::([^":]+)"/.exec(init?.body ?? "")?.[1];
      if (!variant) return fetch(url, init);
      const id = crypto.randomUUID();
      let over = false;
      const note = (what) => beacon("/note?" + new URLSearchParams({ variant, id, what, at: Date.now() }));
      const ended = (what) => {
        if (!over) note(what);
        over = true;
      };
      note("sent");
      init.signal.addEventListener("abort", () => ended("unheard"));
      try {
        const response = await fetch(url, init);
        ended(response.status === 202 ? "accepted" : "heard");
        return response;
      } catch (error) {
        ended("unheard");
        throw error;
      }
    };
  }`,
  "/worker": 'navigator.serviceWorker.register("/worker.js");',
  "/without-crypto": 'Object.defineProperty(crypto, "subtle", { value: undefined });',
};

const page = (path) =>
  `<!doctype html><meta charset="utf-8"><title>outbox</title><script src="/before${path}"></script><script type="module" src="/page.mjs"></script>`;

/** A service worker as shops have them: everything goes through it, and what fails there is answered by it. */
const worker = `
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) =>
  event.respondWith(fetch(event.request).catch(() => new Response("offline", { status: 503 }))));
`;

/** Runs in the page: creates a client of the endpoint in the page's URL, and records its events. */
const script = `
import { BackInStock } from "/dist/web.js";
import "/dist/element-define.js";
const endpoint = new URLSearchParams(location.search).get("endpoint");
const make = (options) => new BackInStock({ companyId: "ABC123", endpoint, timeout: 1_000, ...options });
const settled = [];
const client = make();
const plain = (error) => error && (({ code, field, message, status }) =>
  ({ code, field, message, status, isError: error instanceof Error }))(error);
client.addEventListener("settled", ({ detail }) => settled.push({ ...detail, error: plain(detail.error) }));
const subscribe = (variant, more = {}, options) =>
  client.subscribe({ variant, profile: { email: "ann@example.com" }, ...more }, options).catch(plain);
/** All that is stored, as it is. */
const stored = async () => {
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open("back-in-stock:ABC123");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = {};
  for (const name of db.objectStoreNames) {
    const store = db.transaction(name).objectStore(name);
    const read = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    all[name] = [await read(store.getAllKeys()), await read(store.getAll())];
  }
  db.close();
  return all;
};
/** Changes every stored entry, as somebody could between two visits. */
const tamper = async (change) => {
  const db = await new Promise((resolve) => {
    const request = indexedDB.open("back-in-stock:ABC123");
    request.onsuccess = () => resolve(request.result);
  });
  const store = db.transaction("entries", "readwrite").objectStore("entries");
  const entries = await new Promise((resolve) => {
    const request = store.getAll();
    request.onsuccess = () => resolve(request.result);
  });
  for (const entry of entries) for (const next of [change(entry)].flat()) store.put(next);
  await new Promise((resolve) => { store.transaction.oncomplete = resolve; });
  db.close();
};
const opened = (version, upgrade) => new Promise((resolve, reject) => {
  const request = indexedDB.open("back-in-stock:ABC123", version);
  request.onupgradeneeded = () => upgrade(request.result);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
/** Makes what is remembered older. */
const age = async (ms) => {
  const db = await opened();
  const store = db.transaction("history", "readwrite").objectStore("history");
  store.openCursor().onsuccess = ({ target: { result: at } }) => {
    if (!at) return;
    if (typeof at.value === "number") at.update(at.value - ms);
    at.continue();
  };
  await new Promise((resolve) => { store.transaction.oncomplete = resolve; });
  db.close();
};
/** A database of version 2: an entry of the old shape, and something that is remembered. */
const makeVersion2 = async () => {
  await erase();
  const db = await opened(2, (db) => {
    db.createObjectStore("entries", { keyPath: "id" });
    db.createObjectStore("asked");
  });
  const { transaction } = db.transaction(["entries", "asked"], "readwrite").objectStore("entries");
  const fields = "\u0000\u0000\u0000'SKU-1\u0000\u0000\u0000\u0000'ann@example.com";
  transaction.objectStore("entries").put({
    id: '[null,{"data":{}},null]', fields, paths: "integration catalog country variant.id", created: Date.now(),
    uncertain: 0, due: 0, lease: 0, owner: "", attempts: 1, step: 1, reason: "network",
  });
  transaction.objectStore("asked").put(Date.now(), "ann@example.com");
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  db.close();
};
const later = async () => {
  await erase();
  (await opened(9, (db) => db.createObjectStore("other"))).close();
};
const erase = () => new Promise((resolve) => {
  const request = indexedDB.deleteDatabase("back-in-stock:ABC123");
  request.onsuccess = resolve;
});
/** Keeps a transaction open for so long; resolves when it is. */
const busy = async (store, ms) => {
  const until = Date.now() + ms;
  await new Promise((resolve) => {
    const again = () => {
      resolve();
      if (Date.now() < until) store.count().onsuccess = again;
    };
    store.count().onsuccess = again;
  });
};
/** Keeps the database busy for so long, as another page or a busy engine may; resolves when it is. */
const occupy = async (ms) => {
  const db = await opened();
  const store = db.transaction("entries", "readwrite").objectStore("entries");
  store.transaction.oncomplete = () => db.close();
  await busy(store, ms);
};
/** The same before anybody can open it; resolves when it can be opened. */
const occupyUpgrade = async (ms) => {
  (await opened(1, (db) => void busy(db.createObjectStore("entries", { keyPath: "id" }), ms))).close();
};
window.shop = { busy, opened, occupy, occupyUpgrade, make, client, settled, subscribe, stored, tamper, erase, age, makeVersion2, later };
`;

/** Longer than an attempt may take (`timeout`), and shorter than its lease: who left said nothing of its end. */
const ATTEMPT = 1_000;

/** What pages at `/noting` say of their attempts, in whatever order it comes. */
function noteBook() {
  const attempts = new Map();
  return {
    note({ variant, id, what, at }) {
      const attempt = attempts.get(id) ?? { variant };
      const time = Number(at);
      attempts.set(id, what === "sent" ? { ...attempt, from: time } : { ...attempt, what, to: time });
    },
    /** How often it was sent, heard of and accepted, and how many attempts began while another was under way. */
    of(variant) {
      const mine = [...attempts.values()]
        .filter((attempt) => attempt.variant === variant)
        .sort((a, b) => a.from - b.from);
      const heard = mine.filter(({ what }) => what === "heard" || what === "accepted");
      const accepted = heard.filter(({ what }) => what === "accepted");
      const end = ({ from, to }) => to ?? from + ATTEMPT;
      const twice = mine.filter((attempt, index) => index > 0 && attempt.from < end(mine[index - 1]));
      return { sent: mine.length, heard: heard.length, accepted: accepted.length, twice: twice.length };
    },
  };
}

export async function site() {
  const notes = noteBook();
  const server = await serve((request, response) => {
    const [path, query] = request.url.split("?");
    // Trusted types would forbid the address of a service worker, too.
    const policy = path.endsWith("/worker") ? POLICY.replace(/; require-.*/, "") : POLICY;
    response.setHeader("content-security-policy", policy);
    const send = (type, text) => response.setHeader("content-type", type).end(text);
    if (path === "/note") {
      notes.note(Object.fromEntries(new URLSearchParams(query)));
      return response.end();
    }
    if (path === "/page.mjs") return send("text/javascript", script);
    if (path === "/worker.js") return send("text/javascript", worker);
    if (path.startsWith("/before")) return send("text/javascript", BEFORE[path.slice(7)]);
    if (path.startsWith("/dist/")) {
      request.url = path.slice(5);
      return dist(request, response);
    }
    if (path in BEFORE) return send("text/html", page(path));
    return response.writeHead(404).end();
  });
  return { ...server, notes };
}

/** An endpoint of another origin. `answer(response, request, index)` answers; without it, all is accepted. */
async function endpoint() {
  const requests = [];
  const state = { requests, answer: undefined };
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*, content-type, revision, accept");
    response.setHeader("access-control-max-age", "0");
    if (request.method === "OPTIONS") return response.end();
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const { pathname } = new URL(request.url, "http://localhost");
      const index =
        requests.push({
          path: pathname,
          url: request.url,
          headers: request.headers,
          text,
          variant: /SKU-[\w-]+/.exec(text)?.[0],
        }) - 1;
      if (state.answer) state.answer(response, requests[index], index);
      else response.writeHead(202).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return Object.assign(state, { url: `http://127.0.0.1:${server.address().port}`, close });
}

/** Defines tests for each engine, with a browser, a shop's page and an endpoint. */
export function inShops(name, define) {
  for (const engine of engines) {
    describe(`${name} in ${engine}`, { timeout: 300_000 }, () => {
      const shop = {};
      before(async () => {
        shop.site = await site();
        shop.endpoint = await endpoint();
        shop.browser = await open(engine);
      });
      after(async () => {
        await shop.browser?.close();
        await Promise.all([shop.site?.close(), shop.endpoint?.close()]);
      });
      shop.engine = engine;
      shop.open = async (path = "/") => {
        await shop.browser.goto(`${shop.site.url}${path}?endpoint=${encodeURIComponent(shop.endpoint.url)}`);
        await shop.browser.until(() => Boolean(window.shop));
      };
      /** A page of a shop where nobody was before. */
      shop.fresh = async (path = "/") => {
        await shop.open();
        await shop.run("await shop.client.forget()");
        shop.endpoint.requests.length = 0;
        shop.endpoint.answer = undefined;
        await shop.open(path);
      };
      shop.run = (code, ...values) => shop.browser.run(code, ...values);
      shop.until = (code, options) => shop.browser.until(code, options);
      shop.eventually = eventually;
      define(shop);
    });
  }
}

/** Answers the given number of requests with a status, and accepts the rest. */
export const failing =
  (times, status = 503, headers = {}) =>
  (response, _, index) =>
    response.writeHead(index < times ? status : 202, index < times ? headers : {}).end();

/** Breaks the given number of connections. */
export const breaking = (times) => (response, _, index) =>
  index < times ? response.destroy() : response.writeHead(202).end();
