/** Something in a request that the live service might let pass, and that its description does not have. */
export interface Finding {
  readonly code: FindingCode;
  /** A header, a parameter of the query, or a pointer into the body. */
  readonly where: string;
  /** For people, without anything that the request brought. */
  readonly detail: string;
}

/** What each finding means. */
export const findings = {
  media_type: "The media type is not application/vnd.api+json, or has a parameter",
  trailing_slash: "The path ends with a slash",
  query_unknown: "A parameter of the query that the description does not have",
  cookies: "A page sent cookies: it should send none",
  server_call:
    "A client endpoint was called without Origin: servers use the server endpoint and a private key",
  revision_deprecated: "The revision is older than a year, and will be retired a year later",
  revision_retired: "The revision is retired, and another one served the request",
  revision_unknown: "The revision is newer than those known, or has a suffix",
  key_unknown: "A key of the body that the description does not have",
  channel_repeated: "A channel is listed twice",
  push_unreachable: "PUSH for a profile named only by e-mail or phone: neither identifies a device",
  variant_form: "The variant id is not integration:::catalog:::external id",
  variant_gid: "The external id is a gid:// URL: send the number at its end, and the integration $shopify",
  variant_placeholder:
    "The external id is a value that was not filled in, such as undefined or {{ variant.id }}",
  consent_missing: "SMS or WHATSAPP without recorded consent: no message will be sent",
  consent_implicit: "Consent without subscriptions: every identifier sent is subscribed to marketing",
} as const;

export type FindingCode = keyof typeof findings;
