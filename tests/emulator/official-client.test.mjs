import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { start, variant } from "./helpers.mjs";

const { ApiKeySession, CatalogsApi, ProfilesApi, RetryWithExponentialBackoff } = createRequire(
  import.meta.url,
)("klaviyo-api");

/** Klaviyo's own client for Node, with an emulator as its server. */
function connect(emulator, key = "pk_emulator_not_a_real_key", Api = CatalogsApi) {
  const api = new Api(new ApiKeySession(key, new RetryWithExponentialBackoff({ numRetries: 1 })));
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

const connectProfiles = (emulator) => connect(emulator, undefined, ProfilesApi);

function jobOf(profiles, more) {
  return {
    data: {
      type: "profile-subscription-bulk-create-job",
      attributes: {
        profiles: { data: profiles.map((attributes) => ({ type: "profile", attributes })) },
        ...more,
      },
      relationships: { list: { data: { type: "list", id: "LIST01" } } },
    },
  };
}

const yes = { consent: "SUBSCRIBED" };

test("Klaviyo's client starts consent jobs and reads the consents of profiles", async (t) => {
  const emulator = await start(t, { strict: true });
  const api = connectProfiles(emulator);
  const options = { additionalFieldsProfile: ["subscriptions"] };
  const texts = { phoneNumber: "+15005550006", subscriptions: { sms: { marketing: yes } } };
  const { response } = await api.bulkSubscribeProfiles(jobOf([texts], { customSource: "Shop" }));
  assert.equal(response.status, 202);
  const find = () => api.getProfiles({ ...options, filter: 'equals(phone_number,"+15005550006")' });
  assert.deepEqual((await find()).body.data, []);
  await emulator.advance("2s");
  const [profile] = (await find()).body.data;
  const { marketing } = profile.attributes.subscriptions.sms;
  assert.deepEqual([marketing.consent, marketing.canReceiveSmsMarketing], ["SUBSCRIBED", true]);
  assert.equal(marketing.consentTimestamp.toISOString(), "2026-08-01T12:00:02.000Z");
  emulator.unsubscribe("+15005550006");
  const { body } = await api.getProfile(profile.id, { ...options, fieldsProfile: ["phone_number"] });
  assert.equal(body.data.attributes.phoneNumber, "+15005550006");
  assert.equal(body.data.attributes.subscriptions.sms.marketing.consent, "UNSUBSCRIBED");
  const codes = emulator.findings().map(({ code }) => code);
  assert.deepEqual(codes, ["media_type"], "Klaviyo's client sends application/json");
});

test("Klaviyo's client imports historical consents, and reads suppressions", async (t) => {
  const emulator = await start(t, { optIn: "double_opt_in" });
  const api = connectProfiles(emulator);
  const consentedAt = new Date("2020-02-03T04:05:06Z");
  const past = { email: { marketing: { ...yes, consentedAt } } };
  const people = [{ email: "ann@example.com", subscriptions: past }];
  await api.bulkSubscribeProfiles(jobOf(people, { historicalImport: true }));
  await emulator.advance("2s");
  emulator.suppress("ann@example.com", "SPAM_COMPLAINT");
  const { body } = await api.getProfiles({
    additionalFieldsProfile: ["subscriptions"],
    filter: 'equals(email,"ann@example.com")',
    pageSize: 1,
  });
  const { marketing } = body.data[0].attributes.subscriptions.email;
  assert.deepEqual(
    [marketing.consent, marketing.consentTimestamp, marketing.suppression.map(({ reason }) => reason)],
    ["SUBSCRIBED", consentedAt, ["SPAM_COMPLAINT"]],
  );
  const missing = api.bulkSubscribeProfiles(jobOf([{ subscriptions: past }]));
  await assert.rejects(missing, ({ response }) => {
    assert.deepEqual([response.status, response.data.errors[0].code], [400, "invalid"]);
    return true;
  });
  await assert.rejects(api.getProfile("NOPE01"), ({ response }) => response.status === 404);
});
