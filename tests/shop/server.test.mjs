import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { groupProducts, readFeed } from "../../www/catalog.mjs";
import { startShop } from "../../www/server.mjs";
import { assertWellFormed } from "./well-formed.mjs";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self' http://127.0.0.1:4312; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const rows = readFeed();
const products = groupProducts(rows);

describe("the shop's server", () => {
  /** @type {Awaited<ReturnType<typeof startShop>>} */
  let shop;
  before(async () => {
    shop = await startShop({ port: 0, emulatorUrl: "http://127.0.0.1:4312/", companyId: "HARBOR" });
  });
  after(() => shop.close());

  /** Sends the target as it is: `fetch` would tidy up its dots first. */
  const get = (target, { method = "GET", headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(shop.url);
      request({ hostname, port, path: target, method, headers }, async (response) => {
        const chunks = await response.toArray();
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      })
        .on("error", reject)
        .end();
    });

  test("listens on the loopback interface alone", () => {
    assert.match(shop.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("answers every page, well-formed and under the policy", async () => {
    const sized = rows.map(({ link }) => link.slice(new URL(link).origin.length));
    for (const path of ["/", ...[...products.keys()].map((slug) => `/products/${slug}`), ...sized]) {
      const { status, headers, body } = await get(path);
      assert.equal(status, 200, path);
      assert.equal(headers["content-security-policy"], POLICY);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["referrer-policy"], "strict-origin-when-cross-origin");
      assert.equal(headers["content-type"], "text/html; charset=utf-8");
      assertWellFormed(body);
      assert.match(body, /^<!doctype html>\n<html lang="en" data-company-id="HARBOR"/);
      assert.match(body, /<meta name="description" content="[^"]{20,}">/);
    }
  });

  test("the gallery may frame itself; its requests are answered according to their paths", async () => {
    for (const path of ["/gallery", "/gallery/frame?state=dialog"]) {
      const { status, headers, body } = await get(path);
      assert.equal(status, 200);
      assert.equal(
        headers["content-security-policy"],
        POLICY.replace("frame-ancestors 'none'", "frame-src 'self'; frame-ancestors 'self'"),
      );
      assertWellFormed(body);
    }
    for (const [kind, expected] of Object.entries({
      yes: 202,
      unknown: 404,
      refused: 400,
      busy: 429,
      down: 503,
    })) {
      const target = `/gallery/answers/${kind}/client/back-in-stock-subscriptions?company_id=GALLRY`;
      const { status, body } = await get(target, { method: "POST" });
      assert.equal(status, expected, kind);
      assert.equal(body === "", status === 202);
    }
    assert.equal((await get("/gallery/answers/yes/client/x")).status, 404);
  });

  test("chooses a size as a form sends it", async () => {
    assert.match((await get("/products/dry-bag?size=20+L")).body, /variant="DRY-BAG-20L"/);
    assert.match((await get("/products/wool-socks?size=L%2FXL")).body, /variant="WOOL-SOCKS-LXL"/);
  });

  test("does not repeat what it does not know", async () => {
    for (const path of ["/products/ocean-shirt?size=%3Cscript%3E%22x", "/%3Cscript%3E%22x"]) {
      const { body } = await get(path);
      assertWellFormed(body);
      assert.doesNotMatch(body, /"x|&quot;x/);
    }
  });

  test("answers 404 with a page for an unknown path", async () => {
    for (const path of [
      "/nothing",
      "/products/",
      "/products/nothing",
      "/products/ocean-shirt/x",
      "/images/none.svg",
    ]) {
      const { status, headers, body } = await get(path);
      assert.equal(status, 404, path);
      assert.equal(headers["content-security-policy"], POLICY);
      assertWellFormed(body);
    }
  });

  test("says 404 in plain text for an asset that was not built", async () => {
    for (const path of [
      "/assets/none.js",
      "/assets/hashed/none-12345678.wasm",
      "/assets/",
      "/assets/hashed",
    ]) {
      const { status, headers } = await get(path);
      assert.equal(status, 404, path);
      assert.equal(headers["content-type"], "text/plain; charset=utf-8");
      assert.equal(headers["cache-control"], "no-store");
    }
  });

  test("serves pictures, and confirms what a browser has", async () => {
    const first = await get("/images/ocean-shirt.svg");
    assert.equal(first.status, 200);
    assert.equal(first.headers["content-type"], "image/svg+xml");
    const second = await get("/images/ocean-shirt.svg", { headers: { "if-none-match": first.headers.etag } });
    assert.deepEqual([second.status, second.body], [304, ""]);
  });

  test("serves nothing outside of its folders", async () => {
    const targets = [
      "/../package.json",
      "/images/../../package.json",
      "/images/..%2f..%2fpackage.json",
      "/images/%2e%2e/%2e%2e/package.json",
      "/images/%2e%2e%2f%2e%2e%2fpackage.json",
      "/images/..%5c..%5cpackage.json",
      "/images/%252e%252e/package.json",
      "/images//etc/passwd",
      "/images/.%00.svg",
      "/images/ocean-shirt.svg%00",
      "/assets/..%2fserver.mjs",
      "/assets/..%2ffeed.json",
      "/feed.json",
      "/server.mjs",
      "//package.json",
    ];
    for (const target of targets) {
      const { status, body } = await get(target);
      assert.equal(status, 404, target);
      assert.doesNotMatch(body, /devDependencies|startShop|inventory_quantity|root:/);
    }
  });

  test("refuses targets that are malformed", async () => {
    for (const target of ["/%", "/images/%ff.svg", "http://127.0.0.1/", "*"]) {
      assert.equal((await get(target)).status, 400, target);
    }
  });

  test("answers HEAD like GET without a body", async () => {
    for (const path of ["/", "/products/ocean-shirt", "/images/mark.svg", "/nothing"]) {
      const [whole, head] = await Promise.all([get(path), get(path, { method: "HEAD" })]);
      assert.deepEqual([head.status, head.body], [whole.status, ""]);
      assert.equal(head.headers["content-length"], `${Buffer.byteLength(whole.body)}`);
    }
  });

  test("refuses other methods", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const { status, headers } = await get("/", { method });
      assert.equal(status, 405, method);
      assert.equal(headers.allow, "GET, HEAD");
    }
  });

  test("rejects when its port is taken", async () => {
    const port = Number(new URL(shop.url).port);
    const options = { port, emulatorUrl: "http://127.0.0.1:4312", companyId: "HARBOR" };
    await assert.rejects(startShop(options), { code: "EADDRINUSE" });
  });

  test("refuses an invalid emulator URL", async () => {
    const options = { port: 0, emulatorUrl: "127.0.0.1; script-src *", companyId: "HARBOR" };
    await assert.rejects(startShop(options), { code: "ERR_INVALID_URL" });
  });
});
