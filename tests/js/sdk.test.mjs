// Klaviyo's own client for servers and `buildRequest` write the same document, and the same service accepts both.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { buildRequest, init } from "back-in-stock";
import { createEmulator, defaultPrivateKey } from "back-in-stock/emulator";
import { feed } from "./helpers.mjs";

const { ApiKeySession, CatalogsApi, RetryWithExponentialBackoff } = createRequire(import.meta.url)(
  "klaviyo-api",
);

before(() => init());

const profiles = {
  "an email address": { email: "ann@example.com" },
  "every identifier": {
    email: "Ann.O'Neil+shop@example.com",
    phoneNumber: "+15005550006",
    externalId: "63f64a2b-c6bf-40c7-b81f-bed08162edbe",
    id: "01GDDKASAP8TKDDA2GRZDSVP4H",
  },
  "a phone number": { phoneNumber: "+15005550006" },
  "an external id of many scripts": { externalId: "ä\"'\\袋😀", email: "ann@example.com" },
};
const channels = {
  "an email address": ["EMAIL"],
  "every identifier": ["EMAIL", "SMS", "PUSH", "WHATSAPP"],
  "a phone number": ["SMS"],
  "an external id of many scripts": ["EMAIL", "PUSH"],
};

for (const [name, profile] of Object.entries(profiles)) {
  test(`with ${name}`, async (t) => {
    const emulator = await createEmulator({ feed, now: () => Date.UTC(2026, 7, 1) });
    t.after(() => emulator.close());
    const request = buildRequest(
      {
        variant: "SKU-1",
        profile,
        channels: channels[name],
        smsConsent: "recorded",
        whatsappConsent: "recorded",
      },
      { audience: "server", privateKey: defaultPrivateKey, endpoint: emulator.url },
    );

    const session = new ApiKeySession(defaultPrivateKey, new RetryWithExponentialBackoff({ numRetries: 1 }));
    const api = new CatalogsApi(session);
    api.basePath = emulator.url;
    const { id, ...attributes } = profile;
    const { response } = await api.createBackInStockSubscription({
      data: {
        type: "back-in-stock-subscription",
        attributes: {
          channels: channels[name],
          profile: { data: { type: "profile", ...(id && { id }), attributes } },
        },
        relationships: { variant: { data: { type: "catalog-variant", id: "$custom:::$default:::SKU-1" } } },
      },
    });
    assert.equal(response.status, 202);

    const { method, url, headers, body } = request;
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
    assert.equal(answer.status, 202);

    const [theirs, ours] = emulator.state().requests;
    assert.deepEqual(theirs.body, request.body);
    assert.deepEqual(ours.body, request.body);
    assert.deepEqual([theirs.path, theirs.method], [ours.path, ours.method]);
    assert.equal(theirs.headers.authorization, ours.headers.authorization);
    assert.equal(emulator.state().subscriptions.length, 1);
  });
}
