// The emulator's contract check finds nothing in any request that this package makes.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildRequest, init } from "back-in-stock";
import { createEmulator, defaultPrivateKey } from "back-in-stock/emulator";
import { accepted, ann, client, companyId, feed } from "./helpers.mjs";

before(() => init());

const everyone = {
  variant: "SKU-1",
  profile: {
    email: "ann@example.com",
    phoneNumber: "+15005550006",
    externalId: "customer-1",
    id: "01GDDKASAP8TKDDA2GRZDSVP4H",
  },
  channels: ["EMAIL", "SMS", "PUSH", "WHATSAPP"],
  marketing: { listId: "LIST01", email: true, sms: true, whatsapp: true },
};

const strict = async (t) => {
  const emulator = await createEmulator({ feed, strict: true, now: () => Date.UTC(2026, 10, 30) });
  t.after(() => emulator.close());
  return emulator;
};

test("a page's requests", async (t) => {
  const emulator = await strict(t);
  // As a page would send it: only servers have no origin.
  const { fetch } = globalThis;
  t.mock.method(globalThis, "fetch", (url, { headers, ...init }) =>
    fetch(url, { ...init, headers: { ...headers, origin: "https://shop.example" } }),
  );
  const shop = client(emulator.url);
  assert.deepEqual(await shop.subscribe(everyone), { ...accepted, marketing: accepted });
  assert.deepEqual(await shop.subscribe(ann), accepted);
  assert.equal(emulator.state().requests.length, 4);
  assert.deepEqual(emulator.findings(), []);
});

test("a request for a page and one for a server, built as data", async (t) => {
  const emulator = await strict(t);
  // Consent is recorded first, as a shop would.
  const recorded = { email: "ann@example.com", phone_number: "+15005550006" };
  const yes = { marketing: { consent: "SUBSCRIBED" } };
  const origin = { origin: "https://shop.example" };
  const { url, headers } = buildRequest(ann, { audience: "client", companyId, endpoint: emulator.url });
  const consent = {
    data: {
      type: "subscription",
      attributes: {
        profile: {
          data: {
            type: "profile",
            attributes: { ...recorded, subscriptions: { email: yes, sms: yes, whatsapp: yes } },
          },
        },
      },
      relationships: { list: { data: { type: "list", id: "LIST01" } } },
    },
  };
  const post = async (to, init) => {
    const body = JSON.stringify(init.body);
    assert.equal((await fetch(to, { ...init, method: "POST", body })).status, 202);
  };
  await post(url.replace("back-in-stock-", ""), { headers: { ...headers, ...origin }, body: consent });
  for (const options of [
    { audience: "client", companyId },
    { audience: "server", privateKey: defaultPrivateKey },
  ]) {
    const request = buildRequest(everyone, { ...options, endpoint: emulator.url });
    const more = options.audience === "client" ? origin : {};
    await post(request.url, { ...request, headers: { ...request.headers, ...more } });
  }
  assert.equal(emulator.state().requests.length, 3);
  assert.deepEqual(emulator.findings(), []);
});
