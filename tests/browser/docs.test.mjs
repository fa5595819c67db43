// The code of the documentation that needs a page: HTML, JavaScript as a bundler builds it, and CSS, under the policies that
// docs/hosting.md gives.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createEmulator } from "back-in-stock/emulator";
import { build } from "esbuild";
import { blocksIn, nameOf, pageBlocks, root } from "../docs/documents.mjs";
import { CDN, policyFor, rows } from "../docs/feed.mjs";
import { engines, Key, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

const jquery = readFileSync(fileURLToPath(import.meta.resolve("jquery")), "utf8");
const from = (folder) =>
  Object.fromEntries(
    readdirSync(join(root, folder))
      .filter((name) => /\.(js|css|wasm)$/.test(name))
      .map((name) => [name, readFileSync(join(root, folder, name))]),
  );
const at = (place, files) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [place + name, bytes]));

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Runs before anything else: Klaviyo is the emulator. */
const setUp = (endpoint) =>
  `(${(endpoint) => {
    const { fetch } = window;
    window.fetch = (target, init) => fetch(String(target).replace("https://a.klaviyo.com", endpoint), init);
    window.outcomes = [];
    addEventListener("notify-me-accepted", () => window.outcomes.push("accepted"));
    addEventListener("notify-me-rejected", ({ detail }) => window.outcomes.push(detail.error.code));
  }})(${JSON.stringify(endpoint)})`;

/** What a bundler makes of scripts, by path. The flags in an example of esbuild are those of this build. */
async function bundle(scripts) {
  const contents = Object.fromEntries(scripts.map((code, index) => [`script-${index}`, code]));
  const plugin = {
    name: "documentation",
    setup(builder) {
      builder.onResolve({ filter: /^script-\d+$/ }, ({ path }) => ({ path, namespace: "documentation" }));
      builder.onLoad({ filter: /./, namespace: "documentation" }, ({ path }) => ({
        contents: contents[path],
        resolveDir: root,
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: Object.keys(contents).map((name) => ({ in: name, out: name })),
    outdir: join(root, "built"),
    plugins: [plugin],
    bundle: true,
    splitting: true,
    format: "esm",
    loader: { ".wasm": "file" },
    write: false,
    logLevel: "error",
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [path.slice(root.length), contents]));
}

const INLINE = /<script type="module">([\s\S]*?)<\/script>/g;
const html = blocksIn("html");
const inline = html.flatMap(({ code }) => Array.from(code.matchAll(INLINE), ([, script]) => script));
const scripts = pageBlocks();
const built = await bundle([...inline, ...scripts.map(({ code }) => `${code}\nwindow.ran = true;`)]);

/** A page's own script has the page's nonce, if an example has one. */
const page = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script${body.includes("RANDOM") ? ' nonce="RANDOM"' : ""} src="/set-up.js"></script><main>${body}</main></html>`;
const tag = (index) => `<script type="module" src="/built/script-${index}.js"></script>`;

/** What the pages of a shop have that examples do not show. */
const theme = `<script src="/jquery.js"></script>
<form class="variations_form" action="/cart/add"><input name="id" value="40001"></form>
<section><ul class="product-grid"><li data-inventory-quantity="0" data-inventory-policy="1">Shirt</li></ul></section>
<notify-me company-id="ABC123" variant="SKU-1" quantity="0"></notify-me>
<script type="module" src="/dist/element-define.js"></script>`;

/** An example is a page: its inline modules are bundled, and one without any script gets that of the element. */
let next = 0;
const pages = Object.fromEntries([
  ...html.map(({ code }, index) => {
    const body = code.replace(INLINE, () => tag(next++));
    const define = /<script [^>]*(src=|type="module")/.test(body)
      ? ""
      : '<script type="module" src="/dist/element-define.js"></script>';
    // An adapter follows the product form of the theme.
    const form = body.includes("follow=")
      ? '<form action="/cart/add"><input name="id" value="40001"></form>'
      : "";
    return [`/html-${index}`, page(form + body + define)];
  }),
  ...scripts.map((_, index) => [`/js-${index}`, page(theme + tag(inline.length + index))]),
]);

/** The first element that shows, if an example has one. */
function shown() {
  return [...document.querySelectorAll("notify-me")].findIndex((one) => one.getClientRects().length > 0);
}

for (const engine of engines) {
  describe(`the documentation in ${engine}`, { timeout: 300_000 }, () => {
    let browser;
    let emulator;
    let cdn;
    let policyOf;
    /** A site for each policy. */
    const sites = new Map();
    /** The address of a page, under the policy that it needs. */
    const addressOf = (path) => `${sites.get(policyOf(path)).url}${path}.html`;
    before(async () => {
      emulator = await createEmulator({ feed: rows });
      const files = {
        "/set-up.js": setUp(emulator.url),
        "/jquery.js": jquery,
        "/favicon.ico": "",
        ...at("/notify-me/", from("dist/browser")),
        ...at("/assets/", from("dist/browser")),
        ...at("/dist/", from("dist")),
        // Addresses that esbuild leaves unchanged are beside its output.
        ...at(
          "/built/",
          Object.fromEntries(Object.entries(from("dist")).filter(([name]) => name.endsWith(".wasm"))),
        ),
        ...at("/", built),
      };
      cdn = await serve(at(`/npm/back-in-stock@${version}/dist/browser/`, from("dist/browser")), {
        headers: { "access-control-allow-origin": "*" },
      });
      policyOf = (path) => policyFor(pages[path], emulator.url, cdn.url);
      const all = Object.fromEntries(
        Object.entries(pages).map(([path, text]) => [`${path}.html`, text.replaceAll(CDN, cdn.url)]),
      );
      for (const policy of new Set(Object.keys(pages).map(policyOf))) {
        const headers = { "content-security-policy": policy };
        sites.set(policy, await serve({ ...all, ...files }, { headers }));
      }
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await Promise.all([...sites.values(), cdn, emulator].map((one) => one?.close()));
    });

    const clean = async () =>
      assert.deepEqual(
        (await browser.console()).map(({ text }) => text),
        [],
      );

    for (const [index, block] of html.entries()) {
      // The emulator has the catalog of a custom feed, and no other.
      const outcome = block.code.includes("integration=") ? "variant_not_found" : "accepted";
      test(`${nameOf(block)}: nothing is wrong with it, and a request is ${outcome}`, async () => {
        await browser.goto(addressOf(`/html-${index}`));
        await browser.until(
          () => !document.querySelector("notify-me:not(:defined), product-block:not(:defined)"),
        );
        const problems = await browser.run(async () => {
          const all = await Promise.all(
            [...document.querySelectorAll("notify-me")].map((one) => one.explain()),
          );
          return all.flatMap((one) => one.problems);
        });
        assert.deepEqual(problems, []);
        const which = await browser.run(shown);
        if (which >= 0) {
          await browser.run((which) => document.querySelectorAll("notify-me")[which].show(), which);
          await browser.run((which) => {
            const root = document.querySelectorAll("notify-me")[which].shadowRoot;
            root.querySelector("[type=email]").focus();
          }, which);
          await browser.press("ann@example.com", Key.ENTER);
          assert.equal(await browser.until(() => window.outcomes[0], { timeout: 20_000 }), outcome);
        }
        const complaints = (await browser.console()).map(({ text }) => text);
        assert.deepEqual(
          complaints.filter((text) => outcome === "accepted" || !text.includes(outcome)),
          [],
        );
      });
    }

    for (const [index, block] of scripts.entries()) {
      test(`${nameOf(block)} runs in a page`, async () => {
        await browser.goto(addressOf(`/js-${index}`));
        await browser.until(() => window.ran && document.querySelector("notify-me").matches(":defined"));
        await clean();
      });
    }

    for (const block of blocksIn("css")) {
      test(`${nameOf(block)}: every declaration is understood`, async () => {
        await browser.goto(addressOf("/js-0"));
        const values = await browser.run((code) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(code);
          const rules = code.match(/\{[^}]*\}/g);
          return rules.flatMap((rule, index) =>
            Array.from(rule.matchAll(/([\w-]+):/g), ([, name]) =>
              sheet.cssRules[index].style.getPropertyValue(name),
            ),
          );
        }, block.code);
        assert.ok(values.length > 0 && values.every(Boolean), values.join());
      });
    }
  });
}
