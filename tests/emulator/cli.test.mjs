import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ann, feed, job, paths, post } from "./helpers.mjs";

const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Starts the program; `ended` resolves to its exit code and output. */
function run(t, ...args) {
  const child = spawn(process.execPath, [program, ...args]);
  t.after(() => child.kill("SIGKILL"));
  const written = { out: "", err: "" };
  child.stdout.on("data", (data) => {
    written.out += data;
  });
  child.stderr.on("data", (data) => {
    written.err += data;
  });
  const ended = once(child, "close").then(([code]) => ({ code, ...written }));
  return { child, written, ended };
}

async function feedFile(t, text = JSON.stringify(feed)) {
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "feed.json");
  await writeFile(path, text);
  return path;
}

/** Waits until the emulator prints its URL. */
async function serving({ child, written }) {
  while (!written.out.includes("/emulator/state")) await once(child.stdout, "data");
  return { url: /http:\/\/127\.0\.0\.1:\d+/.exec(written.out)[0] };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

test("uses the given port, ids and limits, and never prints the key", async (t) => {
  const port = await freePort();
  const path = await feedFile(t);
  const account = ["--company-id", "XYZ789", "--private-key", "pk_mine", "--access-token", "token-1"];
  const program = run(
    t,
    "emulator",
    "--feed",
    path,
    "--port",
    String(port),
    ...account,
    "--burst",
    "4",
    "--steady",
    "9",
  );
  const emulator = await serving(program);
  assert.equal(emulator.url, `http://127.0.0.1:${port}`);
  const accepted = await post(emulator, paths.client, ann, { query: "?company_id=XYZ789" });
  assert.deepEqual([accepted.status, accepted.headers.get("ratelimit-limit")], [202, "9"]);
  for (const authorization of ["Klaviyo-API-Key pk_mine", "Bearer token-1"]) {
    assert.equal((await post(emulator, paths.server, ann, { headers: { authorization } })).status, 202);
  }
  const state = await (await fetch(`${emulator.url}/emulator/state`)).json();
  assert.equal(state.catalog.length, 2);
  program.child.kill("SIGTERM");
  const { code, out, err } = await program.ended;
  assert.deepEqual([code, err], [0, ""]);
  assert.ok(!/pk_mine|token-1/.test(out));
  assert.match(out, /Dashboard: http:\/\/127\.0\.0\.1:\d+\/\n/);
  assert.match(out, /Catalog: +2 variants/);
});

test("uses the given lists, opt-in process and job duration", async (t) => {
  const lists = [
    "--list",
    "DOUBLE=double_opt_in",
    "--list",
    "SINGLE=single_opt_in",
    "--opt-in",
    "double_opt_in",
  ];
  const program = run(t, "emulator", "--feed", await feedFile(t), ...lists, "--job-duration", "0s");
  const emulator = await serving(program);
  const email = "ann@example.com";
  const subscriptions = { email: { marketing: { consent: "SUBSCRIBED" } } };
  const send = async (listId) =>
    (await post(emulator, paths.job, job([{ email, subscriptions }], { listId }))).status;
  assert.deepEqual(
    [await send("OTHER"), await send("DOUBLE"), await send("SINGLE"), await send(null)],
    [404, 202, 202, 202],
  );
  const { consents, jobs } = await (await fetch(`${emulator.url}/emulator/state`)).json();
  assert.deepEqual(
    consents.map(({ listId, status }) => `${listId} ${status}`),
    ["DOUBLE pending", "SINGLE subscribed", "null pending"],
  );
  assert.deepEqual(new Set(jobs.map(({ status }) => status)), new Set(["complete"]));
});

test("Ctrl-C stops it immediately, even with an open connection", async (t) => {
  const program = run(t, "emulator", "--feed", await feedFile(t));
  const emulator = await serving(program);
  await post(emulator, paths.client, ann);
  const before = performance.now();
  program.child.kill("SIGINT");
  assert.equal((await program.ended).code, 0);
  assert.ok(performance.now() - before < 2_000);
  await assert.rejects(fetch(emulator.url));
});

test("a port in use: one line and exit code 2", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const { port } = other.address();
  const { ended } = run(t, "emulator", "--feed", await feedFile(t), "--port", String(port));
  assert.deepEqual(await ended, { code: 2, out: "", err: `back-in-stock: port ${port} is in use\n` });
});

const refused = [
  [
    "a feed that is not JSON",
    ["--feed", "FEED"],
    /^back-in-stock: feed ".*" is not valid JSON, at byte 2$/,
    "[{",
  ],
  [
    "a feed that is not an array",
    ["--feed", "FEED"],
    /^back-in-stock: feed ".*" must be an array of rows$/,
    "{}",
  ],
  [
    "a row without an id",
    ["--feed", "FEED"],
    /^back-in-stock: feed: row 0 \(counted from 0\) has no id$/,
    "[{}]",
  ],
  ["a missing feed file", ["--feed", "/no/such.json"], /^back-in-stock: cannot read feed .*: no such file$/],
  ["a port that is not a number", ["--feed", "FEED", "--port", "http"], /--port must be a whole number/],
  [
    "a port out of range",
    ["--feed", "FEED", "--port", "70000"],
    /port must be a whole number from 0 to 65535/,
  ],
  ["a negative port", ["--feed", "FEED", "--port", "-1"], /^back-in-stock: --port requires a value;/],
  [
    "an invalid company id",
    ["--feed", "FEED", "--company-id", "x"],
    /companyId must be six letters or digits/,
  ],
  ["an invalid key", ["--feed", "FEED", "--private-key", "hidden-1"], /privateKey must begin with pk_/],
  ["no feed", [], /--feed FEED is required/],
  ["a field that is not a mapping", ["--feed", "FEED", "--field", "stock"], /--field must be NAME=KEY/],
  [
    "an unknown field",
    ["--feed", "FEED", "--field", "stocks=x"],
    /unknown field "stocks" in --field; expected one of id, title, link, quantity, policy;/,
  ],
  ["a list without a process", ["--feed", "FEED", "--list", "LIST01"], /--list must be ID=PROCESS/],
  [
    "an unknown process",
    ["--feed", "FEED", "--list", "LIST01=double"],
    /lists\.LIST01 must be single_opt_in or double_opt_in/,
  ],
  ["data in a missing folder", ["--feed", "FEED", "--data", "/no/such/file"], /cannot open data/],
  [
    "a misspelled field",
    ["--feed", "FEED", "--field", "quantitiy=x"],
    /unknown field "quantitiy" in --field; did you mean "quantity"\?/,
  ],
  ["an unknown option", ["--feeds", "x"], /^back-in-stock: unknown option --feeds; did you mean "--feed"\?/],
  ["a short option", ["-q"], /^back-in-stock: unknown option -q;/],
  ["an option without a value", ["--feed"], /--feed requires a value/],
  ["an empty path", ["--feed="], /--feed FEED is required/],
  ["a key in the wrong place", ["--feed", "FEED", "pk_hidden"], /^back-in-stock: unexpected argument;/],
];

for (const [name, args, message, text = "[]"] of refused) {
  test(`${name}: one line and exit code 2`, async (t) => {
    const path = await feedFile(t, text);
    const { ended } = run(t, "emulator", ...args.map((arg) => (arg === "FEED" ? path : arg)));
    const { code, out, err } = await ended;
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err.trimEnd(), message);
    assert.equal(err.trimEnd().split("\n").length, 1, err);
    assert.ok(!err.includes("hidden"));
  });
}

test("maps fields, stores data, and prints why the feed is not inventory-aware", async (t) => {
  const feed = await feedFile(t, "<Products><Product><id>SKU-1</id><stock>x</stock></Product></Products>");
  const data = join(await mkdtemp(join(tmpdir(), "back-in-stock-")), "data.jsonl");
  t.after(() => rm(join(data, ".."), { recursive: true }));
  const args = ["emulator", "--feed", feed, "--field", "quantity=stock", "--data", data];
  for (const count of [1, 1]) {
    const program = run(t, ...args);
    const emulator = await serving(program);
    await post(emulator, paths.client, ann);
    const state = await (await fetch(`${emulator.url}/emulator/state`)).json();
    assert.equal(state.subscriptions.length, count);
    program.child.kill("SIGTERM");
    const { out } = await program.ended;
    assert.match(out, /not inventory-aware: 1 of 1 rows have no usable stock \("SKU-1": not a number\)\n/);
  }
});

for (const [args, message] of [
  [[], "a command is required"],
  [["emulate"], 'unknown command "emulate"; did you mean "emulator"?'],
  [["chek"], 'unknown command "chek"; did you mean "check"?'],
  [["--wrong"], "unknown command; expected check, filter, emulator"],
  [["pk_hidden"], "unknown command; expected check, filter, emulator"],
]) {
  test(`back-in-stock ${args.join(" ")}: ${message}`, async (t) => {
    const { code, out, err } = await run(t, ...args).ended;
    assert.deepEqual([code, out], [2, ""]);
    const hint = message.endsWith("?") ? " See" : "; see";
    assert.equal(err, `back-in-stock: ${message}${hint} back-in-stock --help\n`);
  });
}

test("--version", async (t) => {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  assert.deepEqual(await run(t, "--version").ended, { code: 0, out: `${version}\n`, err: "" });
});

test("--help lists the commands, and the options of one", async (t) => {
  const all = await run(t, "--help").ended;
  assert.deepEqual([all.code, all.err], [0, ""]);
  assert.match(all.out, /emulator {2,}\S/);
  const one = await run(t, "emulator", "--help").ended;
  assert.deepEqual([one.code, one.err], [0, ""]);
  for (const option of ["--feed", "--port", "--company-id", "--private-key"])
    assert.ok(one.out.includes(option));
});
