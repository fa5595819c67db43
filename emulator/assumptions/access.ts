import type { Assumption } from "./assumption.ts";

/** Who may ask, how often, and of which revision. */
export const accessAssumptions = {
  order: {
    when: "Several things are wrong at once",
    answer:
      "The first of these decides: path, method, company or key, rate, revision, media type, size, JSON, the body's shape, identifiers, channels, variant",
    why: "From the outside in; all faults of one kind are told together",
  },
  path_unknown: {
    when: "Any other path",
    status: 404,
    code: "not_found",
    why: "The code is documented, its use for paths is not",
  },
  path_legacy: {
    when: "A path of the legacy snippet (`/onsite/components/back-in-stock/subscribe`) or of the v1 catalog API",
    status: 410,
    code: "gone",
    why: "Both are legacy; naming the successor helps more than 404",
  },
  method: {
    when: "Another method than POST",
    status: 405,
    code: "method_not_allowed",
    why: "HTTP: RFC 9110, section 15.5.6, with `Allow`",
  },
  preflight: {
    when: "`OPTIONS` on a client endpoint",
    answer:
      "204, any origin, `POST`, the headers a request needs; no credentials, nothing exposed, no `Access-Control-Max-Age`",
    why: "A page must work without reading the rate headers; a server endpoint has no CORS at all",
  },
  company_id_missing: {
    when: "No `company_id`, or two",
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
    why: "A private key must never be in a page, so this must not go unnoticed",
  },
  company_id_wrong: {
    when: "`company_id` of another account, or of none",
    status: 401,
    code: "not_authenticated",
    source: { parameter: "company_id" },
    why: "Klaviyo's guides give 401 for an invalid API key",
  },
  client_authorization: {
    when: "`Authorization` header on a client endpoint",
    status: 401,
    code: "not_authenticated",
    why: "The key it brings would be readable by every visitor",
  },
  rate_windows: {
    when: "Where the fixed windows begin",
    answer: "With the first request after the one before has ended",
    why: "A test that sends a handful at once never meets a border",
  },
  rate_counting: {
    when: "What counts against a limit",
    answer:
      "Every request of the account to that endpoint, except those that are throttled; OAuth counts apart, as documented",
    why: "The limits are given for each endpoint; before the account is known there is nothing to count for",
  },
  rate_headers: {
    when: "The form of the three `RateLimit` headers",
    answer: "Plain whole numbers of the steady window",
    why: "The guide names the headers and the window, not their syntax",
  },
  throttled: {
    when: "Too many requests",
    status: 429,
    code: "throttled",
    why: "429 and `Retry-After` are documented, the code is not",
  },
  revision_missing: {
    when: "No `revision` header",
    status: 400,
    code: "invalid",
    source: { parameter: "revision" },
    why: "It is required",
  },
  revision_malformed: {
    when: "`revision` is no `YYYY-MM-DD[.suffix]`",
    status: 400,
    code: "invalid",
    source: { parameter: "revision" },
    why: "The format is documented",
  },
  revision_unlisted: {
    when: "`revision` between two that exist",
    status: 400,
    code: "invalid",
    source: { parameter: "revision" },
    why: "The guide: it must be a valid revision",
  },
  revision_newer: {
    when: "`revision` after the newest known to this version",
    answer: "Served as the newest known",
    why: "It may well exist by now",
  },
  revision_older: {
    when: "`revision` before the first that has the endpoint",
    answer: "Like any retired one",
    why: "All of them are retired",
  },
  revision_suffix: {
    when: "`revision` with a suffix",
    answer: "Served as the date before it",
    why: "The suffix is documented, what it changes is not",
  },
  revision_retired: {
    when: "Retired `revision`, falling forward",
    answer: "Served as the oldest that is not retired; retired is two years after its date",
    why: "The guide says that it falls forward, not how far; support is a year, and another one deprecated",
  },
  revision_gone: {
    when: "Retired `revision`, with `X-Klaviyo-Revision-Fall-Forward-Opt-Out: 1`",
    status: 410,
    code: "gone",
    source: { parameter: "revision" },
    why: "410 is documented, the code is not",
  },
} as const satisfies Record<string, Assumption>;
