// The data file, and emulators that are killed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { random } from "../random.mjs";
import { ann, consent, createEmulator, paths, post, subscription, today } from "./helpers.mjs";

const feed = ["SKU-1", "SKU-2"].map((id) => ({ id, title: id, inventory_quantity: 0 }));
const limits = { burst: 100_000, steady: 1_000_000 };
const person = (index) => subscription({ email: `person-${index}@example.com` });

async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), "back-in-stock-"));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

/** An emulator with a data file and its own clock. */
async function keeping(t, data, options = {}) {
  const clock = { now: today };
  const emulator = await createEmulator({ feed, data, limits, now: () => clock.now, ...options });
  t.after(() => emulator.close());
  return { ...emulator, clock };
}

/** The state that a restart must not change. Requests are not stored, and the feed is read again. */
const lasting = (emulator) => {
  const { requests, requestCount, deliveries, feed, ...rest } = emulator.state();
  return rest;
};

test("a restart continues from the stored state", async (t) => {
  const data = join(await folder(t), "emulator.jsonl");
  const one = await keeping(t, data);
  for (let index = 0; index < 5; index += 1) await post(one, paths.client, person(index));
  await post(one, paths.consent, consent({ phone_number: "+15005550006" }));
  await post(one, paths.client, subscription({ phone_number: "+15005550006", channels: ["SMS"] }));
  await post(
    one,
    paths.client,
    subscription({ phone_number: "+15005550006", email: "person-1@example.com" }),
  );
  one.configure({ customersPerUnit: 2, waitMinutes: 30 });
  one.stock("SKU-1", 1);
  await one.advance("1d");
  one.configure({ messageStatus: "manual" });
  await one.advance("30m");
  await post(one, paths.client, person(9));
  one.send();
  await one.advance("7m");
  const before = lasting(one);
  assert.ok(before.messages.length >= 4 && before.subscriptions.length > 0);
  await one.close();

  const two = await keeping(t, data);
  assert.deepEqual(lasting(two), before);
  await one.advance("30m");
  await two.advance("30m");
  assert.deepEqual(lasting(two), lasting(one), "a wait goes on too");
  await post(two, paths.client, ann);
  assert.equal(lasting(two).subscriptions.length, lasting(one).subscriptions.length + 1);
});

test("a restock during downtime is seen at the start", async (t) => {
  const data = join(await folder(t), "emulator.jsonl");
  const one = await keeping(t, data);
  await post(one, paths.client, ann);
  await one.close();
  const rows = feed.map((row) => ({ ...row, inventory_quantity: 3 }));
  const two = await keeping(t, data, { feed: rows });
  assert.deepEqual(
    two.state().messages.map(({ to }) => to),
    ["ann@example.com"],
  );
});

test("ignores an incomplete last line after a kill, and reports any other damage", async (t) => {
  const data = join(await folder(t), "emulator.jsonl");
  const one = await keeping(t, data);
  for (let index = 0; index < 3; index += 1) await post(one, paths.client, person(index));
  const { size } = await stat(data);
  await post(one, paths.client, person(3));
  await one.close();
  const whole = await stat(data);
  for (let length = whole.size - 1; length > size; length -= 29) {
    await truncate(data, length);
    const cut = await keeping(t, data);
    assert.equal(cut.state().subscriptions.length, 3);
    await cut.close();
    await truncate(data, size);
    await appendFile(data, '{"do":"accept","at":1,"identi');
  }
  const two = await keeping(t, data);
  await post(two, paths.client, person(7));
  await two.close();
  const three = await keeping(t, data);
  assert.equal(three.state().subscriptions.length, 4, "the next line is not appended to the incomplete one");
  await three.close();

  const lines = (await readFile(data, "utf8")).split("\n");
  lines[2] = lines[2].slice(0, 20);
  await writeFile(data, lines.join("\n"));
  await assert.rejects(createEmulator({ data }), {
    code: "invalid_data",
    message: /^data ".*emulator\.jsonl" cannot be read: line 3$/,
  });
});

test("does not touch other files", async (t) => {
  const path = join(await folder(t), "letter.txt");
  for (const text of [
    "Dear Ann",
    "Dear Ann,\nhow are you?\n",
    "{}\n",
    '{"file":"back-in-stock emulator","version":2}\n',
  ]) {
    await writeFile(path, text);
    await assert.rejects(createEmulator({ data: path }), {
      code: "invalid_data",
      message: /is not a data file of this emulator$/,
    });
    assert.equal(await readFile(path, "utf8"), text);
  }
  await assert.rejects(createEmulator({ data: tmpdir() }), {
    code: "invalid_data",
    message: /^cannot open data/,
  });
  await assert.rejects(createEmulator({ data: "/no/such/file" }), {
    code: "invalid_data",
    message: /ENOENT$/,
  });
  await assert.rejects(createEmulator({ data: "/dev/null" }), {
    code: "invalid_data",
    message: /is not a file$/,
  });
  await assert.rejects(createEmulator({ data: "" }), { code: "invalid_option" });
});

test("only one emulator can use a file, by any path", async (t) => {
  const place = await folder(t);
  const data = join(place, "emulator.jsonl");
  const one = await keeping(t, data);
  await post(one, paths.client, ann);
  await symlink(data, join(place, "link.jsonl"));
  const inUse = { code: "invalid_data", message: new RegExp(`is in use by process ${process.pid}: `) };
  await assert.rejects(createEmulator({ data }), inUse);
  await assert.rejects(createEmulator({ data: join(place, "link.jsonl") }), inUse);
  await assert.rejects(createEmulator({ data, feed: "/no/such/feed.json" }), inUse);
  await post(one, paths.client, person(1));
  await one.close();
  const two = await keeping(t, data);
  assert.equal(two.state().subscriptions.length, 2, "the rejected emulator did not change the file");
  await two.close();
  await assert.rejects(createEmulator({ data, feed: "/no/such/feed.json" }), { code: "invalid_feed" });
  await (await keeping(t, data)).close();
  assert.deepEqual((await readdir(place)).sort(), ["emulator.jsonl", "link.jsonl"], "no lock is left");
});

test("the program rejects a file in use, and takes over the lock of a killed process", async (t) => {
  const place = await folder(t);
  const emulator = await running(t, place);
  const second = spawn(
    process.execPath,
    [program, "emulator", "--feed", join(place, "feed.json"), "--data", join(place, "emulator.jsonl")],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  t.after(() => second.kill("SIGKILL"));
  let said = "";
  second.stderr.on("data", (data) => {
    said += data;
  });
  const [code] = await once(second, "close");
  assert.equal(code, 2);
  assert.match(said, /emulator\.jsonl" is in use by process \d+: .* delete ".*emulator\.jsonl\.lock"/);
  await post(emulator, paths.client, ann);
  await emulator.kill();
  assert.equal((await held(await running(t, place))).size, 1);
});

test("reports an unknown command instead of skipping it", async (t) => {
  const data = join(await folder(t), "emulator.jsonl");
  const one = await keeping(t, data);
  await post(one, paths.client, ann);
  await one.close();
  const lines = (await readFile(data, "utf8")).trimEnd().split("\n");
  for (const line of ['{"do":"cancel","at":1}', '{"at":1}', "null", '"accept"', '{"do":"toString","at":1}']) {
    await writeFile(data, `${[...lines, line].join("\n")}\n`);
    await assert.rejects(createEmulator({ data }), {
      code: "invalid_data",
      message: new RegExp(`cannot be read: line ${lines.length + 1}$`),
    });
  }
});

test("a reset empties the file", async (t) => {
  const data = join(await folder(t), "emulator.jsonl");
  const one = await keeping(t, data);
  for (let index = 0; index < 50; index += 1) await post(one, paths.client, person(index));
  await one.advance("1d");
  await one.reset();
  assert.ok((await stat(data)).size < 1_000);
  await one.close();
  const two = await keeping(t, data);
  assert.deepEqual(lasting(two), lasting(one));
  assert.equal(Date.parse(two.state().now), today + 86_400_000);
});

const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Starts the program with a data file. `limit` is the maximum file size in blocks of 512 bytes. */
async function running(t, place, limit = "unlimited") {
  const feedFile = join(place, "feed.json");
  await writeFile(feedFile, JSON.stringify(feed));
  const options = ["--feed", feedFile, "--data", join(place, "emulator.jsonl")];
  const rates = ["--burst", "100000", "--steady", "1000000"];
  const args = [program, "emulator", ...options, ...rates];
  const shell = ["-c", `ulimit -f ${limit}; exec "$@"`, "sh", process.execPath, ...args];
  const child = spawn("/bin/sh", shell, { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  while (!printed.includes("variants")) await once(child.stdout, "data");
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "close");
  };
  return { url: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)[0], kill };
}

/** The email addresses on the emulator's waiting lists. */
async function held({ url }) {
  const { profiles, subscriptions } = await (await fetch(`${url}/emulator/state`)).json();
  assert.equal(subscriptions.length, profiles.length);
  return new Set(profiles.flatMap(({ emails }) => emails));
}

test("rejects a request that cannot be stored, and keeps the file intact", async (t) => {
  const place = await folder(t);
  const full = await running(t, place, 16);
  const subscribe = async (length, index) => {
    const email = `${"x".repeat(length)}${index}@example.com`;
    return (await post(full, paths.client, subscription({ email }))).status;
  };
  // A long line that does not fit leaves room for a shorter one.
  assert.deepEqual(
    [await subscribe(4_000, 0), await subscribe(4_000, 1), await subscribe(1, 2)],
    [202, 500, 202],
  );
  const statuses = [];
  for (let index = 3; index < 60; index += 1) statuses.push(await subscribe(1, index));
  const accepted = 2 + statuses.filter((status) => status === 202).length;
  assert.ok(accepted > 5 && accepted < 50, `${accepted}`);
  assert.deepEqual(new Set(statuses), new Set([202, 500]));
  assert.equal((await held(full)).size, accepted);
  await full.kill();
  assert.equal((await held(await running(t, place))).size, accepted);
});

test("after repeated kills, everything that was answered is stored", async (t) => {
  const place = await folder(t);
  const chance = random(1);
  const accepted = new Set();
  let next = 0;
  for (let round = 0; round < 8; round += 1) {
    const emulator = await running(t, place);
    const found = await held(emulator);
    assert.deepEqual(
      [...accepted].filter((email) => !found.has(email)),
      [],
      `round ${round}`,
    );
    const subscribe = async () => {
      for (;;) {
        const index = next++;
        const { status } = await post(emulator, paths.client, person(index));
        if (status === 202) accepted.add(`person-${index}@example.com`);
      }
    };
    const subscribing = [subscribe(), subscribe(), subscribe()].map((work) => work.catch(() => {}));
    await new Promise((resolve) => setTimeout(resolve, 50 + chance() * 300));
    await emulator.kill();
    await Promise.all(subscribing);
  }
  assert.ok(accepted.size > 200, `${accepted.size}`);
});
