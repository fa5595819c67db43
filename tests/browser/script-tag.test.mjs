// notify-me.js by a classic script tag: from another origin, without the rest of its files, and in a page whose content
// has names that belong to the document.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines, eventually, open } from "./driver.mjs";
import { folder, serve } from "./static-server.mjs";

const dist = folder(new URL("../../dist/browser/", import.meta.url));
const ELEMENT = '<notify-me variant="SKU-1" quantity="0"><a href="/contact">Contact us</a></notify-me>';

for (const engine of engines) {
  describe(`the script tag in ${engine}`, { timeout: 120_000 }, () => {
    let browser;
    let site;
    let cdn;
    let withoutCors;
    let pages;
    const requests = [];
    before(async () => {
      browser = await open(engine);
      cdn = await serve(dist, { headers: { "access-control-allow-origin": "*" } });
      withoutCors = await serve(dist);
      site = await serve((request, response) => {
        const url = new URL(request.url, "http://localhost");
        requests.push(url.pathname);
        const page = pages[url.pathname];
        if (url.pathname.startsWith("/client/")) return response.writeHead(202).end();
        if (url.pathname.startsWith("/dist/")) {
          request.url = request.url.slice("/dist".length);
          return dist(request, response);
        }
        // As an optimizer moves it: without the other files.
        if (url.pathname === "/moved/notify-me.js") {
          request.url = "/notify-me.js";
          return dist(request, response);
        }
        if (!page) return response.writeHead(404).end();
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end(`<!doctype html><html lang="en"><title>Shirt</title>${page}${ELEMENT}`);
      });
      const tag = (src, more = "") =>
        `<script src="${src}" data-company-id="ABC123" data-endpoint="${site.url}" ${more} defer></script>`;
      pages = {
        "/cors": tag(`${cdn.url}/notify-me.js`),
        "/crossorigin": tag(`${cdn.url}/notify-me.js`, "crossorigin"),
        "/no-cors": tag(`${withoutCors.url}/notify-me.js`),
        "/moved": tag("/moved/notify-me.js"),
        "/named": `<img name="currentScript" src="data:," data-company-id="EVIL00" data-endpoint="https://evil.example">${tag("/dist/notify-me.js")}`,
      };
    });
    after(async () => {
      await browser?.close();
      await Promise.all([site, cdn, withoutCors].map((server) => server?.close()));
    });

    const visit = (path) => browser.goto(`${site.url}${path}`);
    const defined = () =>
      browser.until(() => Boolean(document.querySelector("notify-me").shadowRoot), { timeout: 10_000 });
    const complaints = async () =>
      (await browser.console()).filter(
        ({ kind, text }) => kind === "console" && text.includes("<notify-me>"),
      );

    for (const path of ["/cors", "/crossorigin", "/named"]) {
      test(`${path}: the shopper subscribes with the settings of the tag`, async () => {
        await visit(path);
        await defined();
        requests.length = 0;
        const detail = await browser.run(async () => {
          const element = document.querySelector("notify-me");
          element.email = "ann@example.com";
          element.oneClick = true;
          const settled = new Promise((resolve) => {
            for (const name of ["accepted", "queued", "rejected"])
              element.addEventListener(`notify-me-${name}`, ({ type, detail }) =>
                resolve([type, detail.error?.code]),
              );
          });
          await Promise.resolve();
          element.shadowRoot.querySelector("[part=trigger]").click();
          return settled;
        });
        assert.equal(detail[0], "notify-me-accepted", detail.join());
        assert.deepEqual(
          requests.filter((name) => name.startsWith("/client/")).map((name) => name.replace(/\/$/, "")),
          ["/client/back-in-stock-subscriptions"],
        );
        assert.deepEqual(await complaints(), []);
      });
    }

    test("a server without CORS headers: one error explains the fix, and the page's own content stays", async () => {
      await visit("/no-cors");
      // WebKit's listener comes with the first script, which may be later than the error.
      if (engine !== "webkit") {
        await eventually(
          async () => (await complaints()).some(({ text }) => /Access-Control-Allow-Origin/.test(text)),
          { message: "the error" },
        );
      }
      assert.deepEqual(
        await browser.run(() => [
          Boolean(document.querySelector("notify-me").shadowRoot),
          document.querySelector("a").getClientRects().length > 0,
        ]),
        [false, true],
      );
    });

    test("a script without its other files: one error explains the fix, and explain() works", async () => {
      await visit("/moved");
      await defined();
      const told = await browser.run(async () => {
        const element = document.querySelector("notify-me");
        await element.show();
        await element.show();
        return {
          ...(await element.explain()),
          contact: document.querySelector("a").getClientRects().length > 0,
        };
      });
      assert.equal(told.shows, true);
      assert.equal(told.contact, true);
      assert.match(told.problems.join(), /serve all files from one folder/);
      const errors = (await complaints()).filter(({ text }) => /serve all files/.test(text));
      // A request of an earlier visit loads the scripts at once: in WebKit, that is before the listener is there.
      if (engine === "webkit") assert.ok(errors.length <= 1, JSON.stringify(errors));
      else assert.equal(errors.length, 1, JSON.stringify(errors));
    });
  });
}
