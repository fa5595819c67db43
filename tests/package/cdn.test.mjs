// The package as CDNs serve it, used by a page of another origin without a bundler.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { importMap } from "../../scripts/integrity.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { eventually } from "../browser/driver.mjs";
import * as statics from "../browser/static-server.mjs";
import { inBrowsers } from "./page.mjs";
import { emulate, folder, install, tarball } from "./tarball.mjs";

await run("tar", ["-xzf", tarball, "-C", folder], { quiet: true });
const place = join(folder, "package");
const { jsdelivr, unpkg, version } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
const project = await install("node");

/** How each lays the files of a package out. */
const LAYOUTS = {
  jsDelivr: { prefix: `/npm/back-in-stock@${version}/`, main: jsdelivr },
  unpkg: { prefix: `/back-in-stock@${version}/`, main: unpkg },
};

/** Serves the package for any origin; `changed` names a file that somebody has changed. */
async function cdn(t, prefix, changed) {
  const files = statics.folder(place);
  const server = await statics.serve(
    async (request, response) => {
      if (!request.url.startsWith(prefix)) return response.writeHead(404).end();
      request.url = request.url.slice(prefix.length - 1);
      if (!changed?.test(request.url)) return files(request, response);
      response.setHeader("content-type", "text/javascript");
      response.end(`${await readFile(join(place, request.url), "utf8")}\n// changed`);
    },
    { headers: { "access-control-allow-origin": "*" } },
  );
  t.after(() => server.close());
  return `${server.url}${prefix}`;
}

/** Serves a page that subscribes by `<notify-me>` or by the client. */
async function page(t, head, body = "", headers = {}) {
  const html = `<!doctype html><html lang="en"><title>Shirt</title>${head}${body}`;
  const site = await statics.serve({ "/": html }, { headers });
  t.after(() => site.close());
  return site.url;
}

const element = '<notify-me variant="SKU-1" one-click email="ann@example.com"></notify-me>';
/** Runs in the page: clicks the button, once it is there. */
const clicks = () => {
  const trigger = document.querySelector("notify-me").shadowRoot?.querySelector("[part=trigger]");
  trigger?.click();
  return Boolean(trigger);
};

async function subscribed(emulator) {
  await eventually(() => emulator.state().subscriptions.length === 1, { message: "a subscription" });
}

inBrowsers((browser) => {
  for (const [name, { prefix, main }] of Object.entries(LAYOUTS)) {
    test(`${name}: the file of package.json by a script tag`, async (t) => {
      const emulator = await emulate(t, project);
      const base = await cdn(t, prefix);
      const tag = `<script src="${base}${main}" data-company-id="ABC123" data-endpoint="${emulator.url}" defer></script>`;
      await browser().goto(await page(t, tag, element));
      await browser().until(clicks, { timeout: 20_000 });
      await subscribed(emulator);
    });

    test(`${name}: web.js by import`, async (t) => {
      const emulator = await emulate(t, project);
      const base = await cdn(t, prefix);
      await browser().goto(await page(t, ""));
      const outcome = await browser().run(
        async (address, endpoint) => {
          const { BackInStock, filterBlock } = await import(address);
          const client = new BackInStock({ companyId: "ABC123", endpoint });
          const shown = filterBlock([{ inventory_quantity: 0, inventory_policy: 1 }]).length;
          return [shown, await client.subscribe({ variant: "SKU-1", profile: { email: "ann@example.com" } })];
        },
        `${base}dist/browser/web.js`,
        emulator.url,
      );
      assert.deepEqual(outcome, [0, { status: "accepted" }]);
      await subscribed(emulator);
    });
  }

  test("an import map with checksums, and a nonce: unchanged files load, a changed one is refused", async (t) => {
    for (const changed of [undefined, /notify-me-form-/]) {
      const emulator = await emulate(t, project);
      const base = `${await cdn(t, LAYOUTS.jsDelivr.prefix, changed)}dist/browser/`;
      const tag = `<script src="${base}notify-me.js" data-company-id="ABC123" data-endpoint="${emulator.url}" crossorigin defer></script>`;
      const head = (importMap(base) + tag).replaceAll("<script", '<script nonce="RANDOM"');
      const policy = `script-src 'nonce-RANDOM' 'wasm-unsafe-eval'; connect-src ${emulator.url} ${base}`;
      await browser().goto(await page(t, head, element, { "content-security-policy": policy }));
      await browser().until(() => Boolean(document.querySelector("notify-me").shadowRoot));
      const { problems } = await browser().run(() => document.querySelector("notify-me").explain());
      if (changed) {
        assert.match(problems.join(), /serve all files from one folder/);
        continue;
      }
      assert.deepEqual(problems, []);
      await browser().until(clicks);
      await subscribed(emulator);
    }
  });
});
