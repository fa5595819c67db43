/** A deviation from Klaviyo's API description that the live service might accept. */
export interface Finding {
  readonly code: FindingCode;
  /** A header, a query parameter, or a pointer into the body. */
  readonly where: string;
  /** For people; contains nothing from the request. */
  readonly detail: string;
}

/** What each finding means. */
export const findings = {
  media_type: "The media type is not application/vnd.api+json, or has a parameter",
  trailing_slash: "The path ends with a slash",
  query_unknown: "The API description does not have this query parameter",
  cookies: "A page sent cookies, but should send none",
  server_call:
    "A client endpoint was called without Origin: servers must use the server endpoint with a private key",
  revision_deprecated: "The revision is more than a year old and will be retired two years after its date",
  revision_retired: "The revision is retired: another one served the request",
  revision_unknown: "The revision is newer than the known ones, or has a suffix",
  key_unknown: "The API description does not have this key",
  channel_repeated: "A channel is listed twice",
  push_unreachable: "PUSH for a profile with only an email or phone number: neither identifies a device",
  variant_form: "The variant id is not integration:::catalog:::external id",
  variant_gid: "The external id is a gid:// URL: send the number at its end, with the integration $shopify",
  variant_placeholder:
    "The external id was not filled in: it is a placeholder such as undefined or {{ variant.id }}",
  consent_missing: "SMS or WHATSAPP without a recorded consent: no message will be sent",
  consent_implicit: "Consent without subscriptions: every identifier sent is subscribed to marketing",
} as const;

/** The code of a {@link Finding}. */
export type FindingCode = keyof typeof findings;
