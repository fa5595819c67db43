// The playground: each answer leads to the outcome that docs/errors.md and docs/offline.md describe.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines, open } from "../browser/driver.mjs";
import { startSite } from "./site.mjs";

const queued = (reason) => ({ status: "queued", reason, durable: true });
const rejected = (code, status, more = {}) => ({ code, status, retryable: false, ...more });

/** Each answer, the outcome or error of `subscribe`, the status that the emulator records, and whether somebody waits. */
const EXPECTED = {
  accepted: [{ status: "accepted" }, 202, true],
  field: [rejected("invalid_email", 400, { field: "email" }), 400],
  rejected: [rejected("rejected", 400), 400],
  unauthorized: [rejected("unauthorized", 401), 401],
  challenge: [queued("service"), 403],
  unknown: [rejected("variant_not_found", 404), 404],
  conflict: [rejected("rejected", 409), 409],
  throttled: [queued("throttled"), 429],
  hidden: [queued("throttled"), 429],
  down: [queued("service"), 503],
  proxy: [queued("service"), 502],
  truncated: [rejected("rejected", 400), 400],
  offline: [queued("network"), 0],
  lost: [queued("network"), 202, true],
  cors: [queued("network"), 202, true],
  slow: [{ status: "accepted" }, 202, true],
  timeout: [queued("network"), 0],
};

for (const engine of engines) {
  describe(`the playground in ${engine}`, { timeout: 180_000 }, () => {
    let browser;
    let site;
    before(async () => {
      site = await startSite();
      browser = await open(engine, { width: 1280, height: 900 });
      await browser.goto(`${site.url}playground.html`);
      await browser.until(() => "ready" in document.querySelector(".playground").dataset);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    /** Starts over with an answer. */
    const choose = async (answer) => {
      await browser.run((answer) => {
        const part = (name) => document.querySelector(`[data-part=${name}]`);
        part("answer").value = answer;
        part("answer").dispatchEvent(new Event("change"));
        part("reset").click();
      }, answer);
      await browser.until(
        () =>
          document.querySelector("[data-part=outcome]").dataset.state === "" &&
          document.querySelector("[data-part=stored]").dataset.count === "0" &&
          document.querySelector("[data-part=requests]").childElementCount === 0,
      );
    };
    const result = () =>
      browser.until(
        () => {
          const part = (name) => document.querySelector(`[data-part=${name}]`);
          const { state } = part("outcome").dataset;
          // The state of the device and of the emulator is shown after the outcome.
          const request = part("requests").querySelector("summary")?.textContent;
          const isStored = part("stored").dataset.count !== "0";
          const outcome = ["outcome", "error"].includes(state) && JSON.parse(part("outcome").textContent);
          if (!outcome || !request || isStored !== (outcome.status === "queued")) return undefined;
          return {
            outcome,
            request,
            stored: part("stored").textContent,
            waiting: part("waiting").textContent,
          };
        },
        { timeout: 20_000, message: "an outcome" },
      );

    test("offers each answer", async () => {
      const names = await browser.run(() =>
        Array.from(document.querySelectorAll("[data-part=answer] option"), ({ value }) => value),
      );
      assert.deepEqual(names, Object.keys(EXPECTED));
    });

    for (const [answer, [expected, status, isWaiting]] of Object.entries(EXPECTED)) {
      test(`${answer}: the outcome, the stored request, and what the emulator received`, async () => {
        await choose(answer);
        await browser.click(await browser.find(".playground form button"));
        const { outcome, request, stored, waiting } = await result();
        const shown = Object.fromEntries(Object.keys(expected).map((name) => [name, outcome[name]]));
        assert.deepEqual(shown, expected, JSON.stringify(outcome));
        assert.equal(request, `${status || "no response"}: POST /client/back-in-stock-subscriptions`);
        assert.equal(waiting, isWaiting ? "ann@example.com" : "nobody");
        assert.equal(stored.includes("ann@example.com"), expected.status === "queued");
        if (answer === "throttled") assert.ok(Date.parse(outcome.retryAt) > Date.now());
      });
    }

    test("the element fires its events, and a stored request is sent later", async () => {
      await choose("down");
      await browser.click(await browser.shadow("notify-me", "[part=trigger]"));
      await browser.type(await browser.shadow("notify-me", "[type=email]"), "ben@example.com");
      await browser.click(await browser.shadow("notify-me", "form [type=submit]"));
      const hasEvent = (name) =>
        Array.from(document.querySelectorAll("[data-part=events] code")).some(
          ({ textContent }) => textContent === name,
        );
      for (const name of ["notify-me-open", "notify-me-submit", "notify-me-queued"])
        await browser.until(hasEvent, { args: [name], message: name });
      await browser.until(
        () => document.querySelector("[data-part=stored]").textContent.includes("ben@example.com"),
        { message: "the stored request" },
      );
      await browser.run(() => {
        const answer = document.querySelector("[data-part=answer]");
        answer.value = "accepted";
        answer.dispatchEvent(new Event("change"));
      });
      await browser.until(
        () => {
          document.querySelector("[data-part=flush]").click();
          return document.querySelector("[data-part=waiting]").textContent === "ben@example.com";
        },
        { timeout: 30_000, message: "somebody on the waiting list" },
      );
      await browser.until(hasEvent, { args: ["notify-me-settled"], message: "notify-me-settled" });
      await browser.until(() => document.querySelector("[data-part=stored]").dataset.count === "0");
    });

    test("nothing left the page's origin, and the console has no errors", async () => {
      const { origin } = new URL(site.url);
      const names = await browser.run(() => performance.getEntriesByType("resource").map(({ name }) => name));
      assert.ok(names.length > 5);
      assert.deepEqual(
        names.filter((name) => !name.startsWith(origin)),
        [],
      );
      assert.deepEqual(await browser.console(), []);
    });
  });
}
