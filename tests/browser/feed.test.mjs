// Feeds in real engines, from the built files: fetched, under a strict policy, and where WebAssembly is forbidden.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'";
const FORBIDDEN = "default-src 'self'; script-src 'self'";

const rows = Array.from({ length: 3000 }, (_, number) => ({
  id: `SKU-${number}`,
  title: `Größe ${number} “☃”`,
  inventory_quantity: number % 3,
  inventory_policy: 1 + (number % 2),
}));
const shown = rows.filter((row) => row.inventory_quantity > 0 || row.inventory_policy === 2);
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const element = ([name, value]) => `<${name}>${value}</${name}>`;
const xml = `<?xml version="1.0"?><Products>${rows
  .map((row) => `<Product>${Object.entries(row).map(element).join("")}</Product>`)
  .join("\n")}</Products>`;

/** Runs in the page: everything that can be done with a feed, and which files were fetched for it. */
const script = (entry) => `
  import { checkFeed, filterFeed, scanFeed } from "/${entry}";
  const said = (error) => ({ code: error.code ?? String(error), ...("offset" in error && { offset: error.offset }) });
  const tried = async (work) => { try { return await work(); } catch (error) { return said(error); } };
  const ids = (source, options) => tried(async () => {
    const ids = [];
    for await (const { id } of filterFeed(source, options)) ids.push(id);
    return ids;
  });
  const visible = (source) => tried(async () => {
    let count = 0;
    for await (const batch of scanFeed(source)) for (const one of batch.visible) count += one;
    return count;
  });
  const results = {};
  results.small = await ids('[{"id":"a","inventory_quantity":0,"inventory_policy":1},{"id":"b"}]');
  const fetched = () => performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop());
  results.before = fetched().filter((name) => name.endsWith(".wasm"));
  results.json = await ids(await fetch("/feed.json"));
  results.scan = await visible(await fetch("/feed.json"));
  results.broken = await ids('[{"id":"a"},{"id":}]');
  results.stopped = await ids(await fetch("/feed.json"), { limit: 2 });
  results.xml = await ids(await fetch("/feed.xml"));
  results.scanXml = await visible(await (await fetch("/feed.xml")).blob());
  results.check = await tried(async () => {
    const { items, visible, problems } = await checkFeed(await fetch("/feed.json"));
    return [items, visible, problems.some(({ code }) => code === "link_missing")];
  });
  // Compressed by the page itself, as a file would be.
  const gzip = async (path) =>
    new Response((await fetch(path)).body.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  results.lines = await ids(await fetch("/feed.ndjson"));
  results.gzip = await ids(await gzip("/feed.ndjson"));
  results.gzipXml = await ids(new Blob([await gzip("/feed.xml")]).stream());
  results.cut = await ids((await gzip("/feed.json")).slice(0, 40));
  results.page = await tried(async () => ids(await fetch(location.href)));
  results.checkGzip = await tried(async () => {
    const { format, items, bytes, problems } = await checkFeed(await gzip("/feed.ndjson"));
    return [format, items, bytes, problems.slice(0, 2).map(({ code }) => code)];
  });
  results.checkXml = await tried(async () => (await checkFeed(await fetch("/feed.xml"))).items);
  results.modules = fetched().filter((name) => name.endsWith(".wasm"));
  window.results = results;
`;

const page = (entry) =>
  `<!doctype html><title>${entry}</title><script type="module" src="/${entry}.mjs"></script>`;
const site = Object.fromEntries(
  ["feed.js", "feed-inline.js"].flatMap((entry) => [
    [`/${entry}.html`, page(entry)],
    [`/${entry}.mjs`, script(entry)],
  ]),
);

/** The built files, the feeds, and the pages, with a policy. */
async function host(policy) {
  const dist = await serve(new URL("../../dist/", import.meta.url));
  const pages = await serve({
    ...site,
    "/feed.json": JSON.stringify(rows),
    "/feed.ndjson": lines,
    "/feed.xml": xml,
  });
  const server = await serve(
    async (request, response) => {
      const own = await fetch(pages.url + request.url);
      const answer = own.ok ? own : await fetch(dist.url + request.url);
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "text/plain",
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    },
    { headers: { "content-security-policy": policy } },
  );
  return { url: server.url, close: () => Promise.all([dist, pages, server].map((one) => one.close())) };
}

for (const engine of engines) {
  describe(`feeds in ${engine}`, { timeout: 120_000 }, () => {
    let browser;
    const hosts = [];
    before(async () => {
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await Promise.all(hosts.map((host) => host.close()));
    });

    async function results(policy, entry) {
      const server = await host(policy);
      hosts.push(server);
      await browser.goto(`${server.url}/${entry}.html`);
      return browser.until(() => window.results, { timeout: 60_000 });
    }

    for (const entry of ["feed.js", "feed-inline.js"]) {
      test(`from ${entry}, under a strict policy`, async () => {
        const found = await results(STRICT, entry);
        const ids = shown.map(({ id }) => id);
        assert.deepEqual(found.small, ["b"]);
        assert.deepEqual(found.json, ids);
        assert.equal(found.scan, ids.length);
        assert.deepEqual(found.broken, { code: "invalid_feed", offset: 18 });
        assert.deepEqual(found.stopped, ids.slice(0, 2));
        assert.deepEqual(found.xml, ids);
        assert.equal(found.scanXml, ids.length);
        assert.deepEqual(found.check, [rows.length, ids.length, true]);
        assert.equal(found.checkXml, rows.length);
        assert.deepEqual([found.lines, found.gzip, found.gzipXml], [ids, ids, ids]);
        assert.equal(found.cut.code, "invalid_feed");
        assert.deepEqual(found.page, { code: "invalid_feed", offset: 0 });
        assert.deepEqual(found.checkGzip, [
          "ndjson",
          rows.length,
          Buffer.byteLength(lines),
          ["json_lines", "gzip"],
        ]);
        // What is small needs no module; of the others, each is fetched once, and when it is needed.
        assert.deepEqual(found.before, []);
        const modules = ["feed.wasm", "feed-xml.wasm", "feed-check.wasm", "feed-xml-check.wasm"];
        assert.deepEqual(found.modules, entry === "feed.js" ? modules : []);
      });
    }

    test("if WebAssembly is forbidden, small feeds are read anyway, and others are rejected", async () => {
      const found = await results(FORBIDDEN, "feed.js");
      const blocked = { code: "wasm_blocked" };
      assert.deepEqual(found.small, ["b"]);
      assert.deepEqual(
        found.json,
        shown.map(({ id }) => id),
      );
      for (const name of ["scan", "xml", "scanXml", "check", "checkXml"])
        assert.deepEqual(found[name], blocked, name);
    });
  });
}
