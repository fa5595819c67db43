import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  ann,
  assumptions,
  consent,
  describeAssumption,
  get,
  job,
  paths,
  post,
  start,
  subscription,
} from "./helpers.mjs";

const old = { revision: "2024-02-15" };
const yes = { consent: "SUBSCRIBED" };
const phone = { phone_number: "+15005550006" };

/** For each assumption that rejects a request, how to trigger it. */
const ways = {
  path_unknown: (send) => send("/client/nothing", ann),
  path_legacy: (send) => send("/api/v1/catalog/subscribe", "a=ABC123&email=a%40b.co"),
  method: async (_, emulator) => fetch(`${emulator.url}${paths.client}`),
  company_id_missing: (send) => send(paths.client, ann, { query: "" }),
  company_id_private: (send) => send(paths.client, ann, { query: "?company_id=pk_1" }),
  company_id_wrong: (send) => send(paths.client, ann, { query: "?company_id=XYZ789" }),
  client_authorization: (send) => send(paths.client, ann, { headers: { authorization: "x" } }),
  throttled: async (send) => {
    await send(paths.client, ann);
    return send(paths.client, ann);
  },
  scope_missing: (send) => send(paths.job, job([ann.data.attributes.profile.data.attributes])),
  filter_unsupported: (_, emulator) =>
    get(emulator, paths.profiles, { query: { filter: "greater-than(created,2020-01-01)" } }),
  fields_unknown: (_, emulator) =>
    get(emulator, paths.profiles, { query: { "fields[profile]": "email,password" } }),
  page_invalid: (_, emulator) => get(emulator, paths.profiles, { query: { "page[size]": "101" } }),
  profile_not_found: (_, emulator) => get(emulator, `${paths.profiles}/NOPE01`),
  revision_missing: (send) => send(paths.client, ann, { headers: { revision: undefined } }),
  revision_malformed: (send) => send(paths.client, ann, { headers: { revision: "v3" } }),
  revision_unlisted: (send) => send(paths.client, ann, { headers: { revision: "2026-03-01" } }),
  revision_gone: (send) =>
    send(paths.client, ann, { headers: { ...old, "x-klaviyo-revision-fall-forward-opt-out": "1" } }),
  media_type: (send) => send(paths.client, ann, { headers: { "content-type": "text/plain" } }),
  body_too_large: (send) => send(paths.client, " ".repeat(1_048_577)),
  body_not_json: (send) => send(paths.client, "{"),
  body_too_deep: (send) => send(paths.client, "[".repeat(40) + "]".repeat(40)),
  pointer_missing: (send) => send(paths.client, {}),
  channels_empty: (send) => send(paths.client, subscription({ channels: [], email: "a@b.co" })),
  whatsapp_early: (send) =>
    send(paths.client, subscription({ ...phone, channels: ["WHATSAPP"] }), {
      headers: { revision: "2025-10-15" },
    }),
  email_syntax: (send) => send(paths.client, subscription({ email: "a@b" })),
  phone_syntax: (send) => send(paths.client, subscription({ phone_number: "1" })),
  identifier_blank: (send) => send(paths.client, subscription({ external_id: " " })),
  identifier_missing: (send) => send(paths.client, subscription({})),
  profile_missing: (send) => {
    const body = structuredClone(ann);
    delete body.data.attributes.profile;
    return send(paths.server, body);
  },
  channel_uncovered: (send) => send(paths.client, subscription({ ...phone, channels: ["EMAIL"] })),
  variant_unknown: (send) => send(paths.client, subscription({ email: "a@b.co", variantId: "x" })),
  consent_contact_missing: (send) => send(paths.consent, consent({ external_id: "x" })),
  consent_uncovered: (send) =>
    send(paths.consent, consent({ ...phone, subscriptions: { email: { marketing: yes } } })),
  job_size: (send) => send(paths.job, job([])),
  job_contact_missing: (send) => send(paths.job, job([{ subscriptions: {} }])),
  job_consented_at: (send) =>
    send(
      paths.job,
      job([{ email: "a@b.co", subscriptions: { email: { marketing: { ...yes, consented_at: "" } } } }]),
    ),
  list_unknown: (send) => send(paths.consent, consent(phone, { listId: "OTHER1" })),
};

/** The options of an emulator that rejects it. */
const options = {
  scope_missing: { scopes: ["profiles:read"] },
  list_unknown: { lists: { LIST01: "single_opt_in" } },
};

for (const [key, assumption] of Object.entries(assumptions)) {
  if (assumption.status === undefined) continue;
  test(`${key}: ${describeAssumption(assumption)}`, async (t) => {
    const emulator = await start(t, { limits: { burst: 1 }, ...options[key] });
    const send = (...request) => post(emulator, ...request);
    const { status, errors } = await ways[key](send, emulator);
    assert.equal(status, assumption.status);
    assert.deepEqual(emulator.state().requests.at(-1).assumptions, [key]);
    if (errors === undefined) return;
    assert.equal(errors[0].code, assumption.code);
    if (assumption.source === undefined) return;
    const place = JSON.stringify(assumption.source)
      .replaceAll(/<n>/g, "0")
      .replaceAll(/<channel>/g, "email")
      .replaceAll(/<purpose>/g, "marketing");
    assert.equal(JSON.stringify(errors[0].source), place);
  });
}

test("each entry is either a rejection or a description, and has a reason", () => {
  for (const [key, assumption] of Object.entries(assumptions)) {
    const { when, answer, status, code, why } = assumption;
    assert.ok(when && why, key);
    assert.equal(status === undefined, answer !== undefined, key);
    assert.equal(status === undefined, code === undefined, key);
  }
});

test("the table in the source matches the data", async () => {
  const source = await readFile(new URL("../../emulator/assumptions/index.ts", import.meta.url), "utf8");
  const shown = source.split("\n").filter((line) => line.startsWith(" * | `"));
  const expected = Object.entries(assumptions).map(
    ([key, assumption]) =>
      ` * | \`${key}\` | ${assumption.when} | ${describeAssumption(assumption)} | ${assumption.why} |`,
  );
  assert.deepEqual(shown, expected);
});
