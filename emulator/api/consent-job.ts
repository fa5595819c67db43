import type { JobProfile } from "../account/jobs.ts";
import { type JobProfileDocument, jobSchema } from "../schema/consent-job.ts";
import { compileSchema } from "../schema/validator.ts";
import { type Grant, listGrants, rejectUncovered } from "./grants.ts";
import { identifiersOf } from "./identifiers.ts";
import { isDoubleOptIn } from "./opt-in.ts";
import { Rejection, reject, rejectTogether } from "./rejection.ts";
import type { ValidateBody } from "./validate-body.ts";

const checkSchema = compileSchema(jobSchema);

/**
 * Klaviyo's API description, "Bulk Subscribe Profiles": each profile has an email or a phone number, and `subscriptions` that
 * list its channels. A historical import bypasses double opt-in, and every consent has a `consented_at` in the past; other
 * requests must not have one.
 */
export const validateJob: ValidateBody = (body, { at, options }) => {
  const valid = checkSchema(body);
  if (valid instanceof Rejection) return valid;
  const { attributes, relationships } = valid.value.data;
  const historicalImport = attributes.historical_import ?? false;
  const profiles = attributes.profiles.data;
  const rejection = rejectTogether(
    profiles.flatMap((profile, index) => checkProfile(profile, index, historicalImport, at)),
  );
  if (rejection) return rejection;
  const listId = relationships?.list?.data.id ?? null;
  const listed = isDoubleOptIn(listId, options);
  if (listed instanceof Rejection) return listed;
  const shared = {
    listId,
    customSource: attributes.custom_source ?? null,
    doubleOptIn: listed && !historicalImport,
  };
  return {
    do: "job",
    profiles: profiles.map((profile) => readProfile(profile, shared)),
    ...shared,
    historicalImport,
    duration: options.jobDuration,
  };
};

function checkProfile(
  profile: JobProfileDocument,
  index: number,
  historicalImport: boolean,
  at: number,
): Rejection[] {
  const pointer = `/data/attributes/profiles/data/${index}/attributes`;
  const identifiers = identifiersOf(profile);
  if (identifiers.email === undefined && identifiers.phoneNumber === undefined) {
    const detail = "An email address or a phone number is required.";
    return [reject("job_contact_missing", detail, { source: { pointer } })];
  }
  const grants = listGrants(profile.attributes.subscriptions);
  return [
    ...rejectUncovered(grants, identifiers, pointer),
    ...grants.flatMap((grant) => checkTime(grant, historicalImport, at, pointer)),
  ];
}

function checkTime(
  { channel, purpose, consentedAt }: Grant,
  historicalImport: boolean,
  at: number,
  attributes: string,
): Rejection[] {
  const source = { pointer: `${attributes}/subscriptions/${channel}/${purpose}/consented_at` };
  const isValid = historicalImport
    ? consentedAt !== undefined && Date.parse(consentedAt) < at
    : consentedAt === undefined;
  if (isValid) return [];
  const detail = historicalImport
    ? "A historical import needs the time of each consent, in the past."
    : "Only a historical import can have the time of a consent.";
  return [reject("job_consented_at", detail, { source })];
}

function readProfile(
  profile: JobProfileDocument,
  shared: Pick<JobProfile["consents"][number], "listId" | "customSource" | "doubleOptIn">,
): JobProfile {
  return {
    identifiers: identifiersOf(profile),
    consents: listGrants(profile.attributes.subscriptions).map(({ channel, purpose, consentedAt }) => ({
      channel,
      purpose,
      ...shared,
      ...(consentedAt !== undefined && { consentedAt: Date.parse(consentedAt) }),
    })),
  };
}
