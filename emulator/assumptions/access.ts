import type { Assumption } from "./assumption.ts";

/** Who may send requests, how many, and for which revision. */
export const accessAssumptions = {
  order: {
    when: "A request has several errors",
    answer:
      "The first of these checks that fails decides: path, method, company or key, scopes, rate, revision, media type, size, JSON, the body's shape, identifiers, channels, variant",
    why: "From the outside in; all errors of one kind are reported together",
  },
  path_unknown: {
    when: "Any other path",
    status: 404,
    code: "not_found",
    why: "The code is documented; its use for paths is not",
  },
  path_legacy: {
    when: "A path of the legacy snippet (`/onsite/components/back-in-stock/subscribe`) or of the v1 catalog API",
    status: 410,
    code: "gone",
    why: "Both are legacy; naming the successor helps more than a 404",
  },
  method: {
    when: "Another method than that of the endpoint",
    status: 405,
    code: "method_not_allowed",
    why: "HTTP: RFC 9110, section 15.5.6, with `Allow`",
  },
  filter_unsupported: {
    when: "Profiles by a filter other than `equals` or `any` of one identifier",
    status: 400,
    code: "invalid",
    source: { parameter: "filter" },
    why: "The API description has more filters; they are not emulated, and ignoring one would return the wrong people",
  },
  fields_unknown: {
    when: "`fields[profile]` or `additional-fields[profile]` with an unknown name",
    status: 400,
    code: "invalid",
    source: { parameter: "fields[profile]" },
    why: "The names are documented; the answer is not",
  },
  page_invalid: {
    when: "`page[size]` is not a number from 1 to 100, or `page[cursor]` is not from an earlier answer",
    status: 400,
    code: "invalid",
    source: { parameter: "page[size]" },
    why: "The bounds are documented; the answer is not",
  },
  profile_not_found: {
    when: "A read of an unknown profile id",
    status: 404,
    code: "not_found",
    source: { pointer: "/data/" },
    why: "As recorded, except for the wording",
  },
  read_ignored: {
    when: "`include`, `sort`, fields of other resources, and the additional fields that are not `subscriptions`",
    answer: "Ignored; profiles come in the order of their creation",
    why: "A check of consent needs none of them",
  },
  preflight: {
    when: "`OPTIONS` on a client endpoint",
    answer:
      "204, any origin, `POST`, the headers a request needs; no credentials, nothing exposed, no `Access-Control-Max-Age`",
    why: "A page must work without reading the rate headers; server endpoints have no CORS at all",
  },
  company_id_missing: {
    when: "`company_id` is missing or repeated",
    status: 400,
    code: "invalid",
    source: { parameter: "company_id" },
    why: "It is required",
  },
  company_id_private: {
    when: "`company_id` begins with `pk_`",
    status: 401,
    code: "not_authenticated",
    source: { parameter: "company_id" },
    why: "A private key must never be in a page, so this mistake must be noticed",
  },
  company_id_wrong: {
    when: "`company_id` of another account or of no account",
    status: 401,
    code: "not_authenticated",
    source: { parameter: "company_id" },
    why: "Klaviyo's guides give 401 for an invalid API key",
  },
  client_authorization: {
    when: "An `Authorization` header on a client endpoint",
    status: 401,
    code: "not_authenticated",
    why: "Every visitor could read the key in it",
  },
  scope_missing: {
    when: "The private key or access token does not have a scope of the endpoint",
    status: 403,
    code: "permission_denied",
    source: { pointer: "/data/" },
    why: "Recorded for a feature that an account does not have; the scopes are documented, this answer is not",
  },
  rate_windows: {
    when: "The start of the fixed rate windows",
    answer: "With the first request after the previous window has ended",
    why: "A test that sends a few requests at once never crosses a window border",
  },
  rate_counting: {
    when: "The requests that count against a limit",
    answer:
      "All requests of the account to that endpoint, except throttled ones; OAuth is counted separately, as documented",
    why: "The limits are documented for each endpoint; without a known account there is nothing to count for",
  },
  rate_headers: {
    when: "The syntax of the three `RateLimit` headers",
    answer: "Plain integers for the steady window",
    why: "The guide names the headers and the window, not their syntax",
  },
  throttled: {
    when: "Too many requests",
    status: 429,
    code: "throttled",
    why: "429 and `Retry-After` are documented; the code is not",
  },
  revision_missing: {
    when: "No `revision` header",
    status: 400,
    code: "invalid",
    source: { parameter: "revision" },
    why: "It is required",
  },
  revision_malformed: {
    when: "`revision` is not `YYYY-MM-DD[.suffix]`",
    status: 400,
    code: "invalid",
    source: { parameter: "revision" },
    why: "The format is documented",
  },
  revision_unlisted: {
    when: "`revision` is a date between two revisions",
    status: 400,
    code: "invalid",
    source: { parameter: "revision" },
    why: "The guide requires a valid revision",
  },
  revision_newer: {
    when: "`revision` is newer than all revisions known to this version",
    answer: "Served as the newest known revision",
    why: "It may exist by now",
  },
  revision_older: {
    when: "`revision` is older than the endpoint",
    answer: "Treated as a retired revision",
    why: "All revisions of that age are retired",
  },
  revision_suffix: {
    when: "`revision` has a suffix",
    answer: "Served as the date before the suffix",
    why: "The suffix is documented; its effect is not",
  },
  revision_retired: {
    when: "`revision` is retired and falls forward",
    answer: "Served as the oldest revision that is not retired; a revision retires two years after its date",
    why: "The guide says that it falls forward, not how far; a revision is stable for a year and deprecated for another",
  },
  revision_gone: {
    when: "`revision` is retired, with `X-Klaviyo-Revision-Fall-Forward-Opt-Out: 1`",
    status: 410,
    code: "gone",
    source: { parameter: "revision" },
    why: "410 is documented; the code is not",
  },
} as const satisfies Record<string, Assumption>;
