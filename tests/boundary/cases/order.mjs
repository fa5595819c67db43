// Of two mistakes, the one that is checked first is reported, whether it is a wrong value or a value of a wrong type.
import { client } from "../assert.mjs";

const GOOD = {
  variant: "SKU-1",
  profile: { email: "ann@example.com", phoneNumber: "+15005550006" },
  channels: ["EMAIL", "SMS", "WHATSAPP"],
  smsConsent: "recorded",
  whatsappConsent: "recorded",
};

/** A mistake: a member of the options (`options.…`), the profile, marketing or the request, its value, code and field. */
const mistake = (path, value, code, field) => ({ path, value, code, field });
const option = (name, ...values) =>
  values.map((value) => mistake(`options.${name}`, value, "invalid_option", name));

/** The stages in their order. */
const STAGES = [
  [
    mistake("options.contry", "US", "unknown_option", "contry"),
    mistake("sms", true, "unknown_option", "sms"),
    mistake("profile.mail", "x", "unknown_option", "mail"),
  ],
  [mistake("options.companyId", "pk_0123456789", "private_key", "companyId")],
  ["ABC", "", 5].map((value) => mistake("options.companyId", value, "invalid_company_id", "companyId")),
  [...option("revision", "latest", 20261015), ...option("mediaType", "text/plain", {})],
  [
    ...["", " SKU-1", "a:::b", 5].map((value) => mistake("variant", value, "invalid_variant_id", "variant")),
    ...option("integration", "custom", []),
  ],
  [
    ...["", 5].map((value) => mistake("profile.id", value, "invalid_profile_id", "id")),
    ...["ann", true].map((value) => mistake("profile.email", value, "invalid_email", "email")),
    ...["+1 500", 15005550006].map((value) =>
      mistake("profile.phoneNumber", value, "invalid_phone_number", "phoneNumber"),
    ),
    ...[" ", {}].map((value) => mistake("profile.externalId", value, "invalid_external_id", "externalId")),
  ],
  [
    mistake("channels", [], "missing_channel", "channels"),
    ...[["FAX"], ["EMAIL", 5], "SMS"].map((value) =>
      mistake("channels", value, "invalid_option", "channels"),
    ),
  ],
  [
    mistake("smsConsent", undefined, "consent_required", "smsConsent"),
    ...["yes", true].map((value) => mistake("smsConsent", value, "invalid_option", "smsConsent")),
    ...["yes", 1].map((value) => mistake("whatsappConsent", value, "invalid_option", "whatsappConsent")),
  ],
];

/** What is reported for a request with these mistakes: code and field. */
function reported(api, ...mistakes) {
  const request = { ...GOOD, profile: { ...GOOD.profile } };
  const options = { ...client };
  for (const { path, value } of mistakes) {
    const [object, name] = path.includes(".") ? path.split(".") : [undefined, path];
    const target = { options, profile: request.profile }[object] ?? request;
    target[name] = value;
  }
  try {
    api.buildRequest(request, options);
    return ["fine"];
  } catch ({ code, field }) {
    return [code, field];
  }
}

export const order = [
  {
    name: "each mistake is reported",
    run(api, assert) {
      assert.equal(reported(api), ["fine"]);
      for (const one of STAGES.flat())
        assert.equal(reported(api, one), [one.code, one.field], JSON.stringify(one));
    },
  },
  {
    name: "the earlier mistake is reported",
    run(api, assert) {
      let pairs = 0;
      for (const [stage, mistakes] of STAGES.entries()) {
        for (const first of mistakes) {
          for (const second of STAGES.slice(stage + 1).flat()) {
            if (first.path === second.path) continue;
            pairs++;
            const seen = reported(api, second, first);
            assert.equal(seen, [first.code, first.field], JSON.stringify([first, second]));
          }
        }
      }
      assert.ok(pairs > 250, `${pairs} pairs`);
    },
  },
];
