// How the transfers of accepted requests end, as the browser's own network log has it: monitoring counts its failures.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines, eventually, open } from "./driver.mjs";
import { folder, serve } from "./static-server.mjs";

const ROUNDS = 5;
const dist = folder(new URL("../../dist/", import.meta.url));

/** Bodies that may follow a 202. Each calls its last argument when the browser disconnects. */
const answers = {
  empty: (response) => response.end(),
  short: (response) => response.end("{}"),
  "in pieces": (response) => {
    response.write("{");
    setTimeout(() => response.end("}"), 50);
  },
  gushes: (response, left) => {
    const pour = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", pour).on("close", left);
    pour();
  },
  drips: (response, left) => {
    const drip = setInterval(() => response.write("x"), 20);
    response.on("close", () => {
      clearInterval(drip);
      left();
    });
  },
};

// WebKit's driver has no network log.
for (const engine of engines.filter((name) => name !== "webkit")) {
  describe(`transfers in ${engine}`, { timeout: 120_000 }, () => {
    let browser;
    let site;
    const log = [];
    const left = new Set();
    before(async () => {
      browser = await open(engine);
      site = await serve((request, response) => {
        const { pathname } = new URL(request.url, "http://localhost");
        if (pathname === "/") return response.setHeader("content-type", "text/html").end("<!doctype html>");
        const [, name] = /^\/service\/([^/]+)\/client/.exec(decodeURIComponent(pathname)) ?? [];
        if (!name) return dist(request, response);
        response.writeHead(202);
        answers[name](response, () => left.add(name));
      });
      const bidi = await browser.driver.getBidi();
      for (const event of ["network.responseCompleted", "network.fetchError"]) {
        bidi.on(event, ({ request, errorText }) => log.push({ url: request.url, errorText }));
        await bidi.subscribe(event);
      }
      await browser.goto(`${site.url}/`);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    const subscribes = (name) =>
      browser.run(async (service) => {
        const { BackInStock } = await import("/web.js");
        const client = new BackInStock({ companyId: "ABC123", endpoint: service, timeout: 1500 });
        const request = { variant: "a", profile: { email: "ann@example.com" } };
        return client.subscribe({ ...request, marketing: { listId: "L1", email: true } });
      }, `${site.url}/service/${name}`);
    const logged = (name) =>
      log.filter(({ url }) => decodeURIComponent(new URL(url).pathname).startsWith(`/service/${name}/`));

    // Repeated, because an error depends on the order of events.
    for (const name of ["empty", "short", "in pieces"]) {
      test(`an answer that is ${name} ends without an error`, async () => {
        for (let round = 0; round < ROUNDS; round++)
          assert.deepEqual((await subscribes(name)).marketing, { status: "accepted" });
        await eventually(() => logged(name).length >= 2 * ROUNDS, { message: "all transfers have ended" });
        assert.deepEqual(
          logged(name).filter(({ errorText }) => errorText !== undefined),
          [],
        );
      });
    }

    for (const name of ["gushes", "drips"]) {
      test(`an answer that ${name} for ever is accepted at once, and the transfer is ended`, async () => {
        const { marketing } = await subscribes(name);
        assert.deepEqual(marketing, { status: "accepted" });
        await eventually(() => left.has(name), { timeout: 20_000, message: "the browser has left" });
      });
    }
  });
}
