import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { projects } from "../../scripts/lib/packages.mjs";
import { Key } from "../browser/driver.mjs";
import { serve } from "../browser/static-server.mjs";
import { build, check, plugin, project } from "./frameworks.mjs";
import { host, inBrowsers } from "./page.mjs";
import { emulate, root } from "./tarball.mjs";

const { default: react } = await plugin("@vitejs/plugin-react");
const { default: vue } = await plugin("@vitejs/plugin-vue");
const { svelte } = await plugin("@sveltejs/vite-plugin-svelte");
const isCustomElement = (tag) => tag.includes("-");

const built = {
  "React 19": await build("react", [react()]),
  "Vue 3": await build("vue", [vue({ template: { compilerOptions: { isCustomElement } } })]),
  "Svelte 5": await build("svelte", [svelte({ configFile: false })]),
};
const server = await build("react", [react()], { ssr: "server.tsx", outDir: "server" });
const rendered = await import(pathToFileURL(join(server, "server.js")));

/** React's page as a server would send it. */
const withServer = async (endpoint) => {
  const files = await serve(built["React 19"]);
  const handler = async (request, response) => {
    const answer = await fetch(files.url + request.url);
    const body = Buffer.from(await answer.arrayBuffer());
    response.setHeader("content-type", answer.headers.get("content-type"));
    const isPage = request.url.split("?")[0] === "/";
    response.writeHead(answer.status);
    response.end(isPage ? String(body).replace("</main>", `${rendered.render(endpoint)}</main>`) : body);
  };
  return { handler, close: files.close };
};

/** A shopper chooses the size that is sold out, and requests an alert. */
async function asks(browser, emulator, url) {
  await browser.goto(`${url}/?emulator=${encodeURIComponent(emulator.url)}`);
  await browser.until(() => Boolean(document.querySelector("notify-me")?.shadowRoot));
  const shown = () => document.querySelector("notify-me").getClientRects().length > 0;
  await browser.until(() => Boolean(customElements.get("notify-me")));
  assert.equal(await browser.run(shown), false, "in stock");
  await browser.click(await browser.find("[data-size=M]"));
  await browser.until(shown, { message: "sold out" });
  await browser.click(await browser.shadow("notify-me", "[part~=trigger]"));
  await browser.type(await browser.shadow("notify-me", "[type=email]"), "ann@example.com", Key.ENTER);
  await browser.until(() => document.querySelector("output").textContent === "accepted: SKU-1", {
    timeout: 20_000,
    message: "the framework hears of it",
  });
  assert.deepEqual(
    emulator.state().subscriptions.map(({ variant, channels }) => ({ variant, channels })),
    [{ variant: "$custom:::$default:::SKU-1", channels: ["EMAIL"] }],
  );
  await browser.click(await browser.find("[data-size=S]"));
  await browser.until(() => !document.querySelector("notify-me").getClientRects().length);
  const complaints = (await browser.console()).filter(({ text }) => !text.includes("/favicon.ico"));
  assert.deepEqual(complaints, []);
}

inBrowsers((browser) => {
  for (const [name, folder] of Object.entries(built)) {
    test(`${name}: a size is chosen and requested`, async (t) => {
      const emulator = await emulate(t, project);
      const site = await host(t, emulator, folder);
      await asks(browser(), emulator, site.url);
    });
  }

  test("plain HTML: the script tag, and its attributes for the whole page", async (t) => {
    const emulator = await emulate(t, project);
    const site = await host(t, emulator, project);
    await asks(browser(), emulator, `${site.url}/plain`);
  });

  test("React 19, rendered on a server and hydrated", async (t) => {
    const emulator = await emulate(t, project);
    const { handler, close } = await withServer(emulator.url);
    t.after(close);
    const site = await host(t, emulator, handler);
    await asks(browser(), emulator, site.url);
  });
});

test("server rendering emits the markup and its content for pages without scripts", () => {
  const html = rendered.render("/klaviyo");
  assert.match(html, /<notify-me company-id="ABC123" endpoint="\/klaviyo" variant="SKU-0" quantity="3"/);
  assert.match(html, /<a href="\/contact">Tell me when it is back<\/a><\/notify-me>/);
});

test("strict types in React, as TypeScript checks them", () => check("react", "tsc", "-p", "."));
test("strict types in Preact and Solid, and of the elements themselves", () =>
  check("types", "tsc", "-p", "."));
test("strict types in Vue's templates", () => check("vue", "vue-tsc", "-p", "."));
test("strict types in Svelte's templates", async () => {
  await check("svelte", "svelte-check", "--tsconfig", "./tsconfig.json", "--fail-on-warnings");
  // No comment can say there that an error is meant.
  const wrong = check("svelte", "svelte-check", "--tsconfig", "./tsconfig.wrong.json", "--output", "machine");
  await assert.rejects(wrong, /popup[\s\S]*outcome[\s\S]* 2 ERRORS/);
});

test("the documentation shows these components", async () => {
  const text = await readFile(join(root, "docs/frameworks.md"), "utf8");
  const shown = [...text.matchAll(/^```(?:tsx|vue|svelte)\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const files = [
    join(project, "react/product.tsx"),
    join(projects, "next/app/product.tsx"),
    join(project, "vue/Product.vue"),
    join(project, "svelte/Product.svelte"),
  ];
  assert.deepEqual(shown, await Promise.all(files.map((file) => readFile(file, "utf8"))));
});
