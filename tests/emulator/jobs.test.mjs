// Consent jobs, `POST /api/profile-subscription-bulk-create-jobs`: requests, states, double opt-in, and what they lift.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { consent, createEmulator, job, paths, post, start, subscription } from "./helpers.mjs";

const email = "ann@example.com";
const phone_number = "+15005550006";
const yes = { consent: "SUBSCRIBED" };
const newsletter = { email: { marketing: yes } };
const texts = { sms: { marketing: yes } };
const ann = { email, subscriptions: newsletter };
const place = "/data/attributes/profiles/data/0/attributes";

const statuses = (emulator) => emulator.state().jobs.map(({ status }) => status);
const consents = (emulator) =>
  emulator
    .state()
    .consents.map(({ profile, channel, purpose, status }) => [profile, channel, purpose, status].join(" "));

/** Accepts a job and completes it. */
async function complete(emulator, ...profiles) {
  const { status, text } = await post(emulator, paths.job, job(profiles));
  assert.deepEqual([status, text], [202, ""]);
  await emulator.advance("2s");
}

test("a job is queued, then processing, then complete; only then its consents are recorded", async (t) => {
  const emulator = await start(t);
  const body = job([ann, { phone_number, subscriptions: texts }], {
    listId: "Y6nRLr",
    custom_source: "Shop",
  });
  const { status, text, headers } = await post(emulator, paths.job, body);
  assert.deepEqual([status, text, headers.get("ratelimit-limit")], [202, "", "750"]);
  assert.deepEqual(statuses(emulator), ["queued"]);
  await emulator.advance(1_000);
  assert.deepEqual([statuses(emulator), consents(emulator)], [["processing"], []]);
  assert.deepEqual(emulator.state().profiles, []);
  await emulator.advance(999);
  assert.deepEqual([statuses(emulator), consents(emulator)], [["processing"], []]);
  await emulator.advance(1);
  assert.deepEqual(emulator.state().jobs, [
    {
      id: "job-1",
      status: "complete",
      profiles: 2,
      listId: "Y6nRLr",
      customSource: "Shop",
      doubleOptIn: false,
      historicalImport: false,
      at: "2026-08-01T12:00:00.000Z",
      completesAt: "2026-08-01T12:00:02.000Z",
    },
  ]);
  assert.deepEqual(consents(emulator), [
    "profile-1 email marketing subscribed",
    "profile-2 sms marketing subscribed",
  ]);
  const [recorded] = emulator.state().consents;
  assert.deepEqual(
    [recorded.listId, recorded.customSource, recorded.at],
    ["Y6nRLr", "Shop", "2026-08-01T12:00:02.000Z"],
  );
  assert.deepEqual(emulator.state().events, [], "a consent is not an alert");
});

test("jobs complete at their own times, without a call in between", async (t) => {
  const emulator = await start(t, { jobDuration: "1m" });
  await post(emulator, paths.job, job([ann]));
  await emulator.advance("40s");
  await post(emulator, paths.job, job([{ phone_number, subscriptions: texts }]));
  await emulator.advance("20s");
  assert.deepEqual(statuses(emulator), ["complete", "queued"]);
  await emulator.advance("1d");
  assert.deepEqual(
    emulator.state().consents.map(({ at }) => at.slice(11, 19)),
    ["12:01:00", "12:01:40"],
  );
});

test("a job of zero duration is complete at once; a very long one is not", async (t) => {
  const fast = await start(t, { jobDuration: 0 });
  await post(fast, paths.job, job([ann]));
  assert.deepEqual(statuses(fast), ["complete"]);
  const stalled = await start(t, { jobDuration: "3650d" });
  await post(stalled, paths.job, job([ann]));
  await stalled.advance("30d");
  assert.deepEqual([statuses(stalled), consents(stalled)], [["queued"], []]);
});

for (const path of [paths.client, paths.server]) {
  test(`an SMS alert of ${path} is sent after the job, not before`, async (t) => {
    const emulator = await start(t, { strict: true });
    const alert = (number) => post(emulator, path, subscription({ phone_number: number, channels: ["SMS"] }));
    const codes = () => emulator.findings().map(({ code }) => code);
    await alert("+15005550007");
    assert.ok(codes().includes("consent_missing"));
    await post(emulator, paths.job, job([{ phone_number, subscriptions: texts }]));
    await emulator.advance("2s");
    await alert(phone_number);
    assert.equal(emulator.findings().find(({ code }) => code === "consent_missing").count, 1);
    emulator.stock("SKU-1", 5);
    await emulator.sync();
    assert.deepEqual(
      emulator.state().messages.map(({ to, status, reason }) => [to, status, reason]),
      [
        ["+15005550007", "skipped", "no_consent"],
        [phone_number, "sent", null],
      ],
    );
  });
}

test("a batch at the time at which a job completes sees its consents", async (t) => {
  const emulator = await start(t, { settings: { waitMinutes: 1 }, jobDuration: "1m" });
  for (const number of ["+15005550001", "+15005550002"]) {
    await post(emulator, paths.server, subscription({ phone_number: number, channels: ["SMS"] }));
  }
  emulator.stock("SKU-1", 1);
  await emulator.sync();
  await post(emulator, paths.job, job([{ phone_number: "+15005550002", subscriptions: texts }]));
  await emulator.advance("1m");
  assert.deepEqual(
    emulator.state().messages.map(({ status }) => status),
    ["skipped", "sent"],
  );
});

test("WhatsApp needs its own consent", async (t) => {
  const emulator = await start(t);
  await complete(emulator, { phone_number, subscriptions: { whatsapp: { transactional: yes } } });
  await post(emulator, paths.server, subscription({ phone_number, channels: ["WHATSAPP", "SMS"] }));
  emulator.stock("SKU-1", 1);
  await emulator.sync();
  assert.deepEqual(
    emulator.state().messages.map(({ channel, status }) => `${channel} ${status}`),
    ["WHATSAPP sent", "SMS skipped"],
  );
});

test("with double opt-in a consent is pending until the person confirms it", async (t) => {
  const emulator = await start(t, { lists: { DOUBLE: "double_opt_in", SINGLE: "single_opt_in" } });
  const both = { email, phone_number, subscriptions: { ...newsletter, ...texts } };
  await post(emulator, paths.job, job([both], { listId: "DOUBLE" }));
  await emulator.advance("2s");
  assert.deepEqual(consents(emulator), [
    "profile-1 email marketing pending",
    "profile-1 sms marketing pending",
  ]);
  await post(emulator, paths.server, subscription({ phone_number, channels: ["SMS"] }));
  emulator.stock("SKU-1", 5);
  await emulator.sync();
  assert.equal(emulator.state().messages[0].reason, "no_consent");

  assert.equal(emulator.confirm(phone_number), 1);
  assert.deepEqual(consents(emulator), [
    "profile-1 email marketing pending",
    "profile-1 sms marketing subscribed",
  ]);
  assert.deepEqual([emulator.confirm(phone_number), emulator.confirm(email.toUpperCase())], [0, 1]);
  await post(
    emulator,
    paths.job,
    job([{ email: "bob@example.com", subscriptions: newsletter }], { listId: "SINGLE" }),
  );
  await emulator.advance("2s");
  assert.equal(consents(emulator).at(-1), "profile-2 email marketing subscribed");
});

test("the client endpoint follows the list, too", async (t) => {
  const emulator = await start(t, { optIn: "double_opt_in" });
  await post(emulator, paths.consent, consent({ email }));
  assert.deepEqual(consents(emulator), ["profile-1 email marketing pending"]);
  assert.equal(emulator.confirm(email), 1);
  assert.deepEqual(consents(emulator), ["profile-1 email marketing subscribed"]);
});

test("without a list the account's process decides", async (t) => {
  const emulator = await start(t, { lists: { SINGLE: "single_opt_in" }, optIn: "double_opt_in" });
  await post(emulator, paths.job, job([ann], { listId: null }));
  await emulator.advance("2s");
  const [pending] = emulator.state().consents;
  assert.deepEqual([pending.listId, pending.status, pending.doubleOptIn], [null, "pending", true]);
});

test("a list that the account does not have is rejected by both endpoints", async (t) => {
  const emulator = await start(t, { lists: { LIST01: "single_opt_in" } });
  const expected = [404, "not_found /data/relationships/list/data/id"];
  const server = await post(emulator, paths.job, job([ann], { listId: "OTHER1" }));
  assert.deepEqual([server.status, ...server.places], expected);
  const page = await post(emulator, paths.consent, consent({ email }, { listId: "toString" }));
  assert.deepEqual([page.status, ...page.places], expected);
  assert.equal((await post(emulator, paths.job, job([ann]))).status, 202);
});

test("a historical import bypasses double opt-in and records the given time", async (t) => {
  const emulator = await start(t, { optIn: "double_opt_in" });
  const past = { consent: "SUBSCRIBED", consented_at: "2020-02-03T04:05:06+00:00" };
  const import_ = { historical_import: true };
  await post(emulator, paths.job, job([{ email, subscriptions: { email: { marketing: past } } }], import_));
  await emulator.advance("2s");
  assert.deepEqual(consents(emulator), ["profile-1 email marketing subscribed"]);
  assert.equal(emulator.state().jobs[0].historicalImport, true);
});

const at = (consented_at) => ({ email, subscriptions: { email: { marketing: { ...yes, consented_at } } } });
const timePlace = `invalid ${place}/subscriptions/email/marketing/consented_at`;
const rejected = [
  ["no profiles", [], {}, ["invalid /data/attributes/profiles/data"]],
  ["1,001 profiles", Array(1_001).fill(ann), {}, ["invalid /data/attributes/profiles/data"]],
  ["nobody", [{ subscriptions: newsletter }], {}, [`invalid ${place}`]],
  ["no subscriptions", [{ email }], {}, [`invalid ${place}/subscriptions`]],
  ["a text without a number", [{ email, subscriptions: texts }], {}, [`invalid ${place}/subscriptions/sms`]],
  [
    "an invalid number",
    [{ phone_number: "5005550006", subscriptions: texts }],
    {},
    [`invalid ${place}/phone_number`],
  ],
  ["a time without an import", [at("2020-02-03T04:05:06Z")], {}, [timePlace]],
  ["an import without a time", [ann], { historical_import: true }, [timePlace]],
  ["an import with a future time", [at("2026-08-01T12:00:00Z")], { historical_import: true }, [timePlace]],
  ["an import with a wrong time", [at("soon")], { historical_import: true }, [timePlace]],
  [
    "another consent",
    [{ email, subscriptions: { email: { marketing: { consent: "UNSUBSCRIBED" } } } }],
    {},
    [`invalid ${place}/subscriptions/email/marketing/consent`],
  ],
];

for (const [name, profiles, more, places] of rejected) {
  test(`rejects ${name}`, async (t) => {
    const emulator = await start(t);
    const answer = await post(emulator, paths.job, job(profiles, more));
    assert.deepEqual([answer.status, ...answer.places], [400, ...places]);
    assert.deepEqual([emulator.state().jobs, emulator.state().profiles], [[], []]);
  });
}

test("one invalid profile rejects the job, and every one is named", async (t) => {
  const emulator = await start(t);
  const nobody = { subscriptions: newsletter };
  const { places } = await post(emulator, paths.job, job([ann, nobody, ann, nobody]));
  assert.deepEqual(
    places,
    [1, 3].map((index) => `invalid /data/attributes/profiles/data/${index}/attributes`),
  );
});

test("1,000 profiles are accepted", async (t) => {
  const emulator = await start(t);
  const people = Array.from({ length: 1_000 }, (_, index) => ({
    email: `p${index}@example.com`,
    subscriptions: newsletter,
  }));
  await complete(emulator, ...people);
  assert.equal(emulator.state().consents.length, 1_000);
});

test("a repeated job is accepted but not processed within 30 minutes", async (t) => {
  const emulator = await start(t);
  await complete(emulator, ann);
  await complete(emulator, ann);
  assert.equal(consents(emulator).length, 1);
  emulator.unsubscribe(email);
  await complete(emulator, ann);
  assert.deepEqual(consents(emulator), [
    "profile-1 email marketing unsubscribed",
    "profile-1 email marketing subscribed",
  ]);
});

test("an import after a pending sign-up is processed", async (t) => {
  const emulator = await start(t, { optIn: "double_opt_in" });
  await complete(emulator, ann);
  await post(emulator, paths.job, job([at("2020-02-03T04:05:06Z")], { historical_import: true }));
  await emulator.advance("2s");
  assert.deepEqual(consents(emulator), [
    "profile-1 email marketing pending",
    "profile-1 email marketing subscribed",
  ]);
});

const reasons = ["HARD_BOUNCE", "INVALID_EMAIL", "SPAM_COMPLAINT", "UNSUBSCRIBE", "USER_SUPPRESSED"];
const left = (emulator) => emulator.state().suppressions.map(({ reason }) => reason);

/** Somebody with every suppression. */
async function suppressed(t, options) {
  const emulator = await start(t, options);
  await post(emulator, paths.server, subscription({ email }));
  for (const reason of reasons) emulator.suppress(email, reason);
  return emulator;
}

test("a suppressed profile gets no email, and a job lifts what the account may lift", async (t) => {
  const emulator = await suppressed(t);
  assert.deepEqual(left(emulator), reasons);
  emulator.stock("SKU-1", 1);
  await emulator.sync();
  assert.deepEqual(
    emulator.state().messages.map(({ status, reason }) => [status, reason]),
    [["skipped", "suppressed"]],
  );
  await complete(emulator, ann);
  assert.deepEqual(left(emulator), ["HARD_BOUNCE", "INVALID_EMAIL"]);
});

test("with double opt-in a job lifts nothing before the confirmation", async (t) => {
  const emulator = await suppressed(t, { optIn: "double_opt_in" });
  await complete(emulator, ann);
  assert.deepEqual(left(emulator), reasons);
  emulator.confirm(email);
  assert.deepEqual(left(emulator), ["HARD_BOUNCE", "INVALID_EMAIL"]);
});

test("a page's sign-up lifts an unsubscribe only, and a text consent lifts nothing", async (t) => {
  const emulator = await suppressed(t);
  await complete(emulator, { email, phone_number, subscriptions: texts });
  assert.deepEqual(left(emulator), reasons);
  await post(emulator, paths.consent, consent({ email }));
  assert.deepEqual(
    left(emulator),
    reasons.filter((reason) => reason !== "UNSUBSCRIBE"),
  );
});

test("somebody who unsubscribes gets no more messages on that channel", async (t) => {
  const emulator = await start(t);
  const both = { email, phone_number };
  await complete(emulator, {
    ...both,
    subscriptions: { ...newsletter, sms: { marketing: yes, transactional: yes } },
  });
  emulator.unsubscribe(phone_number);
  emulator.unsubscribe(email);
  await post(emulator, paths.server, subscription({ ...both, channels: ["SMS", "EMAIL"] }));
  emulator.stock("SKU-1", 1);
  await emulator.sync();
  assert.deepEqual(
    emulator.state().messages.map(({ channel, reason }) => [channel, reason]),
    [
      ["SMS", "no_consent"],
      ["EMAIL", "suppressed"],
    ],
  );
});

test("an unknown person, channel or reason is an error", async (t) => {
  const emulator = await start(t);
  await post(emulator, paths.server, subscription({ email }));
  const fails = (work, code) => assert.throws(work, { name: "EmulatorError", code });
  for (const call of ["confirm", "unsubscribe", "suppress"]) {
    fails(() => emulator[call]("nobody@example.com"), "unknown_profile");
    fails(() => emulator[call](5), "invalid_option");
  }
  fails(() => emulator.unsubscribe(email, "sms"), "invalid_option");
  fails(() => emulator.suppress(email, "BOUNCED"), "invalid_option");
});

const badOptions = [
  { lists: [] },
  { lists: { LIST01: "double" } },
  { optIn: "single" },
  { jobDuration: -1 },
  { jobDuration: "soon" },
  { scopes: "profiles:read" },
  { scopes: ["profiles"] },
];

for (const options of badOptions) {
  test(`rejects the options ${JSON.stringify(options)}`, () =>
    assert.rejects(createEmulator(options), { code: "invalid_option" }));
}

test("a key without a scope of the endpoint gets 403", async (t) => {
  const emulator = await start(t, { scopes: ["lists:write", "profiles:write", "subscriptions:write"] });
  assert.equal((await post(emulator, paths.job, job([ann]))).status, 202);
  const { status, places } = await post(emulator, paths.server, subscription({ email }));
  assert.deepEqual([status, ...places], [403, "permission_denied /data/"]);
  assert.equal(
    (await post(emulator, paths.client, subscription({ email }))).status,
    202,
    "pages have no scopes",
  );
});

test("the limits of jobs are 75 a second and 750 a minute", async (t) => {
  const emulator = await start(t);
  let accepted = 0;
  for (let second = 0; second < 12; second += 1) {
    const answers = await Promise.all(
      Array.from({ length: 80 }, () => post(emulator, paths.job, job([ann]))),
    );
    accepted += answers.filter(({ status }) => status === 202).length;
    if (second === 0) assert.equal(accepted, 75);
    emulator.clock.now += 1_000;
  }
  assert.equal(accepted, 750);
});

test("strict mode reports keys that a job does not have, in every profile", async (t) => {
  const emulator = await start(t, { strict: true });
  const odd = { email, external_id: "x", subscriptions: { ...newsletter, push: {} } };
  await post(emulator, paths.job, job([ann, odd]));
  assert.deepEqual(
    emulator.findings().map(({ code, where }) => `${code} ${where}`),
    ["key_unknown /data/attributes/profiles/data/1/attributes/external_id"],
  );
});

test("the data file has jobs, confirmations and suppressions", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "back-in-stock-jobs-"));
  t.after(() => rm(folder, { recursive: true }));
  const clock = { now: Date.parse("2026-08-01T12:00:00Z") };
  const open = (options) =>
    createEmulator({ data: join(folder, "data.jsonl"), now: () => clock.now, ...options });
  const lasting = (emulator) => {
    const { consents: given, jobs, profiles, suppressions } = emulator.state();
    return { given, jobs, profiles, suppressions };
  };
  const one = await open({ optIn: "double_opt_in" });
  await post(one, paths.job, job([{ email, phone_number, subscriptions: { ...newsletter, ...texts } }]));
  await one.advance("2s");
  one.confirm(phone_number);
  one.suppress(email);
  await post(one, paths.job, job([{ email: "bob@example.com", subscriptions: newsletter }]));
  await one.advance("1s");
  const before = lasting(one);
  assert.deepEqual(statuses(one), ["complete", "processing"]);
  await one.close();

  const two = await open({ jobDuration: "1d" });
  assert.deepEqual(lasting(two), before, "the options of a later start change nothing");
  await two.advance("1s");
  assert.deepEqual(statuses(two), ["complete", "complete"]);
  assert.equal(consents(two).at(-1), "profile-2 email marketing pending");
  await two.close();
});

test("jobs, consents and the person's part over HTTP", async (t) => {
  const emulator = await start(t, { optIn: "double_opt_in" });
  const get = async (path) => (await fetch(`${emulator.url}/emulator/${path}`)).json();
  const send = async (path, body) =>
    (await fetch(`${emulator.url}/emulator/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
  const both = { email, phone_number, subscriptions: { ...newsletter, ...texts } };
  await post(emulator, paths.job, job([both]));
  const counts = async () => {
    const { consents: given, pending, jobs, openJobs } = (await get("summary")).counts;
    return [given, pending, jobs, openJobs];
  };
  assert.deepEqual(await counts(), [0, 0, 1, 1]);
  await emulator.advance("2s");
  assert.deepEqual(await counts(), [2, 2, 1, 0]);
  assert.deepEqual(await get("jobs"), { total: 1, rows: emulator.state().jobs });
  assert.deepEqual(await send("confirm", { address: phone_number }), { confirmed: 1 });
  assert.deepEqual(await counts(), [2, 1, 1, 0]);
  await send("unsubscribe", { address: phone_number, channel: "sms" });
  await send("suppress", { address: email, reason: "SPAM_COMPLAINT" });
  const { total, rows } = await get("consents?limit=1");
  const [, latest] = emulator.state().consents;
  assert.equal(latest.status, "unsubscribed");
  assert.deepEqual([total, rows], [2, [{ ...latest, person: email, address: phone_number }]]);
  assert.equal(emulator.state().suppressions[0].reason, "SPAM_COMPLAINT");
});

test("after a merge the latest decision counts, and suppressions stay", async (t) => {
  const emulator = await start(t);
  await complete(emulator, { email, phone_number, subscriptions: texts });
  await complete(emulator, { phone_number: "+15005550007", subscriptions: texts });
  emulator.unsubscribe(phone_number);
  emulator.suppress("+15005550007");
  await post(
    emulator,
    paths.server,
    subscription({ email, phone_number: "+15005550007", channels: ["SMS", "EMAIL"] }),
  );
  emulator.stock("SKU-1", 1);
  await emulator.sync();
  assert.equal(emulator.state().profiles.length, 1);
  assert.deepEqual(
    emulator.state().messages.map(({ channel, reason }) => [channel, reason]),
    [
      ["SMS", "no_consent"],
      ["EMAIL", "suppressed"],
    ],
  );
});

test("the stream reports by itself that a job is complete", { timeout: 30_000 }, async (t) => {
  const emulator = await createEmulator({ jobDuration: "1s" });
  t.after(() => emulator.close());
  const reader = (await fetch(`${emulator.url}/emulator/stream`)).body.pipeThrough(new TextDecoderStream());
  // The stream waits 150 ms after a change, so a shorter job would be in the same report.
  // The clock is the real one, so the revision must be stable today.
  const headers = { revision: "2026-10-15" };
  assert.equal((await post(emulator, paths.job, job([ann]), { headers })).status, 202);
  for await (const text of reader) {
    const open = /"openJobs":(\d+)/.exec(text)?.[1];
    if (open === "0" && text.includes('"jobs":1')) break;
  }
  assert.deepEqual(statuses(emulator), ["complete"]);
});
