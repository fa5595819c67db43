/**
 * Combines each fault of the network and the service with each situation of a page. In the end, the service must have every
 * request, the queue must be empty, and no request may have been sent more often than necessary. `MATRIX=full` sends five
 * times as many requests; `MATRIX_SEED` changes their order.
 *
 * Chromium continues a keepalive request after its page aborts it, and resends a request if a reused connection breaks. So
 * the page also reports what it sent and received (/noting in outbox.setup.mjs): no tab sends a request that is in flight;
 * each acceptance after the first must follow a response that did not arrive; and no page may receive two, unless it was
 * left with that entry in flight.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createEmulator } from "../../dist/emulator.js";
import { random } from "../random.mjs";
import { engines, eventually, open } from "./driver.mjs";
import { site } from "./outbox.setup.mjs";

const EACH = process.env.MATRIX === "full" ? 20 : 4;
const SEED = Number(process.env.MATRIX_SEED ?? 1);
/** Milliseconds for each attempt of the client; a fault that delays takes much longer. */
const TIMEOUT = 800;

/** What goes wrong with the first attempts of a subscription, by the name that its variant begins with. */
const faults = {
  NONE: [],
  REFUSE: [{ kind: "refuse" }, { kind: "refuse" }],
  LOSE: [{ kind: "lose" }],
  CUT: [{ kind: "cut" }],
  HIDE: [{ kind: "hide" }],
  LATE: [{ kind: "delay", ms: 5_000 }],
  NEVER: [{ kind: "delay", ms: 5_000, carriedOut: false }],
  THROTTLED: [{ kind: "status", status: 429, retryAfter: "1", readable: true }],
  UNREADABLE: [{ kind: "status", status: 429, retryAfter: "1" }],
  GARBAGE: [{ kind: "status", status: 429, retryAfter: "soon", readable: true }],
  ERROR: [
    { kind: "status", status: 500 },
    { kind: "status", status: 501 },
  ],
  PROXY: [{ kind: "status", status: 502, html: true }],
  BUSY: [{ kind: "status", status: 503 }, { kind: "refuse" }],
  GATEWAY: [{ kind: "status", status: 504 }, { kind: "lose" }],
  TRUNCATED: [{ kind: "truncate", status: 503 }],
  DRIP: [{ kind: "drip", status: 503 }],
  FLOOD: [{ kind: "flood", status: 500 }],
};
const names = Object.keys(faults);

/** Answers take a while, so that a page can be left in between. */
const SLOW = { kind: "delay", ms: 120 };

function script({ path, body, attempt }) {
  if (!path.includes("back-in-stock")) return undefined;
  const [, name] = /:::([A-Z]+)-/.exec(body.data.relationships.variant.data.id);
  return faults[name][attempt - 1] ?? SLOW;
}

/** The variants that a page of a situation requests, in random order. */
function wishes(label) {
  const all = names.flatMap((name) =>
    Array.from({ length: EACH }, (_, index) => `${name}-${label}-${index}`),
  );
  const chance = random(SEED);
  return all
    .map((variant) => [chance(), variant])
    .sort(([a], [b]) => a - b)
    .map(([, variant]) => variant);
}

/** Runs in the page: sends all requests, six at a time. */
function begin(variants, timeout) {
  const client = shop.make({ timeout });
  const left = [...variants];
  window.matrix = { client, asked: [], problems: [], stopped: false, running: true };
  const worker = async () => {
    while (left.length && !window.matrix.stopped) {
      const variant = left.shift();
      window.matrix.asked.push(variant);
      try {
        await client.subscribe({ variant, profile: { email: `${variant.toLowerCase()}@example.com` } });
      } catch (error) {
        window.matrix.problems.push(`${variant}: ${error.code} ${error.message}`);
      }
    }
  };
  void Promise.all(Array.from({ length: 6 }, worker)).then(() => {
    window.matrix.running = false;
  });
}

/** Runs in the page: stops sending. Returns the requests sent, and those without an outcome. */
async function freeze() {
  window.matrix.stopped = true;
  // Requests are stored within moments.
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { asked, problems } = window.matrix;
  const open = (await shop.stored()).entries[0].map((id) => /:::([^":]+)"/.exec(id)[1]);
  return { asked, problems, open };
}

const totals = { asked: 0, received: 0, accepted: 0, lost: 0 };

for (const engine of engines) {
  describe(`faults in ${engine}`, { timeout: 900_000 }, () => {
    let browser;
    let shop;
    before(async () => {
      shop = await site();
      browser = await open(engine);
    });
    after(async () => {
      await browser?.close();
      await shop?.close();
    });

    /** Runs a situation with an emulator of its own, and judges what is left of it. */
    const situation = (label, run) =>
      test(label, async () => {
        const variants = wishes(label.replaceAll(/\W+/g, "-"));
        const feed = variants.map((id) => ({ id, title: id, inventory_quantity: 0 }));
        const emulator = await createEmulator({
          feed,
          faults: script,
          limits: { burst: 100_000, steady: 1_000_000 },
        });
        try {
          const load = async () => {
            await browser.goto(`${shop.url}/noting?endpoint=${encodeURIComponent(emulator.url)}`);
            await browser.until(() => Boolean(window.shop));
            // Loads the outbox. While a machine is busy this can take longer than TIMEOUT, and the page would send without it.
            await browser.run("return shop.client.pending()");
          };
          await load();
          const { asked, problems, open = [] } = await run({ emulator, variants, load });
          assert.deepEqual(problems, []);
          // The last beacons are on their way.
          await new Promise((resolve) => setTimeout(resolve, 500));
          const seen = emulator.state();
          const held = new Set(seen.subscriptions.map(({ variant }) => variant.split(":::")[2]));
          assert.deepEqual(
            asked.filter((variant) => !held.has(variant)),
            [],
            "not held by the service",
          );
          const notes = seen.deliveries.map(({ body, received, accepted, lost }) => {
            const [, variant] = /:::([^":]+)"/.exec(body);
            return { variant, received, accepted, lost, noted: shop.notes.of(variant) };
          });
          const tooOften = notes.filter(({ variant, accepted, lost, noted }) => {
            const unheard = noted.sent - noted.heard;
            // A page can hear of an acceptance in its last moment, and not come to writing that down.
            const left = open.filter((one) => one === variant).length;
            return accepted > 1 + lost + unheard + left || noted.accepted > 1 + left;
          });
          assert.deepEqual(tooOften, [], "accepted more often than it had to be");
          const twice = notes.filter(({ noted }) => noted.twice);
          assert.deepEqual(twice, [], "sent while it was under way");
          const unnoted = notes.filter(({ received, noted }) => received > 0 && noted.sent === 0);
          assert.deepEqual(unnoted, [], "not everything was noted");
          // Another body for the same wish would be counted apart.
          const bodies = new Set(seen.deliveries.map(({ body }) => /:::([^":]+)"/.exec(body)[1]));
          assert.equal(bodies.size, seen.deliveries.length, "a request with two bodies");
          const sum = (name) => seen.deliveries.reduce((all, delivery) => all + delivery[name], 0);
          const counts = {
            asked: asked.length,
            received: sum("received"),
            accepted: sum("accepted"),
            lost: sum("lost"),
          };
          for (const name of Object.keys(totals)) totals[name] += counts[name];
          console.log(`${engine}, ${label}: ${JSON.stringify(counts)}`);
        } finally {
          await emulator.close();
        }
      });

    const asked = () =>
      browser.until("return !window.matrix.running && window.matrix", {
        timeout: 240_000,
        message: "all is asked",
      });
    const left = () => browser.run("return (window.matrix?.client ?? shop.client).pending()");
    /** Waits until nothing is left. With `flush`, entries that are not due yet are sent, too. */
    const delivered = async (flush = true) => {
      const help = "return (await (window.matrix?.client ?? shop.client).flush()).pending";
      await eventually(async () => (await (flush ? browser.run(help) : left())) === 0, {
        timeout: 240_000,
        interval: 300,
        message: "nothing is left over",
      });
    };

    situation("the page stays", async ({ variants }) => {
      await browser.run(begin, variants, TIMEOUT);
      const result = await asked();
      await delivered(false);
      return { asked: variants, problems: result.problems };
    });

    situation("the page is loaded again in mid-flight", async ({ variants, load }) => {
      const all = { asked: [], problems: [], open: [] };
      for (
        let rest = variants;
        rest.length;
        rest = variants.filter((variant) => !all.asked.includes(variant))
      ) {
        await browser.run(begin, rest, TIMEOUT);
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        const frozen = await browser.run(freeze);
        for (const name of Object.keys(all)) all[name].push(...frozen[name]);
        await load();
      }
      await delivered();
      return all;
    });

    situation("the tab is closed and opened again", async ({ variants, load }) => {
      const all = { asked: [], problems: [], open: [] };
      const { driver } = browser;
      for (
        let rest = variants;
        rest.length;
        rest = variants.filter((variant) => !all.asked.includes(variant))
      ) {
        await browser.run(begin, rest, TIMEOUT);
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        const frozen = await browser.run(freeze);
        for (const name of Object.keys(all)) all[name].push(...frozen[name]);
        const old = await driver.getWindowHandle();
        await driver.switchTo().newWindow("tab");
        const next = await driver.getWindowHandle();
        await driver.switchTo().window(old);
        await driver.close();
        await driver.switchTo().window(next);
        await load();
      }
      await delivered();
      return all;
    });

    situation("two tabs", async ({ variants, load }) => {
      const { driver } = browser;
      const half = variants.length / 2;
      const first = await driver.getWindowHandle();
      await browser.run(begin, variants.slice(0, half), TIMEOUT);
      await driver.switchTo().newWindow("tab");
      const second = await driver.getWindowHandle();
      await load();
      await browser.run(begin, variants.slice(half), TIMEOUT);
      const problems = [];
      for (const tab of [first, second]) {
        await driver.switchTo().window(tab);
        problems.push(...(await asked()).problems);
      }
      await driver.switchTo().window(first);
      await browser.run("void shop.client.flush()");
      await driver.switchTo().window(second);
      await delivered();
      await driver.close();
      await driver.switchTo().window(first);
      await delivered();
      return { asked: variants, problems };
    });

    situation("offline, then online", async ({ emulator, variants }) => {
      await emulator.pause();
      await browser.run(begin, variants, TIMEOUT);
      const result = await asked();
      assert.equal(await browser.run("return window.matrix.client.pending()"), variants.length);
      await emulator.resume();
      await browser.run('dispatchEvent(new Event("online"))');
      // Not until something is accepted: most of the first attempts fail, and each 429 makes all of them wait.
      await eventually(() => emulator.state().requests.length > 0, {
        timeout: 60_000,
        message: "the queue is sent",
      });
      await delivered();
      return { asked: variants, problems: result.problems };
    });
  });
}

test("it was enough to prove something", () => {
  console.log(`in all: ${JSON.stringify(totals)}`);
  const least = (engines.length * (process.env.MATRIX === "full" ? 5_000 : 1_000)) / 3;
  assert.ok(totals.asked >= least, `${totals.asked} of ${least}`);
  assert.ok(totals.received > totals.asked && totals.lost > 0);
});
