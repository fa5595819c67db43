import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { start, variant } from "./helpers.mjs";

const { ApiKeySession, CatalogsApi, RetryWithExponentialBackoff } = createRequire(import.meta.url)(
  "klaviyo-api",
);

/** Klaviyo's own client for Node, with an emulator as its server. */
function connect(emulator, key = "pk_emulator_not_a_real_key") {
  const api = new CatalogsApi(new ApiKeySession(key, new RetryWithExponentialBackoff({ numRetries: 1 })));
  api.basePath = emulator.url;
  return api;
}

function query(attributes, id = variant) {
  return {
    data: {
      type: "back-in-stock-subscription",
      attributes: { channels: ["EMAIL"], profile: { data: { type: "profile", attributes } } },
      relationships: { variant: { data: { type: "catalog-variant", id } } },
    },
  };
}

const ann = { email: "ann@example.com", phoneNumber: "+15005550006", externalId: "x" };

test("accepts requests of Klaviyo's client for Node", async (t) => {
  const emulator = await start(t);
  const { response } = await connect(emulator).createBackInStockSubscription(query(ann));
  assert.equal(response.status, 202);
  const { subscriptions, profiles, requests } = emulator.state();
  assert.equal(subscriptions.length, 1);
  assert.deepEqual(profiles[0].emails.concat(profiles[0].phoneNumbers, profiles[0].externalIds), [
    "ann@example.com",
    "+15005550006",
    "x",
  ]);
  assert.deepEqual([requests[0].headers.authorization, requests[0].assumptions], ["Klaviyo-API-Key ***", []]);
});

test("Klaviyo's client can parse the errors", async (t) => {
  const emulator = await start(t);
  const fails = (call, status, code) =>
    assert.rejects(call, ({ response }) => {
      assert.deepEqual([response.status, response.data.errors[0].code], [status, code]);
      return true;
    });
  const api = connect(emulator);
  await fails(api.createBackInStockSubscription(query(ann, "none")), 404, "variant_not_found");
  await fails(api.createBackInStockSubscription(query({})), 400, "invalid");
  const stranger = connect(emulator, "pk_other");
  await fails(stranger.createBackInStockSubscription(query(ann)), 401, "not_authenticated");
});
