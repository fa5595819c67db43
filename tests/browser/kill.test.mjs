/**
 * Kills the browser at random moments while shoppers send requests. A request that reached the service was stored first,
 * so it must arrive after the next start, whatever the outcome of the first attempt. Only Chromium has a profile here and
 * starts fast enough.
 *
 * Chromium itself can lose a database that way. LevelDB writes a record's head and its body one after the other; a kill in
 * between leaves an incomplete record at the end of the log. The next start skips it and writes after it; the start after
 * that treats it as corruption and deletes the whole database. No page can prevent that. So the test reads the log after
 * each kill: entries that Chromium lost after such a record are counted separately, and any other loss fails.
 */
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createEmulator } from "../../dist/emulator.js";
import { random } from "../random.mjs";
import { engines, open } from "./driver.mjs";
import { site } from "./outbox.setup.mjs";
import { family } from "./processes.mjs";

const ROUNDS = 50;
const SEED = Number(process.env.KILL_SEED ?? 1);

/** Runs in the page: sends requests, three at a time, until the page is killed. */
function ask(round) {
  let count = 0;
  const worker = async () => {
    for (;;) {
      const variant = `SKU-${round}-${count++}`;
      const profile = { email: `${variant.toLowerCase()}@example.com` };
      await shop.client.subscribe({ variant, profile }).catch(() => {});
    }
  };
  void worker();
  void worker();
  void worker();
}

/** Ends everything that a browser consists of, at once. */
function kill({ service }) {
  for (const pid of family(service.pid, service.mark).values()) {
    if (pid === service.pid) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
}

const BLOCK = 32_768;
const HEAD = 7;

/** Whether a log of LevelDB has a head without its body: heads are 4 bytes of checksum, 2 of length and 1 of kind. */
function isBroken(log) {
  for (let at = 0; at < log.length; ) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEAD) {
      at += left;
      continue;
    }
    if (at + HEAD > log.length) return true;
    const length = log.readUInt16LE(at + 4);
    const kind = log[at + 6];
    if (kind > 4 || HEAD + length > left || at + HEAD + length > log.length) return true;
    at += HEAD + length;
  }
  return false;
}

/** The files of IndexedDB in a profile whose names match. */
async function database(profileDir, pattern) {
  const folder = join(profileDir, "Default/IndexedDB");
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return Promise.all(names.filter((name) => pattern.test(name)).map((name) => readFile(join(folder, name))));
}

if (engines.includes("chromium")) {
  test(`a browser that is killed ${ROUNDS} times loses nothing`, { timeout: 600_000 }, async (t) => {
    const profileDir = await mkdtemp(join(tmpdir(), "back-in-stock-kill-"));
    t.after(() => rm(profileDir, { recursive: true, force: true, maxRetries: 5 }));
    const feed = Array.from({ length: ROUNDS * 300 }, (_, index) => {
      const id = `SKU-${Math.floor(index / 300)}-${index % 300}`;
      return { id, title: id, inventory_quantity: 0 };
    });
    const shop = await site();
    t.after(() => shop.close());
    const chance = random(SEED);
    const emulator = await createEmulator({
      feed,
      limits: { burst: 100_000, steady: 1_000_000 },
      // Some first attempts are refused, some answers are late, and some do not come in time.
      faults: ({ attempt }) => {
        if (attempt > 1) return undefined;
        const what = chance();
        if (what < 0.3) return { kind: "delay", ms: 60, carriedOut: true };
        if (what < 0.6) return { kind: "delay", ms: 700, carriedOut: false };
        return what < 0.8 ? { kind: "status", status: 503 } : undefined;
      },
    });
    t.after(() => emulator.close());
    const url = `${shop.url}/?endpoint=${encodeURIComponent(emulator.url)}`;
    const start = async () => {
      const browser = await open("chromium", { profileDir, bidi: false });
      await browser.goto(url);
      await browser.until(() => Boolean(window.shop));
      return browser;
    };

    const waited = new Set();
    const note = async (browser) => {
      for (const id of await browser.run("return (await shop.stored()).entries?.[0] ?? []"))
        waited.add(/:::(SKU[\d-]+)/.exec(id)[1]);
    };
    /** What had arrived or waited, and is not held. */
    const missing = () => {
      const { subscriptions, deliveries } = emulator.state();
      const held = new Set(subscriptions.map(({ variant }) => variant.split(":::")[2]));
      const arrived = deliveries.map(({ body }) => /:::(SKU[\d-]+)/.exec(body)[1]);
      return { held, arrived, lost: [...new Set([...arrived, ...waited])].filter((id) => !held.has(id)) };
    };
    const thrownAway = new Set();
    let throws = 0;
    let broken = false;
    const begin = async (round) => {
      const browser = await start();
      if (round > 0) await note(browser);
      const [log = ""] = await database(profileDir, /\bLOG$/);
      if (round > 0 && log.includes("since it was missing")) {
        assert.ok(broken, "the database is gone, and its log was whole");
        throws += 1;
        for (const variant of missing().lost) thrownAway.add(variant);
      }
      return browser;
    };
    for (let round = 0; round < ROUNDS; round++) {
      const browser = await begin(round);
      await browser.run(ask, round);
      await new Promise((resolve) => setTimeout(resolve, 20 + chance() * 900));
      kill(browser);
      await browser.close();
      broken = (await database(profileDir, /\d\.log$/)).some(isBroken);
    }
    const browser = await begin(ROUNDS);
    t.after(() => browser.close());
    await browser.until("return (await shop.client.flush()).pending === 0", {
      timeout: 120_000,
      message: "nothing waits any more",
    });

    const { held, arrived, lost } = missing();
    console.log(
      `killed ${ROUNDS} times: ${arrived.length} arrived at the service, ${waited.size} waited after a start, ${held.size} are held; Chromium threw its database away ${throws} times, with ${thrownAway.size} of them`,
    );
    assert.deepEqual(
      lost.filter((variant) => !thrownAway.has(variant)),
      [],
    );
    assert.ok(waited.size - thrownAway.size > ROUNDS / 2, "too few waited for this to prove anything");
  });
}
