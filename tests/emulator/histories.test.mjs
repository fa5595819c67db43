// Plays random histories to the emulator and to a simple model, and compares the results.
import assert from "node:assert/strict";
import { test } from "node:test";
import { consent, createEmulator, job, paths, post, subscription } from "./helpers.mjs";
import { play } from "./histories.mjs";
import { Emulation, readOptions } from "./inside.mjs";

const SEED = Number(process.env.HISTORY_SEED ?? 1);
const COUNT = Number(process.env.HISTORIES ?? 3_000);
const canonical = (id) => `$custom:::$default:::${id}`;

const allowed = (work) => {
  try {
    work();
    return true;
  } catch (error) {
    assert.ok(["settings_hidden", "unknown_profile"].includes(error.code), error.code);
    return false;
  }
};

/** The emulator without its HTTP server, fast enough for thousands of histories. */
async function withoutPort(options) {
  const emulation = new Emulation(readOptions({ ...options }));
  await emulation.schedule.sync();
  const accept = (change) => emulation.dispatch({ do: "accept", ...change });
  const identifiers = ({ email, phone }) => ({ email, phoneNumber: phone });
  const grants = ({ phone }, listId) =>
    phone
      ? [{ channel: "sms", purpose: "marketing", listId, customSource: null, doubleOptIn: listId === "D" }]
      : [];
  return {
    state: () => emulation.state(),
    subscribe: (who, id, channels) => {
      if (!emulation.account.catalog.has(canonical(id))) return false;
      accept({ identifiers: identifiers(who), subscription: { variant: canonical(id), channels } });
      return true;
    },
    consent: (who) => accept({ identifiers: identifiers(who), consents: grants(who, "S") }),
    job: (who, listId) =>
      emulation.dispatch({
        do: "job",
        profiles: [{ identifiers: identifiers(who), consents: grants(who, listId) }],
        listId,
        customSource: null,
        doubleOptIn: listId === "D",
        historicalImport: false,
        duration: emulation.options.jobDuration,
      }),
    decide: (phone, answer) =>
      allowed(() => (answer === "yes" ? emulation.confirm(phone) : emulation.unsubscribe(phone))),
    configure: (settings) => allowed(() => emulation.configure(settings)),
    sync: () => emulation.schedule.sync(),
    advance: (minutes) => emulation.schedule.advance(minutes * 60_000),
    send: () => emulation.sendMessages(),
    close: () => emulation.stop(),
  };
}

async function overHttp(options) {
  const emulator = await createEmulator({ ...options, limits: { burst: 100_000, steady: 100_000 } });
  const attributes = ({ email, phone }) => ({
    ...(email && { email }),
    ...(phone && { phone_number: phone }),
  });
  const sendCommand = async (method, name, body) => {
    const response = await fetch(`${emulator.url}/emulator/${name}`, { method, body: JSON.stringify(body) });
    await response.text();
    return response.status;
  };
  return {
    state: emulator.state,
    subscribe: async (who, id, channels) => {
      const body = subscription({ ...attributes(who), channels, variantId: canonical(id) });
      const { status } = await post(emulator, paths.client, body);
      assert.ok(status === 202 || status === 404, `${status}`);
      return status === 202;
    },
    consent: async (who) => {
      const { status } = await post(emulator, paths.consent, consent(attributes(who), { listId: "S" }));
      assert.equal(status, 202);
    },
    job: async (who, listId) => {
      const subscriptions = who.phone ? { sms: { marketing: { consent: "SUBSCRIBED" } } } : {};
      const { status } = await post(
        emulator,
        paths.job,
        job([{ ...attributes(who), subscriptions }], { listId }),
      );
      assert.equal(status, 202);
    },
    decide: async (phone, answer) =>
      (await sendCommand("POST", answer === "yes" ? "confirm" : "unsubscribe", { address: phone })) === 200,
    configure: async (settings) => (await sendCommand("PATCH", "settings", settings)) === 200,
    sync: () => sendCommand("POST", "sync", {}),
    advance: (minutes) => sendCommand("POST", "clock", { advance: `${minutes}m` }),
    send: () => sendCommand("POST", "send", {}),
    close: emulator.close,
  };
}

test(`${COUNT} random histories match the model`, async () => {
  const sum = { steps: 0, messages: 0, events: 0 };
  for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
    const counts = await play(seed, withoutPort);
    for (const name of Object.keys(sum)) sum[name] += counts[name];
  }
  console.log(`${COUNT} histories: ${JSON.stringify(sum)}`);
  assert.ok(
    sum.messages > COUNT * 3 && sum.events > COUNT * 5,
    "the histories have too few events to prove anything",
  );
});

test("random histories match the model over HTTP", async () => {
  for (let seed = SEED; seed < SEED + 40; seed += 1) await play(seed, overHttp);
});
