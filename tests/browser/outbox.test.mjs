// What must not be lost: stored before it is sent, sent again, and removed when the answer is final.
import assert from "node:assert/strict";
import { test } from "node:test";
import { breaking, failing, inShops } from "./outbox.setup.mjs";

const DAY = 86_400_000;

const PIECE = Buffer.alloc(65_536, "x");
const GIGABYTE = 2 ** 30;

inShops("the outbox", (shop) => {
  /** Waits until the queue is empty. */
  const delivered = () =>
    shop.until("return (await shop.client.pending()) === 0", {
      timeout: 20_000,
      message: "all is delivered",
    });
  const variants = () => shop.endpoint.requests.map(({ variant }) => variant);
  const subscribe = (variant, more) => shop.run("return shop.subscribe(...arguments)", variant, more ?? {});

  test("an accepted request leaves nothing that was typed", async () => {
    await shop.fresh();
    assert.deepEqual(await subscribe("SKU-1"), { status: "accepted" });
    assert.equal(await shop.run("return shop.client.pending()"), 0);
    const stored = await shop.run("return JSON.stringify(await shop.stored())");
    assert.ok(!/ann|example|SKU/.test(stored), stored);
  });

  test("shopper input appears in request bodies only: not in URLs, headers, logs, errors or storage", async () => {
    await shop.fresh();
    await shop.browser.console();
    const typed = "typed+{{7*7}}'--@example.com";
    shop.endpoint.answer = (response, { text }, index) => {
      const detail = `<img src=x onerror=alert(1)> ${text}`;
      if (index === 0) return response.writeHead(503).end(detail);
      if (index === 1) return response.writeHead(202).end(detail);
      response.writeHead(400, { "content-type": "application/json" });
      return response.end(JSON.stringify({ errors: [{ code: "invalid", title: detail, detail }] }));
    };
    const seen = await shop.run(async (email) => {
      const outcomes = [await shop.subscribe("SKU-1", { profile: { email } }), await shop.client.flush()];
      outcomes.push(await shop.subscribe("SKU-2", { profile: { email } }));
      outcomes.push(await shop.subscribe("SKU-3", { profile: { email: `${email} x` } }));
      const resources = performance.getEntriesByType("resource").map(({ name }) => name);
      const kept = [{ ...localStorage }, { ...sessionStorage }, document.cookie, await shop.stored()];
      return JSON.stringify([outcomes, shop.settled, resources, kept, document.documentElement.outerHTML]);
    }, typed);
    assert.equal(shop.endpoint.requests.length, 3);
    assert.ok(shop.endpoint.requests.every(({ text }) => text.includes("typed+{{7*7}}")));
    const sent = JSON.stringify(shop.endpoint.requests.map(({ url, headers }) => [url, headers]));
    const complaints = JSON.stringify(await shop.browser.console());
    for (const place of [seen, sent, complaints]) assert.ok(!/typed|7\*7|onerror/.test(place), place);
    assert.match(seen, /"rejected"/);
    assert.match(seen, /"invalid_email"/);
  });

  test("nothing but the script is loaded before the first submit, and no database is made", async () => {
    await shop.fresh();
    // The previous page's outbox may have replayed after the queue was erased; this page has no outbox yet.
    await shop.run("await shop.erase()");
    await shop.open();
    await shop.run("await new Promise((resolve) => setTimeout(resolve, 500))");
    const databases = async () => (await indexedDB.databases?.())?.map(({ name }) => name) ?? ["?"];
    assert.deepEqual(
      (await shop.run(databases)).filter((name) => name !== "?"),
      [],
    );
    const loaded = await shop.run(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(!loaded.some((name) => name.endsWith(".wasm")), loaded.join());
    const before = loaded.length;
    await subscribe("SKU-1");
    const after = await shop.run(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(after.length >= before + 2, after.join());
    assert.equal((await shop.run(databases)).length, 1);
  });

  test("a temporary failure is queued, and delivered while the page is open", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(2);
    const [sentAt, wait, outcome] = await shop.run(async () => {
      const sentAt = Date.now();
      const { retryAt, ...outcome } = await shop.subscribe("SKU-1");
      return [sentAt, retryAt - Date.now(), outcome];
    });
    assert.deepEqual(outcome, { status: "queued", reason: "service", durable: true });
    assert.ok(wait > -1_000 && wait < 60_000, `${wait} ms`);
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1", "SKU-1"]);
    const [settled] = await shop.until("return shop.settled.length && shop.settled");
    assert.deepEqual(settled.outcome, { status: "accepted" });
    assert.equal(settled.variant, "$custom:::$default:::SKU-1");
    assert.deepEqual(settled.channels, ["EMAIL"]);
    const requestedAt = await shop.run(() => window.shop.settled[0].requestedAt.getTime());
    assert.ok(requestedAt >= sentAt && requestedAt <= Date.now(), `${requestedAt}`);
  });

  test("a request that is aborted while its failure is stored leaves nothing", async () => {
    await shop.fresh();
    const code = await shop.run(async () => {
      const { fetch } = window;
      const { put } = IDBObjectStore.prototype;
      const controller = new AbortController();
      window.fetch = async (url, options) => {
        if (options?.method !== "POST") return fetch(url, options);
        window.fetch = fetch;
        IDBObjectStore.prototype.put = function (...values) {
          IDBObjectStore.prototype.put = put;
          controller.abort();
          return put.apply(this, values);
        };
        throw new TypeError("no network");
      };
      const request = { variant: "SKU-1", profile: { email: "ann@example.com" } };
      const error = await shop.client.subscribe(request, { signal: controller.signal }).catch((one) => one);
      return error.code;
    });
    assert.equal(code, "aborted");
    await delivered();
    assert.deepEqual(variants(), []);
  });

  test("a challenge page is not a rejection: the request is sent again", async () => {
    await shop.fresh();
    shop.endpoint.answer = (response, _, index) => {
      const challenge = { "content-type": "text/html", "cf-mitigated": "challenge" };
      if (index) response.writeHead(202).end();
      else response.writeHead(403, challenge).end("<!doctype html><title>Just a moment...</title>");
    };
    assert.equal((await subscribe("SKU-1")).reason, "service");
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
    const [settled] = await shop.until("return shop.settled.length && shop.settled");
    assert.deepEqual(settled.outcome, { status: "accepted" });
  });

  test("a reloaded page sends the queued requests once", async () => {
    await shop.fresh();
    shop.endpoint.answer = breaking(2);
    assert.equal((await subscribe("SKU-1")).reason, "network");
    await shop.run("location.reload()").catch(() => {});
    await shop.until(() => Boolean(window.shop));
    await delivered();
    await shop.until(() => window.shop.settled.length);
    assert.ok(variants().length <= 3, variants().join());
  });

  test("a page that is left in mid-flight: the request is sent, and sent again", async () => {
    await shop.fresh();
    shop.endpoint.answer = (response, _, index) => index > 0 && response.writeHead(202).end();
    await shop.run("shop.subscribe('SKU-1')");
    await shop.eventually(() => variants().length === 1);
    assert.equal(await shop.run("return shop.client.pending()"), 1);
    await shop.open();
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("a page suspended longer than its lease: entries leased by another page are postponed", async () => {
    await shop.fresh();
    shop.endpoint.answer = (response) => setTimeout(() => response.writeHead(503).end(), 500);
    const [outcome, wait] = await shop.run(async () => {
      const asked = shop.subscribe("SKU-1");
      await new Promise((resolve) => setTimeout(resolve, 250));
      await shop.tamper((entry) => ({ ...entry, owner: "another", lease: Date.now() + 60_000 }));
      const { retryAt, ...outcome } = await asked;
      return [outcome, retryAt - Date.now()];
    });
    assert.deepEqual(outcome, { status: "queued", reason: "service", durable: true });
    assert.ok(wait > 50_000 && wait <= 60_000, `${wait} ms`);
    assert.equal(await shop.run("return shop.client.pending()"), 1);
  });

  test("an equal request is one entry; a refusal is final", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(2);
    await subscribe("SKU-1");
    await subscribe("SKU-1");
    assert.equal(await shop.run("return shop.client.pending()"), 1);
    shop.endpoint.answer = (response) => response.writeHead(400).end();
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 0, pending: 0 });
    const [{ error }] = await shop.run("return shop.settled");
    assert.equal(error.code, "rejected");
  });

  test("throttled: other queued requests wait, new requests do not", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(3, 429);
    for (const variant of ["SKU-1", "SKU-2", "SKU-3"]) {
      assert.equal((await subscribe(variant)).reason, "throttled");
    }
    shop.endpoint.answer = (response, { variant }) =>
      response.writeHead(variant === "SKU-9" ? 202 : 429).end();
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 0, pending: 3 });
    assert.equal(variants().length, 4);
    assert.equal((await subscribe("SKU-9")).status, "accepted");
    shop.endpoint.answer = undefined;
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 3, pending: 0 });
  });

  test("consent first, the newsletter last: accepted calls are not repeated", async () => {
    await shop.fresh();
    const more = {
      profile: { email: "ann@example.com", phoneNumber: "+15005550006" },
      channels: ["SMS"],
      marketing: { listId: "LIST01", sms: true, email: true },
    };
    shop.endpoint.answer = (response, _, index) =>
      response.writeHead([202, 503, 202, 503][index] ?? 202).end();
    assert.equal((await subscribe("SKU-1", more)).status, "queued");
    await delivered();
    const kinds = shop.endpoint.requests.map(({ path, text }) =>
      path.includes("back-in-stock") ? "alert" : text.includes('"sms"') ? "consent" : "newsletter",
    );
    assert.deepEqual(kinds, ["consent", "alert", "alert", "newsletter", "newsletter"]);
    const settled = await shop.run("return shop.settled.map(({ outcome }) => outcome)");
    assert.deepEqual(settled, [{ status: "accepted", marketing: { status: "accepted" } }]);
  });

  test("a newsletter that waits does not hold back the acceptance", async () => {
    await shop.fresh();
    shop.endpoint.answer = (response, _, index) => response.writeHead([202, 503][index] ?? 202).end();
    const words = await shop.run(async () => {
      const { status, marketing } = await shop.subscribe("SKU-1", {
        marketing: { listId: "LIST01", email: true },
      });
      return [status, marketing.status, marketing.error.code];
    });
    assert.deepEqual(words, ["accepted", "queued", "service_unavailable"]);
    await delivered();
  });

  test("a request accepted before is reported as such and sent anyway; a 409 then counts as accepted", async () => {
    await shop.fresh();
    assert.deepEqual(await subscribe("SKU-1"), { status: "accepted" });
    assert.deepEqual(await subscribe("SKU-1"), { status: "already-requested" });
    assert.deepEqual(await subscribe("SKU-2"), { status: "accepted" });
    assert.deepEqual(await subscribe("SKU-1", { channels: ["EMAIL", "PUSH"] }), { status: "accepted" });
    await shop.open();
    assert.deepEqual(await subscribe("SKU-1"), { status: "already-requested" });
    shop.endpoint.answer = (response) => response.writeHead(409).end();
    const more = { marketing: { listId: "LIST01", email: true } };
    assert.deepEqual(await subscribe("SKU-1"), { status: "already-requested" });
    assert.equal((await subscribe("SKU-3")).code, "rejected");
    shop.endpoint.answer = (response, { path }) =>
      response.writeHead(path.includes("back") ? 409 : 202).end();
    const accepted = { status: "accepted" };
    assert.deepEqual(await subscribe("SKU-1", more), { status: "already-requested", marketing: accepted });
    assert.equal(variants().length, 9);
    const stored = await shop.run("return JSON.stringify(await shop.stored())");
    assert.ok(!/ann|example|SKU/.test(stored), stored);
    await shop.run("await shop.client.forget()");
    assert.equal((await subscribe("SKU-2")).code, "rejected");
  });

  test("requests older than a month are forgotten", async () => {
    await shop.fresh();
    await subscribe("SKU-1");
    await shop.run(`await shop.age(${31 * DAY})`);
    assert.deepEqual(await subscribe("SKU-2"), { status: "accepted" });
    assert.deepEqual(await subscribe("SKU-1"), { status: "accepted" });
  });

  test("without Web Crypto, it is remembered as long as the page stays", async () => {
    await shop.fresh("/without-crypto");
    await subscribe("SKU-1");
    assert.deepEqual(await subscribe("SKU-1"), { status: "already-requested" });
    await shop.open("/without-crypto");
    assert.deepEqual(await subscribe("SKU-1"), { status: "accepted" });
  });

  test("a database of version 2 is discarded: its entries have another shape", async () => {
    await shop.fresh();
    await shop.run("await shop.makeVersion2()");
    await shop.open();
    // The page looks for queued requests once it is idle.
    await shop.until("return Object.keys(await shop.stored()).join() === 'entries,history'");
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 0, pending: 0 });
    const stored = await shop.run("return JSON.stringify(await shop.stored())");
    assert.ok(!/ann|example|SKU/.test(stored), stored);
    assert.deepEqual(variants(), []);
    shop.endpoint.answer = failing(1);
    assert.equal((await subscribe("SKU-1")).durable, true);
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 1, pending: 0 });
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("an error in another tab has its code, field, message and status", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(1);
    await subscribe("SKU-1");
    await shop.run("await shop.tamper((entry) => ({ ...entry, due: Date.now() + 100_000 }))");
    const { driver } = shop.browser;
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow("tab");
    try {
      await shop.open();
      shop.endpoint.answer = (response) => {
        const source = { pointer: "/data/attributes/profile/data/attributes/email" };
        response.writeHead(400, { "content-type": "application/json" });
        response.end(JSON.stringify({ errors: [{ code: "invalid", source }] }));
      };
      await shop.run("await shop.client.flush()");
      await shop.until("return shop.settled.length === 1");
    } finally {
      await driver.close();
      await driver.switchTo().window(first);
    }
    await shop.until("return shop.settled.length === 1");
    assert.deepEqual(await shop.run("return shop.settled[0].error"), {
      code: "invalid_email",
      field: "email",
      message: "email was rejected by Klaviyo",
      status: 400,
      isError: true,
    });
  });

  test("an empty database created by another script is used", async () => {
    await shop.fresh();
    await shop.run("await shop.stored()");
    shop.endpoint.answer = failing(1);
    const { status, durable } = await subscribe("SKU-1");
    assert.deepEqual([status, durable], ["queued", true]);
  });

  test("a database of a later version is left alone", async () => {
    await shop.fresh();
    await shop.run("await shop.later()");
    shop.endpoint.answer = failing(1);
    const { status, durable } = await subscribe("SKU-1");
    assert.deepEqual([status, durable], ["queued", false]);
    assert.deepEqual(await shop.run("return Object.keys(await shop.stored())"), ["other"]);
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 1, pending: 0 });
  });

  for (const path of ["/without-indexeddb", "/full", "/hanging"]) {
    test(`${path}: entries are in memory, and reported as not durable`, async () => {
      await shop.fresh(path);
      shop.endpoint.answer = failing(1);
      const outcome = await subscribe("SKU-1");
      assert.deepEqual([outcome.status, outcome.durable], ["queued", false]);
      await shop.until("return shop.settled.length === 1", { timeout: 20_000 });
      assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
    });
  }

  test("without Web Locks", async () => {
    await shop.fresh("/without-locks");
    shop.endpoint.answer = failing(1);
    await subscribe("SKU-1");
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("a database that is deleted in mid-flight", async () => {
    await shop.fresh();
    let answer;
    shop.endpoint.answer = (response, _, index) => {
      if (index > 0) return response.writeHead(202).end();
      answer = () => response.writeHead(503).end();
    };
    await shop.run("window.asked = shop.subscribe('SKU-1')");
    await shop.eventually(() => answer);
    await shop.run("await shop.erase()");
    answer();
    assert.equal((await shop.run("return window.asked")).status, "queued");
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("forget() erases everything, including requests in flight", async () => {
    await shop.fresh();
    await subscribe("SKU-0");
    let answer;
    shop.endpoint.answer = (response) => {
      answer = () => response.writeHead(503).end();
    };
    await shop.run("window.asked = shop.subscribe('SKU-1')");
    await shop.eventually(() => answer);
    await shop.run("await shop.client.forget()");
    answer();
    assert.equal((await shop.run("return window.asked")).code, "service_unavailable");
    assert.equal(await shop.run("return shop.client.pending()"), 0);
    const stored = await shop.run("return shop.stored()");
    for (const [name, [keys]] of Object.entries(stored)) assert.deepEqual(keys, [], name);
  });

  test("forget() does not wait for a tab that keeps its connection, such as a frozen one", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(9);
    await subscribe("SKU-0");
    await shop.run("window.kept = await shop.opened()");
    await shop.run("await shop.client.forget()");
    assert.equal(await shop.run("return shop.client.pending()"), 0);
    assert.equal((await subscribe("SKU-1")).durable, true);
    await shop.run("window.kept.close()");
  });

  test("an abort before the answer removes the entry", async () => {
    await shop.fresh();
    shop.endpoint.answer = () => {};
    const code = await shop.run(async () => {
      const stop = new AbortController();
      const outcome = shop.subscribe("SKU-1", {}, { signal: stop.signal });
      setTimeout(() => stop.abort(), 200);
      return (await outcome).code;
    });
    assert.equal(code, "aborted");
    await delivered();
  });

  test("requests that were throttled or sent offline do not count as accepted", async () => {
    await shop.fresh();
    const uncertain = () =>
      shop.run("return (await shop.stored()).entries[1].map(({ uncertain }) => uncertain > 0)");
    shop.endpoint.answer = failing(1, 429);
    await subscribe("SKU-1");
    assert.deepEqual(await uncertain(), [false]);
    shop.endpoint.answer = failing(9, 503);
    await shop.run("await shop.client.flush()");
    assert.deepEqual(await uncertain(), [true]);
    shop.endpoint.answer = failing(9, 429);
    await shop.run("await shop.client.flush()");
    assert.deepEqual(await uncertain(), [true]);
    await shop.run("await shop.client.forget()");
    shop.endpoint.answer = failing(99, 503);
    await shop.run('Object.defineProperty(navigator, "onLine", { value: false, configurable: true })');
    await subscribe("SKU-2");
    assert.deepEqual(await uncertain(), [false]);
  });

  test("aborted and requested again at once: the second request is stored", async () => {
    await shop.fresh();
    shop.endpoint.answer = () => {};
    const pending = await shop.run(async () => {
      const stop = new AbortController();
      const first = shop.subscribe("SKU-1", {}, { signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, 200));
      stop.abort();
      void shop.subscribe("SKU-1");
      await first;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return shop.client.pending();
    });
    assert.equal(pending, 1);
    shop.endpoint.answer = undefined;
    await shop.open();
    await delivered();
  });

  test("a step that leaves nothing to do does not pass for an acceptance", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(1);
    await subscribe("SKU-1");
    await shop.run("await shop.tamper((entry) => ({ ...entry, step: 'newsletter' }))");
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 1, pending: 0 });
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("a database that never answers is waited for once", async () => {
    await shop.fresh("/hanging");
    const before = performance.now();
    assert.deepEqual(await subscribe("SKU-1"), { status: "accepted" });
    assert.ok(performance.now() - before < 3_500, `${performance.now() - before} ms`);
  });

  test("flush() sends all entries, even if a replay starts at the same time", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(99);
    await subscribe("SKU-1");
    const moments = [...Array(12).keys()];
    await shop.run(async (moments) => {
      for (const moment of moments) {
        await shop.tamper((entry) => ({ ...entry, due: Date.now() + 100_000, attempts: 1 }));
        const flushed = shop.client.flush();
        for (let step = 0; step < moment; step++) await undefined;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        await flushed;
      }
    }, moments);
    assert.equal(variants().length, 1 + moments.length);
  });

  test("a device that comes online during a replay: requests that failed offline are sent after it", async () => {
    await shop.fresh();
    const held = [];
    shop.endpoint.answer = (response) => response.destroy();
    for (const variant of ["SKU-1", "SKU-2"]) await subscribe(variant);
    // A browser may repeat a request whose connection broke.
    const failed = variants().length;
    await shop.run(() =>
      shop.tamper((entry) => ({ ...entry, due: entry.id.includes("SKU-1") ? Date.now() + 100_000 : 0 })),
    );
    shop.endpoint.answer = (response) => held.push(response);
    await shop.run('document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))');
    await shop.eventually(() => held.length === 1);
    await shop.run('dispatchEvent(new Event("online"))');
    shop.endpoint.answer = (response) => response.writeHead(202).end();
    held[0].writeHead(202).end();
    await delivered();
    assert.deepEqual(variants().slice(failed, failed + 2), ["SKU-2", "SKU-1"]);
  });

  test("a database that takes long to open is used once it is", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(9);
    const outcomes = await shop.run(async () => {
      await shop.erase();
      const made = shop.occupyUpgrade(4_000);
      const first = await shop.subscribe("SKU-1");
      await made;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [first, await shop.subscribe("SKU-2")];
    });
    assert.deepEqual(
      outcomes.map(({ durable }) => durable),
      [false, true],
    );
    assert.equal(await shop.run("return shop.client.pending()"), 2);
  });

  test("a database that is busy for long: the request is sent, stored once, and retried once", async () => {
    await shop.fresh();
    // It does not exist before.
    await subscribe("SKU-0");
    shop.endpoint.answer = failing(2);
    const [ms, outcome, pending] = await shop.run(async () => {
      await shop.occupy(5_000);
      const from = performance.now();
      const { retryAt, ...outcome } = await shop.subscribe("SKU-1");
      return [performance.now() - from, outcome, await shop.client.pending()];
    });
    assert.deepEqual(outcome, { status: "queued", reason: "service", durable: false });
    assert.ok(ms > 1_900 && ms < 4_500, `${ms} ms`);
    assert.equal(pending, 1);
    await delivered();
    assert.deepEqual(variants().slice(1), ["SKU-1", "SKU-1"]);
    assert.equal(await shop.run("return shop.client.pending()"), 0);
  });

  test("a database that is slow before and after an attempt: the request is queued", async () => {
    await shop.fresh();
    await subscribe("SKU-0");
    shop.endpoint.answer = () => {};
    const { status, reason } = await shop.run(async () => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...given) {
        IDBObjectStore.prototype.put = put;
        void shop.busy(this, 1_800);
        return put.apply(this, given);
      };
      // The attempt times out after 2.8 s, and its outcome cannot be stored for 2 s.
      setTimeout(() => void shop.occupy(5_000), 2_300);
      return shop.subscribe("SKU-1");
    });
    assert.deepEqual({ status, reason }, { status: "queued", reason: "network" });
    shop.endpoint.answer = undefined;
    await delivered();
  });

  test("a database that becomes busy during an attempt: its entry is the only copy, for other tabs too", async () => {
    await shop.fresh();
    shop.endpoint.answer = (response, _, index) =>
      setTimeout(() => response.writeHead(index ? 202 : 503).end(), index ? 0 : 600);
    const { driver } = shop.browser;
    const first = await driver.getWindowHandle();
    const outcome = await shop.run(async () => {
      const asked = shop.subscribe("SKU-1");
      await new Promise((resolve) => setTimeout(resolve, 300));
      await shop.occupy(3_500);
      return asked;
    });
    assert.equal(outcome.status, "queued");
    await driver.switchTo().newWindow("tab");
    try {
      await shop.open();
      const pending = await shop.run(async () => {
        await shop.occupy(3_500);
        return shop.client.pending();
      });
      // A database that is busy is not empty.
      assert.equal(pending, 1);
      await shop.until("return (await shop.client.flush()).pending === 0", {
        timeout: 10_000,
        interval: 200,
      });
    } finally {
      await driver.close();
      await driver.switchTo().window(first);
    }
    assert.equal((await shop.run("return shop.client.flush()")).pending, 0);
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("a failure with a gigabyte of words is not read to its end", async () => {
    await shop.fresh();
    let poured = 0;
    const over = new Promise((resolve) => {
      shop.endpoint.answer = (response, _, index) => {
        if (index) return response.writeHead(202).end();
        response.on("close", resolve).writeHead(500);
        const pour = () => {
          if (response.destroyed) return;
          poured += PIECE.length;
          if (poured === GIGABYTE) response.end();
          else if (response.write(PIECE)) setImmediate(pour);
          else response.once("drain", pour);
        };
        pour();
      };
    });
    const [ms, outcome] = await shop.run(async () => {
      const from = performance.now();
      const { retryAt, ...outcome } = await shop.subscribe("SKU-1");
      return [performance.now() - from, outcome];
    });
    assert.equal(outcome.reason, "service");
    await over;
    // WebKit receives to its end what a page has given up that was sent with `keepalive`; its database is busy so long.
    const stops = shop.engine !== "webkit";
    assert.ok(ms < (stops ? 1_000 : 3_500), `${ms} ms`);
    if (stops) assert.ok(poured < GIGABYTE / 10, `${poured} bytes`);
    await delivered();
    assert.deepEqual(variants(), ["SKU-1", "SKU-1"]);
  });

  test("a database that fails once is used again", async () => {
    await shop.fresh("/opens-late");
    shop.endpoint.answer = failing(9);
    assert.equal((await subscribe("SKU-1")).durable, false);
    assert.equal((await subscribe("SKU-2")).durable, true);
  });

  test("without channels between tabs", async () => {
    await shop.fresh("/without-channels");
    shop.endpoint.answer = failing(1);
    assert.equal((await subscribe("SKU-1")).durable, true);
    assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 1, pending: 0 });
  });

  test("the form reports the outcome of its own request, not of another request for the same variant", async () => {
    await shop.fresh();
    let status = 503;
    shop.endpoint.answer = (response) => response.writeHead(status).end();
    const words = () =>
      shop.run(
        () => document.querySelector("notify-me").shadowRoot.querySelector("[part=message]").textContent,
      );
    await shop.run(async () => {
      const form = document.createElement("notify-me");
      form.setAttribute("company-id", "ABC123");
      form.setAttribute("variant", "SKU-1");
      form.setAttribute("endpoint", new URLSearchParams(location.search).get("endpoint"));
      document.body.append(form);
      await form.show();
      form.shadowRoot.querySelector("input").value = "ann@example.com";
      form.shadowRoot.querySelector("form").requestSubmit();
    });
    await shop.eventually(async () => (await words()).startsWith("We couldn't send this yet."));
    const other = (requestedAt) => {
      const channel = new BroadcastChannel("back-in-stock:ABC123");
      const settled = {
        variant: "$custom:::$default:::SKU-1",
        channels: ["EMAIL"],
        requestedAt,
        status: "accepted",
      };
      channel.postMessage({ settled });
      channel.close();
    };
    await shop.run(other, Date.now() - 100_000);
    await shop.run("await new Promise((resolve) => setTimeout(resolve, 200))");
    assert.match(await words(), /^We couldn't send this yet/);
    status = 202;
    await shop.run("await shop.client.flush()");
    await shop.eventually(async () => /^We'll email you/.test(await words()));
  });

  test("an entry that may have been accepted more than a day ago is not sent again, nor is an expired entry", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(3);
    for (const variant of ["SKU-1", "SKU-2", "SKU-3"]) await subscribe(variant);
    await shop.run(
      `await shop.tamper((entry) => {
        const now = Date.now();
        if (entry.id.includes("SKU-1")) return { ...entry, uncertain: now - 1.1 * ${DAY} };
        if (entry.id.includes("SKU-2")) return { ...entry, created: now - 14.1 * ${DAY}, uncertain: 0 };
        return { ...entry, created: now - 13.9 * ${DAY}, uncertain: now - 0.9 * ${DAY} };
      })`,
    );
    await shop.run("await shop.client.flush()");
    await delivered();
    assert.deepEqual(variants().slice(3), ["SKU-3"]);
    const codes = await shop.run(
      "return shop.settled.map(({ error, outcome }) => error?.code ?? outcome.status)",
    );
    assert.deepEqual(codes.sort(), ["accepted", "storage", "storage"]);
  });

  test("at most 200 wait, and the oldest is dropped with a word", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(2);
    await subscribe("SKU-0");
    await shop.run(`await shop.tamper((entry) => Array.from({ length: 200 }, (_, index) => ({
      ...entry, id: entry.id.replaceAll("SKU-0", "SKU-" + index), request: { ...entry.request, variant: "SKU-" + index },
      created: Date.now() - 1_000_000 + index * 1_000, due: Date.now() + 100_000,
    })))`);
    await subscribe("SKU-999");
    await shop.until("return (await shop.client.pending()) === 200");
    const settled = await shop.run("return shop.settled.map(({ variant, error }) => variant + error.code)");
    assert.deepEqual(settled, ["$custom:::$default:::SKU-0storage"]);
  });

  test("tampered storage does no harm", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(1);
    await subscribe("SKU-1");
    await shop.run(`await shop.tamper((entry) => [
      { id: "a" }, { id: "b", request: 5, scope: [], created: "x", due: NaN, lease: Infinity, step: 99 },
      { ...entry, id: "c", request: { ...entry.request, profile: { email: "'><script>@example.com" } } },
      { ...entry, id: "d", request: { ...entry.request, variant: "SKU-D" },
        scope: { privateKey: "pk_1", endpoint: "https://evil.example", companyId: "XYZ789" } },
      { ...entry, id: "e", step: "alert", due: Infinity, lease: 1e300, attempts: -1, owner: {} },
      { ...entry, id: "f", lease: {} },
      { ...entry, id: "g", due: [], uncertain: [1, 2], reason: 7, step: [], newlyUncertain: {} },
      { ...entry, id: "h", due: 5n, attempts: 5n, created: String(entry.created) },
      entry,
    ])`);
    await shop.open();
    await delivered();
    assert.ok(variants().length <= 7, variants().join());
    // Where it is sent is not for the storage to say.
    const { url } = shop.endpoint.requests.find(({ variant }) => variant === "SKU-D");
    assert.match(url, /company_id=ABC123$/);
    const complaints = (await shop.browser.console()).filter(({ text }) => !/503|favicon/.test(text));
    assert.deepEqual(complaints, []);
  });

  for (const path of ["/year-later", "/year-earlier"]) {
    test(`a clock that jumps: ${path}`, async () => {
      await shop.fresh();
      shop.endpoint.answer = failing(1);
      await subscribe("SKU-1");
      await shop.open(path);
      await shop.until("return (await shop.client.pending()) === 0", { timeout: 20_000 });
      // A year later it is too old; a year earlier it is as good as new.
      await shop.eventually(() => variants().length === (path === "/year-later" ? 1 : 2));
    });
  }

  test("two tabs without Web Locks, at the same moment: each entry is sent by one of them", async () => {
    await shop.fresh("/without-locks");
    shop.endpoint.answer = failing(6);
    const all = ["SKU-1", "SKU-2", "SKU-3", "SKU-4", "SKU-5", "SKU-6"];
    for (const variant of all) await subscribe(variant);
    await shop.run("await shop.tamper((entry) => ({ ...entry, due: Date.now() + 100_000 }))");
    shop.endpoint.answer = (response) => setTimeout(() => response.writeHead(202).end(), 150);
    const { driver } = shop.browser;
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow("tab");
    try {
      await shop.open("/without-locks");
      const second = await driver.getWindowHandle();
      const moment = Date.now() + 1_500;
      for (const tab of [first, second]) {
        await driver.switchTo().window(tab);
        await shop.run("setTimeout(() => shop.client.flush(), arguments[0] - Date.now())", moment);
      }
      await delivered();
    } finally {
      await driver.close();
      await driver.switchTo().window(first);
    }
    assert.deepEqual(variants().slice(6).sort(), all);
  });

  test("two tabs: one sends the queue, both get the event", async () => {
    await shop.fresh();
    shop.endpoint.answer = failing(4);
    const { driver } = shop.browser;
    for (const variant of ["SKU-1", "SKU-2", "SKU-3", "SKU-4"]) await subscribe(variant);
    await shop.run("await shop.tamper((entry) => ({ ...entry, due: Date.now() + 100_000 }))");
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow("tab");
    try {
      await shop.open();
      assert.deepEqual(await shop.run("return shop.client.flush()"), { delivered: 4, pending: 0 });
      await shop.until("return shop.settled.length === 4");
    } finally {
      await driver.close();
      await driver.switchTo().window(first);
    }
    await shop.until("return shop.settled.length === 4");
    assert.deepEqual(variants().slice(4).sort(), ["SKU-1", "SKU-2", "SKU-3", "SKU-4"]);
  });
});
