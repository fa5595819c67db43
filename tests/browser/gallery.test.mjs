// The gallery: every state comes about, in three widths; its pictures are for people to look at.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startShop } from "../../www/server.mjs";
import { engines, open } from "./driver.mjs";
import { messagesOf } from "./notify-me.setup.mjs";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const pictures = fileURLToPath(new URL("../.work/", import.meta.url));
mkdirSync(pictures, { recursive: true });

/** What each row of states has to show, in English. */
const WORDS = {
  Button: "Notify me when it's back",
  "One click": "Notify me at ann@example.com",
  "Mistyped email": "Did you mean ann@gmail.com?",
  "Invalid email": "Please enter an email address, such as name@example.com.",
  "Invalid phone number":
    "Please enter a phone number. If it's from another country, start with + and the country code.",
  "No channel chosen": "Please choose at least one.",
  "Consent to WhatsApp missing": "Please check this box to get WhatsApp messages.",
  "Too soon": "Please wait a moment and try again.",
  Sending: "Sending…",
  Accepted: "We'll email you when Ocean Blue Shirt, M is back.",
  "Requested before": "You've requested this before. We'll email you when Ocean Blue Shirt, M is back.",
  "Accepted by SMS": "Use a different number",
  "Accepted by app, name unknown": "We'll let you know when this item is back.",
  "Newsletter failed":
    "We'll email you when Ocean Blue Shirt, M is back. We couldn't sign you up for the newsletter.",
  "Stored by the shop's relay": "We have your request. We'll email you when Ocean Blue Shirt, M is back.",
  "Queued, nothing can be stored":
    "We couldn't send this yet. We'll keep trying as long as this page stays open.",
  Queued:
    "We couldn't send this yet. We've saved it on this device and will keep trying, including on your next visit.",
  "Unknown variant": "Alerts for this item aren't available yet. Please try again later.",
  Rejected: "Sorry, alerts for this item aren't available right now.",
  "Throttled, no outbox": "We're getting a lot of requests right now. Please try again in a moment.",
  "No answer, no outbox": "We couldn't send this right now. Please try again in a moment.",
  "Multiple variants": "Ocean Blue Shirt, XL: Sorry, alerts for this item aren't available right now.",
};

/** Texts that are only a part of a longer one. */
const PARTS = ["item", "newsletterFailed"];

/** The names of the texts that are not among those shown. */
const missing = (messages, shown) =>
  Object.keys(messages).filter((name) => {
    if (name === "dir") return false;
    const text = messages[name].replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\\\{\w+\\\}/g, ".+");
    const pattern = new RegExp(PARTS.includes(name) ? text : `^${text}$`, "su");
    return !shown.some((one) => pattern.test(one));
  });

for (const engine of engines) {
  describe(`the gallery in ${engine}`, { timeout: 300_000 }, () => {
    let browser;
    let shop;
    before(async () => {
      shop = await startShop({ port: 0, emulatorUrl: "http://127.0.0.1:4312/", companyId: "HARBOR" });
      browser = await open(engine, { width: 1280, height: 900 });
    });
    after(async () => {
      await browser?.close();
      await shop?.close();
    });
    const gallery = async (query = "") => {
      await browser.goto(`${shop.url}/gallery${query}`);
      await browser.until(() => "ready" in document.documentElement.dataset, { timeout: 60_000 });
      const ready = () =>
        Array.from(document.querySelectorAll("iframe:not([sandbox])")).every(
          ({ contentDocument }) => "ready" in contentDocument.documentElement.dataset,
        );
      await browser.until(ready, { timeout: 30_000 });
    };

    test("neither takes the focus nor scrolls while its states are rendered", async () => {
      await gallery();
      const place = () => {
        const { activeElement, body } = document;
        return [activeElement === body || activeElement?.outerHTML.slice(0, 80), Math.round(scrollY)];
      };
      assert.deepEqual(await browser.run(place), [true, 0]);
    });

    test("every state, and no other", async () => {
      await gallery();
      const found = await browser.run(() => {
        const rows = Array.from(document.querySelectorAll("h3:not(.gallery-cell h3)"));
        const texts = (cell) => {
          const all = Array.from(
            cell.querySelector("notify-me").shadowRoot.querySelectorAll("button, p, li, [part=message]"),
          );
          return all.filter((one) => one.checkVisibility()).map((one) => one.textContent);
        };
        return Object.fromEntries(
          rows.map((row) => [row.textContent, Array.from(row.nextElementSibling.children, texts)]),
        );
      });
      assert.ok(Object.keys(found).length >= 25);
      for (const [name, words] of Object.entries(WORDS)) {
        for (const texts of found[name].slice(0, 3)) assert.ok(texts.includes(words), `${name}: ${texts}`);
      }
    });

    /** What can be seen and heard of all elements, in frames too. */
    const shownTexts = () =>
      browser.run(() => {
        const found = new Set();
        const collect = (page) => {
          for (const host of page.querySelectorAll("notify-me"))
            for (const one of host.shadowRoot?.querySelectorAll("*") ?? [])
              if (one.checkVisibility())
                found.add(one.textContent.trim()).add(one.getAttribute("aria-label") ?? "");
          for (const { contentDocument } of page.querySelectorAll("iframe:not([sandbox])"))
            collect(contentDocument);
        };
        collect(document);
        return [...found];
      });

    test("every text in English", async () => {
      await gallery();
      assert.deepEqual(missing(await messagesOf("en"), await shownTexts()), []);
    });

    test("each state in each language, beside English, with nothing that overflows", async () => {
      await gallery();
      const names = await browser.run(() => {
        const links = document.querySelectorAll(".gallery-pages a");
        return Array.from(links, ({ search, textContent }) => [search.slice("?lang=".length), textContent]);
      });
      assert.equal(names.shift()[1], "Themes");
      assert.equal(names.map(([lang]) => lang).join(), "ar,da,de,es,fr,it,ja,nl,pl,pt,sv");
      for (const [lang, name] of names) {
        await browser.resize(1280, 900);
        await gallery(`?lang=${lang}`);
        assert.deepEqual(missing(await messagesOf(lang), await shownTexts()), [], lang);
        const columns = await browser.run(() =>
          Array.from(document.querySelectorAll("h3:not(.gallery-cell h3)"), ({ nextElementSibling }) =>
            Array.from(nextElementSibling.children, (cell) => {
              const { shadowRoot } = cell.querySelector("notify-me");
              const button = shadowRoot.querySelector("button").textContent;
              return [cell.querySelector(".gallery-label").textContent, button];
            }),
          ),
        );
        assert.ok(columns.length >= 25);
        for (const [english, other] of columns) {
          assert.deepEqual([english[0], other[0]], ["English", name]);
          assert.notEqual(other[1], english[1]);
        }
        const isTooWide = () => document.documentElement.scrollWidth > innerWidth;
        assert.equal(await browser.run(isTooWide), false, lang);
        await browser.resize(390, 900);
        assert.equal(await browser.run(isTooWide), false, lang);
      }
    });

    for (const width of [320, 768, 1280]) {
      test(`${width} px wide: nothing overflows, and axe-core finds nothing wrong`, async () => {
        await browser.resize(width, 900);
        await gallery();
        const wide = await browser.run(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false);
        const wrong = await browser.run(
          `${axe}; const { violations } = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
           return violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html + node.failureSummary).join(" "));`,
        );
        assert.deepEqual(wrong, []);
        const height = await browser.run(() => document.documentElement.scrollHeight);
        for (let top = 0, index = 0; top < height && index < 40; top += 880, index++) {
          await browser.run((top) => scrollTo(0, top), top);
          await browser.screenshot(
            `${pictures}gallery-${engine}-${width}-${String(index).padStart(2, "0")}.png`,
          );
        }
      });
    }
  });
}
