// Checks the examples and rules of Klaviyo's guides, one by one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ann, consent, otherVariant, paths, post, start, subscription, variant } from "./helpers.mjs";

const hour = 3_600_000;
const person = (index) => subscription({ email: `person-${index}@example.com` });
const notified = (emulator) =>
  emulator
    .state()
    .messages.filter(({ status }) => status === "sent")
    .map(({ to }) => to);
const waiting = (emulator) => emulator.state().subscriptions.length;

/** An emulator with a feed that a test can change through `rows`. */
async function shop(t, options = {}) {
  const rows = [
    { id: "SKU-1", title: "Shirt", link: "https://shop.example/shirt", inventory_quantity: 0 },
    { id: "SKU-2", title: "Hat", inventory_quantity: 0 },
  ];
  const emulator = await start(t, { feed: rows, limits: { burst: 10_000, steady: 10_000 }, ...options });
  return { emulator, rows };
}

test("20 units and 5 customers per unit notify the oldest 100, then the next 100 after the wait, while there is stock", async (t) => {
  const { emulator, rows } = await shop(t);
  for (let index = 0; index < 230; index += 1) {
    assert.equal((await post(emulator, paths.client, person(index))).status, 202);
    emulator.clock.now += 1_000;
  }
  emulator.configure({ customersPerUnit: 5, waitMinutes: 120 });
  rows[0].inventory_quantity = 20;
  assert.deepEqual(notified(emulator), [], "a restock is seen at a sync");
  await emulator.sync();
  const all = Array.from({ length: 230 }, (_, index) => `person-${index}@example.com`);
  assert.deepEqual(notified(emulator), all.slice(0, 100));
  assert.equal(waiting(emulator), 130);

  await emulator.advance(2 * hour - 1);
  assert.equal(notified(emulator).length, 100, "the wait is not over");
  await emulator.advance(1);
  assert.deepEqual(notified(emulator), all.slice(0, 200));

  rows[0].inventory_quantity = 0;
  await emulator.sync();
  await emulator.advance(5 * hour);
  assert.equal(notified(emulator).length, 200, "after selling out, the rest keeps waiting");
  rows[0].inventory_quantity = 6;
  await emulator.sync();
  assert.deepEqual(notified(emulator), all);
});

test("a restock during the wait counts at its end", async (t) => {
  const { emulator, rows } = await shop(t);
  for (let index = 0; index < 10; index += 1) await post(emulator, paths.client, person(index));
  const restock = async (quantity) => {
    rows[0].inventory_quantity = quantity;
    await emulator.sync();
  };
  await restock(2);
  assert.equal(notified(emulator).length, 2);
  await emulator.advance("10m");
  await restock(0);
  await emulator.advance("10m");
  await restock(5);
  assert.equal(notified(emulator).length, 2, "the wait is not over");
  await emulator.advance("40m");
  assert.equal(notified(emulator).length, 7);
});

test("notifications start at the minimum inventory", async (t) => {
  const { emulator, rows } = await shop(t);
  await post(emulator, paths.client, ann);
  emulator.configure({ minimumInventory: 10 });
  for (const [quantity, count] of [
    [5, 0],
    [9, 0],
    [10, 1],
  ]) {
    rows[0].inventory_quantity = quantity;
    await emulator.sync();
    assert.equal(notified(emulator).length, count, `${quantity}`);
  }
});

test("a restock is seen at the next sync, every six hours", async (t) => {
  const { emulator, rows } = await shop(t);
  await post(emulator, paths.client, ann);
  rows[0].inventory_quantity = 1;
  await emulator.advance("5h59m59s");
  assert.deepEqual(notified(emulator), []);
  await emulator.advance("1s");
  assert.deepEqual(notified(emulator), ["ann@example.com"]);
  const { at, nextSync } = { ...emulator.state().messages[0], ...emulator.state().feed };
  assert.deepEqual([at, nextSync], ["2026-08-01T18:00:00.000Z", "2026-08-02T00:00:00.000Z"]);
});

test("an unknown variant gives an error and no event, and nobody is queued", async (t) => {
  const { emulator } = await shop(t);
  const body = subscription({ email: "ann@example.com", variantId: "$custom:::$default:::NONE" });
  assert.equal((await post(emulator, paths.client, body)).status, 404);
  const { events, subscriptions } = emulator.state();
  assert.deepEqual([events, subscriptions], [[], []]);
});

test("only the first subscription for a variant counts; after a notification, a person can subscribe again", async (t) => {
  const { emulator, rows } = await shop(t);
  const subscribe = () => post(emulator, paths.client, ann);
  const restock = async () => {
    rows[0].inventory_quantity = 0;
    await emulator.sync();
    rows[0].inventory_quantity = 3;
    await emulator.sync();
    await emulator.advance("1h");
  };
  await subscribe();
  await subscribe();
  assert.deepEqual([waiting(emulator), emulator.state().events.length], [1, 1]);
  await restock();
  assert.deepEqual([notified(emulator).length, waiting(emulator)], [1, 0]);
  await restock();
  assert.equal(notified(emulator).length, 1, "the subscription was cleared");
  await subscribe();
  assert.deepEqual([waiting(emulator), emulator.state().events.length], [1, 2]);
  await restock();
  assert.equal(notified(emulator).length, 2);
});

test("the number of different variants is not limited", async (t) => {
  const feed = Array.from({ length: 300 }, (_, index) => ({ id: `V${index}`, inventory_quantity: 0 }));
  const { emulator } = await shop(t, { feed });
  for (const { id } of feed) {
    const body = subscription({ email: "ann@example.com", variantId: `$custom:::$default:::${id}` });
    assert.equal((await post(emulator, paths.client, body)).status, 202);
  }
  assert.equal(waiting(emulator), 300);
});

test("the settings do not appear before the first event, but the message status does", async (t) => {
  const { emulator } = await shop(t);
  assert.equal(emulator.state().settings, null);
  assert.throws(() => emulator.configure({ customersPerUnit: 5 }), { code: "settings_hidden" });
  assert.equal(emulator.configure({ messageStatus: "manual" }).messageStatus, "manual");
  await post(emulator, paths.consent, consent({ email: "ann@example.com" }));
  assert.equal(emulator.state().settings, null, "a newsletter sign-up is not such an event");
  await post(emulator, paths.client, ann);
  assert.deepEqual(emulator.state().settings, {
    minimumInventory: 1,
    customersPerUnit: 1,
    waitMinutes: 60,
  });
  assert.equal(emulator.configure({ customersPerUnit: 5 }).customersPerUnit, 5);
});

test("while the message is a draft, nobody is queued or notified later", async (t) => {
  const { emulator, rows } = await shop(t, { settings: { messageStatus: "draft" } });
  assert.equal((await post(emulator, paths.client, ann)).status, 202);
  assert.deepEqual([emulator.state().events.length, waiting(emulator)], [1, 0]);
  emulator.configure({ messageStatus: "live" });
  await post(emulator, paths.client, person(1));
  emulator.configure({ messageStatus: "draft" });
  rows[0].inventory_quantity = 5;
  await emulator.sync();
  emulator.configure({ messageStatus: "live" });
  await emulator.advance("1d");
  assert.deepEqual([notified(emulator), waiting(emulator)], [[], 1]);
});

test("a manual message waits until it is sent", async (t) => {
  const { emulator, rows } = await shop(t, { settings: { messageStatus: "manual" } });
  await post(emulator, paths.client, ann);
  rows[0].inventory_quantity = 5;
  await emulator.sync();
  assert.deepEqual([emulator.state().messages[0].status, notified(emulator)], ["ready", []]);
  assert.equal(emulator.send(), 1);
  assert.deepEqual(notified(emulator), ["ann@example.com"]);
  assert.equal(emulator.send(), 0);
});

test("a text message needs SMS consent; an email needs none", async (t) => {
  const { emulator, rows } = await shop(t);
  const subscribe = (phone_number, email) =>
    post(emulator, paths.client, subscription({ phone_number, email, channels: ["SMS", "EMAIL"] }));
  await subscribe("+15005550006", "ann@example.com");
  await subscribe("+15005550007", "bob@example.com");
  await post(
    emulator,
    paths.consent,
    consent({
      phone_number: "+15005550007",
      subscriptions: { sms: { transactional: { consent: "SUBSCRIBED" } } },
    }),
  );
  await post(emulator, paths.client, subscription({ external_id: "x" }));
  rows[0].inventory_quantity = 3;
  await emulator.sync();
  assert.deepEqual(
    emulator.state().messages.map(({ channel, to, status, reason }) => [channel, to, status, reason]),
    [
      ["SMS", "+15005550006", "skipped", "no_consent"],
      ["EMAIL", "ann@example.com", "sent", null],
      ["SMS", "+15005550007", "sent", null],
      ["EMAIL", "bob@example.com", "sent", null],
      ["EMAIL", null, "skipped", "no_address"],
    ],
  );
  assert.equal(waiting(emulator), 0);
});

test("push needs no consent, and WhatsApp needs its own", async (t) => {
  const { emulator, rows } = await shop(t);
  const channels = ["PUSH", "WHATSAPP"];
  await post(emulator, paths.client, subscription({ phone_number: "+15005550006", channels }));
  rows[0].inventory_quantity = 1;
  await emulator.sync();
  assert.deepEqual(
    emulator.state().messages.map(({ channel, status, reason }) => [channel, status, reason]),
    [
      ["PUSH", "sent", null],
      ["WHATSAPP", "skipped", "no_consent"],
    ],
  );
});

test("messages contain what the person would have read", async (t) => {
  const { emulator, rows } = await shop(t);
  const channels = ["EMAIL", "PUSH"];
  await post(emulator, paths.client, subscription({ email: "ann@example.com", channels }));
  await post(emulator, paths.client, subscription({ email: "ann@example.com", variantId: otherVariant }));
  rows[0].inventory_quantity = 1;
  rows[1].inventory_quantity = 1;
  await emulator.sync();
  const [email, push, hat] = emulator.state().messages;
  assert.deepEqual(email, {
    id: "message-1",
    profile: "profile-1",
    variant,
    channel: "EMAIL",
    to: "ann@example.com",
    status: "sent",
    reason: null,
    subject: "Shirt is back in stock",
    text: "Good news: Shirt is back in stock.\n\nYou asked us to let you know. Order soon, before it sells out again.\n\nhttps://shop.example/shirt",
    link: "https://shop.example/shirt",
    at: "2026-08-01T12:00:00.000Z",
  });
  assert.deepEqual([push.subject, push.text], [null, "Shirt is back in stock: https://shop.example/shirt"]);
  assert.ok(!hat.text.includes("http"), hat.text);
});

test("dropped rows make the id unknown, and their restock is never seen", async (t) => {
  const { emulator, rows } = await shop(t);
  await post(emulator, paths.client, ann);
  const [row] = rows.splice(0, 1);
  assert.equal((await emulator.sync()).vanished, 1);
  assert.equal((await post(emulator, paths.client, person(1))).status, 404);
  rows.push({ ...row, inventory_quantity: 9 });
  assert.equal((await emulator.sync()).appeared, 1);
  await emulator.advance("1d");
  assert.deepEqual([notified(emulator), waiting(emulator)], [[], 1]);
});
