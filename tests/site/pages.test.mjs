// The pages of the site in real browsers: accessible, no wider than a phone, searchable, and without requests to others.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines, open } from "../browser/driver.mjs";
import { axe, startSite } from "./site.mjs";

/** One page of each kind. */
const PAGES = {
  home: "",
  document: "subscribe.html",
  reference: "api/back-in-stock/feed.html",
  gallery: "gallery.html",
  playground: "playground.html",
};

/** Runs in a page, and in the pages of its frames, until all of them are ready. */
const isReady = () =>
  [
    document,
    ...Array.from(
      document.querySelectorAll("iframe:not([sandbox])"),
      ({ contentDocument }) => contentDocument,
    ),
  ].every(
    (one) =>
      one?.readyState === "complete" &&
      one.URL !== "about:blank" &&
      !one.querySelector(".playground:not([data-ready])") &&
      (!one.querySelector("notify-me[data-steps]") || "ready" in one.documentElement.dataset),
  ) && Array.from(document.images).every(({ complete }) => complete);

for (const engine of engines) {
  describe(`the documentation site in ${engine}`, { timeout: 300_000 }, () => {
    let browser;
    let site;
    before(async () => {
      site = await startSite();
      browser = await open(engine, { width: 1280, height: 900 });
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    /** Opens a page in a theme. */
    const show = async (path, theme) => {
      // Set in a page without frames: WebKit's driver hangs if a page with frames is left while it loads.
      await browser.goto(`${site.url}security.html`);
      await browser.run((theme) => localStorage.setItem("vitepress-theme-appearance", theme), theme);
      await browser.goto(site.url + path);
      await browser.until(isReady, { timeout: 60_000, message: `${path} is ready` });
      const isDark = await browser.run(() => document.documentElement.classList.contains("dark"));
      assert.equal(isDark, theme === "dark");
    };
    const violations = () =>
      browser.run(
        `${axe}; const { violations } = await axe.run(document, { iframes: false });
         return violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 5).map((node) => node.target + " " + node.html.slice(0, 200) + node.failureSummary).join("\\n"));`,
      );
    const isTooWide = () => document.documentElement.scrollWidth > innerWidth;

    for (const [name, path] of Object.entries(PAGES)) {
      for (const theme of ["light", "dark"]) {
        test(`${name}, ${theme}: axe-core finds nothing wrong, and no scrolling to the side`, async () => {
          await browser.resize(1280, 900);
          await show(path, theme);
          assert.deepEqual(await violations(), []);
          assert.equal(await browser.run(isTooWide), false, "on a desktop");
          await browser.resize(390, 844);
          assert.deepEqual(await violations(), [], "on a phone");
          assert.equal(await browser.run(isTooWide), false, "on a phone");
        });
      }
    }

    test("the gallery's own pages: axe-core finds nothing wrong", async () => {
      await browser.resize(1280, 900);
      for (const path of ["live-gallery/index.html", "live-gallery/de.html"]) {
        await browser.goto(site.url + path);
        await browser.until(isReady, { timeout: 60_000 });
        assert.deepEqual(await violations(), [], path);
      }
    });

    test("the gallery shows each language with the states that its requests lead to", async () => {
      await show("gallery.html", "light");
      await browser.run(() => {
        const { contentDocument } = document.querySelector("iframe.gallery-frame");
        contentDocument.querySelector("a[href$='/de.html']").click();
      });
      const texts = await browser.until(
        () => {
          const { contentDocument } = document.querySelector("iframe.gallery-frame");
          if (!contentDocument.URL.endsWith("/de.html")) return undefined;
          if (!("ready" in contentDocument.documentElement.dataset)) return undefined;
          const cells = contentDocument.querySelectorAll(".gallery-cell notify-me");
          return Array.from(cells, ({ shadowRoot }) => shadowRoot.textContent).join("\n");
        },
        { timeout: 60_000, message: "the gallery in German" },
      );
      for (const text of [
        "We'll email you when Ocean Blue Shirt, M is back.",
        "Das hast du schon einmal angefordert.",
      ])
        assert.ok(texts.includes(text), text);
    });

    test("the search finds a term of the documents and one of the reference", async () => {
      await browser.resize(1280, 900);
      for (const [term, page] of [
        ["already-requested", "subscribe.html"],
        ["unsupported_encoding", "errors.html"],
        ["FeedReport", "api/back-in-stock/feed.html"],
      ]) {
        await show("", "light");
        // The search box begins with the last term.
        await browser.run(() => sessionStorage.clear());
        await browser.click(await browser.find(".VPNavBarSearch button"));
        await browser.type(await browser.find("#localsearch-input"), term);
        await browser.until(
          (page) =>
            Array.from(document.querySelectorAll(".VPLocalSearchBox .result")).some(({ href }) =>
              href.includes(page),
            ),
          { args: [page], timeout: 20_000, message: `${term} in ${page}` },
        );
      }
    });

    test("nothing was requested from another origin, and the console has no errors", async () => {
      await browser.console();
      const { origin } = new URL(site.url);
      for (const path of [...Object.values(PAGES), "rust/back_in_stock/index.html"]) {
        await browser.goto(site.url + path);
        await browser.until(isReady, { timeout: 60_000 });
        const names = await browser.run(() =>
          performance.getEntriesByType("resource").map(({ name }) => name),
        );
        assert.ok(names.length > 0, path);
        assert.deepEqual(
          names.filter((name) => !name.startsWith(origin) && !name.startsWith("data:")),
          [],
        );
        // The gallery shows failures, which the element reports.
        const isReported = ({ text }) => path === PAGES.gallery && text.startsWith("<notify-me variant=");
        const messages = await browser.console();
        assert.deepEqual(
          messages.filter((message) => !isReported(message)),
          [],
          path,
        );
      }
    });
  });
}
