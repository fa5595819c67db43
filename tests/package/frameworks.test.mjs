import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
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

/** React 18 beside React 19, for the same imports. */
const react18 = {
  "react/jsx-runtime": "react-18/jsx-runtime",
  "react-dom/client": "react-dom-18/client",
  "react-dom": "react-dom-18",
  react: "react-18",
};
const alias = Object.entries(react18).map(([name, replacement]) => ({
  find: new RegExp(`^${name}$`),
  replacement,
}));
const built = {
  "React 19": await build("react", [react()]),
  "React 18": await build("react-18", [react()], {}, { resolve: { alias } }),
  "Vue 3": await build("vue", [vue({ template: { compilerOptions: { isCustomElement } } })]),
  "Svelte 5": await build("svelte", [svelte({ configFile: false })]),
};
const form = await build("react-form", [react()]);

/** What a React project's server renders, as HTML. */
async function rendered(name) {
  const server = await build(name, [react()], { ssr: "server.tsx", outDir: "server" });
  const { render } = await import(pathToFileURL(join(server, "server.js")));
  return render();
}
const product = await rendered("react");
const emptyForm = await rendered("react-form");

/** React's page as a server would send it. */
const withServer = async (folder, html) => {
  const files = await serve(folder);
  const handler = async (request, response) => {
    const answer = await fetch(files.url + request.url);
    const body = Buffer.from(await answer.arrayBuffer());
    response.setHeader("content-type", answer.headers.get("content-type"));
    const isPage = request.url.split("?")[0] === "/";
    response.writeHead(answer.status);
    response.end(isPage ? String(body).replace("</main>", `${html}</main>`) : body);
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

  test("React 18: properties are set through the ref", async (t) => {
    const scripts = await readdir(join(built["React 18"], "assets"));
    const texts = await Promise.all(
      scripts.map((name) => readFile(join(built["React 18"], "assets", name), "utf8")),
    );
    assert.ok(texts.some((text) => text.includes("18.3.1")) && !texts.some((text) => text.includes("19.3.")));
    const emulator = await emulate(t, project);
    const site = await host(t, emulator, built["React 18"]);
    await browser().goto(site.url);
    await browser().click(await browser().find("[data-size=M]"));
    await browser().until(
      () =>
        document.querySelector("notify-me").shadowRoot?.querySelector("[part=trigger]")?.textContent ===
        "Tell me first",
    );
  });

  test("plain HTML: the script tag, and its attributes for the whole page", async (t) => {
    const emulator = await emulate(t, project);
    const site = await host(t, emulator, project);
    await asks(browser(), emulator, `${site.url}/plain`);
  });

  test("React 19, rendered on a server and hydrated", async (t) => {
    const emulator = await emulate(t, project);
    const { handler, close } = await withServer(built["React 19"], product);
    t.after(close);
    const site = await host(t, emulator, handler);
    await asks(browser(), emulator, site.url);
  });

  test("React: a form of its own shows each outcome, and ends its request when it is left", async (t) => {
    const emulator = await emulate(t, project);
    const { handler, close } = await withServer(form, emptyForm);
    t.after(close);
    const site = await host(t, emulator, handler);
    const page = browser();
    await page.goto(`${site.url}/?emulator=${encodeURIComponent(emulator.url)}`);
    // The server has rendered the form, so its fields are there before its script.
    await page.until(() =>
      Object.keys(document.querySelector("form")).some((key) => key.startsWith("__react")),
    );
    const says = (wanted) =>
      page.until((wanted) => document.querySelector("[role=status]").textContent === wanted, {
        args: [wanted],
        timeout: 20_000,
        message: wanted,
      });
    const email = () => page.find("[type=email]");
    await page.type(await email(), "ann", Key.ENTER);
    await says("Please check the address.");
    assert.equal(await page.run(() => document.querySelector("[type=email]").ariaInvalid), "true");
    await page.type(await email(), "@example.com", Key.ENTER);
    await says("We'll email you when it's back.");
    assert.equal(await page.run(() => document.querySelector("[type=email]").ariaInvalid), "false");
    await page.type(await email(), Key.ENTER);
    await says("You've requested this before.");
    emulator.script(() => ({ kind: "status", status: 503 }));
    await page.type(await email(), Key.HOME, "m", Key.ENTER);
    await says("We couldn't send this yet. We'll keep trying, including on your next visit.");
    emulator.script(undefined);
    await page.click(await page.find("#unknown"));
    await says("");
    await page.type(await email(), "ann@example.com", Key.ENTER);
    await says("Alerts for this item aren't available yet.");

    // The answer never comes, so only leaving ends the request.
    emulator.script(() => ({ kind: "delay", ms: 60_000, carriedOut: false }));
    await page.run(() => {
      const { fetch } = window;
      window.fetch = (input, init) => {
        const sent = fetch(input, init);
        window.ended = sent.catch(({ name }) => name);
        return sent;
      };
    });
    await page.type(await email(), Key.HOME, "j", Key.ENTER);
    await says("Sending…");
    await page.until(() => "ended" in window);
    await page.click(await page.find("#leave"));
    assert.equal(await page.run(() => window.ended), "AbortError");
  });
});

test("server rendering emits the markup and its content for pages without scripts", () => {
  assert.match(product, /<notify-me company-id="ABC123" variant="SKU-0" quantity="3"/);
  assert.match(product, /<a href="\/contact">Ask us about this item<\/a><\/notify-me>/);
});

for (const name of ["react", "react-18", "react-form"])
  test(`strict types in ${name}, as TypeScript checks them`, () => check(name, "tsc", "-p", "."));
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
    join(project, "react-18/product.tsx"),
    join(projects, "next/app/product.tsx"),
    join(project, "react-form/notify-form.tsx"),
    join(project, "vue/Product.vue"),
    join(project, "svelte/Product.svelte"),
  ];
  assert.deepEqual(shown, await Promise.all(files.map((file) => readFile(file, "utf8"))));
});
