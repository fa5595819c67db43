import { accessAssumptions } from "./access.ts";
import { accountAssumptions } from "./account.ts";
import { bodyAssumptions } from "./body.ts";

export { type Assumption, describeAssumption } from "./assumption.ts";

/**
 * The emulator's behavior that no source documents. All other behavior follows Klaviyo's guides and API description.
 * `assumptions` of a request in the state lists the entries that its answer relies on.
 *
 * | Key | When | What the emulator does | Why |
 * | --- | --- | --- | --- |
 * | `order` | A request has several errors | The first of these checks that fails decides: path, method, company or key, scopes, rate, revision, media type, size, JSON, the body's shape, identifiers, channels, variant | From the outside in; all errors of one kind are reported together |
 * | `path_unknown` | Any other path | 404 `not_found` | The code is documented; its use for paths is not |
 * | `path_legacy` | A path of the legacy snippet (`/onsite/components/back-in-stock/subscribe`) or of the v1 catalog API | 410 `gone` | Both are legacy; naming the successor helps more than a 404 |
 * | `method` | Another method than that of the endpoint | 405 `method_not_allowed` | HTTP: RFC 9110, section 15.5.6, with `Allow` |
 * | `filter_unsupported` | Profiles by a filter other than `equals` or `any` of one identifier | 400 `invalid` at `filter` | The API description has more filters; they are not emulated, and ignoring one would return the wrong people |
 * | `fields_unknown` | `fields[profile]` or `additional-fields[profile]` with an unknown name | 400 `invalid` at `fields[profile]` | The names are documented; the answer is not |
 * | `page_invalid` | `page[size]` is not a number from 1 to 100, or `page[cursor]` is not from an earlier answer | 400 `invalid` at `page[size]` | The bounds are documented; the answer is not |
 * | `profile_not_found` | A read of an unknown profile id | 404 `not_found` at `/data/` | As recorded, except for the wording |
 * | `read_ignored` | `include`, `sort`, fields of other resources, and the additional fields that are not `subscriptions` | Ignored; profiles come in the order of their creation | A check of consent needs none of them |
 * | `preflight` | `OPTIONS` on a client endpoint | 204, any origin, `POST`, the headers a request needs; no credentials, nothing exposed, no `Access-Control-Max-Age` | A page must work without reading the rate headers; server endpoints have no CORS at all |
 * | `company_id_missing` | `company_id` is missing or repeated | 400 `invalid` at `company_id` | It is required |
 * | `company_id_private` | `company_id` begins with `pk_` | 401 `not_authenticated` at `company_id` | A private key must never be in a page, so this mistake must be noticed |
 * | `company_id_wrong` | `company_id` of another account or of no account | 401 `not_authenticated` at `company_id` | Klaviyo's guides give 401 for an invalid API key |
 * | `client_authorization` | An `Authorization` header on a client endpoint | 401 `not_authenticated` | Every visitor could read the key in it |
 * | `scope_missing` | The private key or access token does not have a scope of the endpoint | 403 `permission_denied` at `/data/` | Recorded for a feature that an account does not have; the scopes are documented, this answer is not |
 * | `rate_windows` | The start of the fixed rate windows | With the first request after the previous window has ended | A test that sends a few requests at once never crosses a window border |
 * | `rate_counting` | The requests that count against a limit | All requests of the account to that endpoint, except throttled ones; OAuth is counted separately, as documented | The limits are documented for each endpoint; without a known account there is nothing to count for |
 * | `rate_headers` | The syntax of the three `RateLimit` headers | Plain integers for the steady window | The guide names the headers and the window, not their syntax |
 * | `throttled` | Too many requests | 429 `throttled` | 429 and `Retry-After` are documented; the code is not |
 * | `revision_missing` | No `revision` header | 400 `invalid` at `revision` | It is required |
 * | `revision_malformed` | `revision` is not `YYYY-MM-DD[.suffix]` | 400 `invalid` at `revision` | The format is documented |
 * | `revision_unlisted` | `revision` is a date between two revisions | 400 `invalid` at `revision` | The guide requires a valid revision |
 * | `revision_newer` | `revision` is newer than all revisions known to this version | Served as the newest known revision | It may exist by now |
 * | `revision_older` | `revision` is older than the endpoint | Treated as a retired revision | All revisions of that age are retired |
 * | `revision_suffix` | `revision` has a suffix | Served as the date before the suffix | The suffix is documented; its effect is not |
 * | `revision_retired` | `revision` is retired and falls forward | Served as the oldest revision that is not retired; a revision retires two years after its date | The guide says that it falls forward, not how far; a revision is stable for a year and deprecated for another |
 * | `revision_gone` | `revision` is retired, with `X-Klaviyo-Revision-Fall-Forward-Opt-Out: 1` | 410 `gone` at `revision` | 410 is documented; the code is not |
 * | `media_type` | `Content-Type` is neither `application/vnd.api+json` nor `application/json` | 415 `unsupported_media_type` | JSON:API 1.1; media type parameters and `Accept` are ignored |
 * | `body_too_large` | A body larger than 1 MB | 413 `payload_too_large` | An arbitrary limit; a real request has about 500 bytes |
 * | `body_not_json` | The body is not UTF-8 or not JSON | 400 `invalid` at `/data` | The recorded error for an invalid payload has this pointer |
 * | `body_too_deep` | The body is nested deeper than 32 levels | 400 `invalid` at `/data` | An arbitrary limit; a real request has 7 levels |
 * | `wording` | The `title` and `detail` of an error | Our wording, which never repeats anything from the request | They are for people and may change; match on `code` and the end of the pointer |
 * | `pointer_missing` | A required key is missing | 400 `invalid` | The pointer names the missing key; one error for each |
 * | `keys_unknown` | Keys that are not in the API description | Ignored | It is unknown how strict the service is |
 * | `channels_empty` | `channels` is empty | 400 `invalid` at `/data/attributes/channels` | There would be no way to notify anyone |
 * | `whatsapp_early` | `WHATSAPP` before revision 2026-01-15 | 400 `invalid` at `/data/attributes/channels/<n>` | Older API descriptions do not have it |
 * | `email_syntax` | The email is invalid | 400 `invalid` at `/data/attributes/profile/data/attributes/email` | HTML's rule for `<input type=email>`, plus a dot in the domain |
 * | `phone_syntax` | The phone number is invalid | 400 `invalid` at `/data/attributes/profile/data/attributes/phone_number` | E.164: `+`, then a maximum of 15 digits, the first not 0 |
 * | `identifier_blank` | `id` or `external_id` is empty or blank | 400 `invalid` | It identifies nobody |
 * | `identifier_missing` | A profile without any identifier | 400 `invalid` at `/data/attributes/profile/data/attributes` | At least one is required |
 * | `profile_missing` | A server request without `profile` | 400 `invalid` at `/data/attributes/profile` | It is optional in the API description, but without it there is nobody to notify |
 * | `channel_uncovered` | `EMAIL` without an email, or `SMS` or `WHATSAPP` without a phone number, and no `id` or `external_id` | 400 `invalid` at `/data/attributes/channels/<n>` | The person cannot be reached; with an id, a known profile may already have the address |
 * | `variant_unknown` | An unknown variant on the client endpoint | 404 `variant_not_found` at `/data/relationships/variant/data/id` | Recorded only from the server endpoint |
 * | `consent_contact_missing` | A consent request without an email or a phone number | 400 `invalid` at `/data/attributes/profile/data/attributes` | One of them is required |
 * | `consent_uncovered` | Consent for a channel without its email or phone number | 400 `invalid` at `/data/attributes/profile/data/attributes/subscriptions/<channel>` | There is nothing to subscribe; in a consent job the pointer begins with that of the profile |
 * | `job_size` | A consent job without profiles, or with more than 1,000 | 400 `invalid` at `/data/attributes/profiles/data` | The maximum is documented; the answer is not |
 * | `job_contact_missing` | A profile of a consent job without an email or a phone number; one rejected profile rejects the job | 400 `invalid` at `/data/attributes/profiles/data/<n>/attributes` | One of them is required; a job has no report that could name a profile later |
 * | `job_consented_at` | `consented_at` without `historical_import`; with it, a time that is missing, unreadable or not in the past | 400 `invalid` at `/data/attributes/profiles/data/<n>/attributes/subscriptions/<channel>/<purpose>/consented_at` | Both rules are documented; the pointer is not |
 * | `list_unknown` | A consent for a list that the option `lists` does not name | 404 `not_found` at `/data/relationships/list/data/id` | The answer is not documented; without the option every list exists, so that a test need not create lists |
 * | `consent_missing` | An SMS or WhatsApp alert without a recorded consent | 202, like any other | Consent decides whether the message is sent, not whether the request is accepted |
 * | `profile_unknown` | An unknown profile `id` | Creates a profile with that id | A test need not create profiles first |
 * | `profile_id` | The API's id of a profile that no request gave one | A text of 26 characters, as long as Klaviyo's; requests can use it | How Klaviyo makes ids is not documented |
 * | `profile_fields` | The fields of a profile that is read | As recorded for a new profile, with its first address of each kind; `can_receive_email_marketing` needs an email and no suppression; `method` is `API` | Recorded from the service without consents; the method of an API call is not documented |
 * | `profile_pending` | A read while a consent waits for its confirmation | The status before it, such as `NEVER_SUBSCRIBED` | The guide has three statuses, none of them for this |
 * | `profile_email_case` | A filter by email | Compares without regard to case, as the other endpoints do | Not documented for filters |
 * | `profile_merge` | Identifiers of two profiles in one request | They are merged into the older profile; of two subscriptions for one variant, the older one is kept | Requests that share an identifier belong to one person |
 * | `subscription_repeated` | A profile subscribes to the same variant again | 202; nothing is added, and the channels stay unchanged | Only the first subscription counts, and the response has no `already subscribed` flag |
 * | `consent_null` | `subscriptions: null` | Treated as missing: every identifier that was sent is subscribed | The API description allows null; this reading reveals a page that forgot to list the channels |
 * | `consent_double` | A consent for a list with double opt-in | Every channel and purpose waits until the person confirms the address, however long; nothing is recorded before | The list decides about all profiles of a request; SMS settings that decide otherwise are not emulated |
 * | `consent_repeated` | A consent job for somebody who signed up for the same list and channel in the last 30 minutes | Not processed again, as with the client endpoint, unless the person unsubscribed in between | The guide's rule does not distinguish the endpoints |
 * | `job_time` | The time that a consent job takes | Two seconds, or the option `jobDuration`; for the first half it is queued | The time is not documented; a request reads the states only from the emulator, since Klaviyo has no call for them |
 * | `suppression_lifted` | A consent to email marketing for a suppressed profile | Once it is recorded, and not before its confirmation, a consent job lifts UNSUBSCRIBE, SPAM_COMPLAINT and USER_SUPPRESSED, and the client endpoint UNSUBSCRIBE | The three are documented for jobs, except for the time; a person who signs up again wants mail |
 * | `suppression_email` | An email alert for a suppressed profile | The message is listed as skipped, with the reason; texts are not affected | Suppressions are of email |
 * | `subscription_draft` | A subscription while the flow's message is a draft | 202 and an event; the person does not join the waiting list and can subscribe again | Nobody is queued or notified later; the outcome of a second request is not documented |
 * | `settings_defaults` | The settings of a new account | Minimum quantity 1, 1 customer per unit, 60 minutes between batches, the message live | The initial settings are not documented |
 * | `restock_seen` | The meaning of back in stock | A sync sees at least the minimum inventory where an earlier sync saw less; each sync uses the minimum of its time | The minimum is the quantity at which notifications start, and only syncs see quantities |
 * | `batch_size` | The size of a batch | The quantity of the latest sync, rounded down, times the customers per unit | The documented example has whole units |
 * | `batch_end` | The end of a series of batches | A wait that ends with the stock below the minimum, or with an empty waiting list; a restock with an empty waiting list starts no batch | Batches continue while the stock is at the minimum; a later subscriber waits for another restock |
 * | `batch_draft` | A batch is due while the flow's message is a draft | Nobody is notified; subscribers wait for another restock | Klaviyo does not notify them later |
 * | `message_manual` | A batch while the flow's message is manual | The messages are created and wait to be sent manually; the subscriptions are cleared | Subscribers move on to the message, which waits |
 * | `message_skipped` | A chosen channel has no consent or no address | The person counts in the batch, and the subscription is cleared; the message is listed as skipped, with the reason | Subscribers move on to the message, and only there do consent and address matter |
 * | `message_consent` | The consent that a message requires | SMS and WhatsApp each need their own consent, marketing or transactional; email and push need none | SMS needs an explicit consent; WhatsApp has the same consent schema; no source mentions push |
 * | `feed_row_vanished` | A row is removed from the feed | The variant becomes unknown, and its subscribers keep waiting; if the row returns, it counts as new | The guide says that the restock of a dropped row is never seen |
 * | `feed_quantity_unusable` | The quantity is missing or not a number, or is mapped as text | The feed is reported as not inventory-aware, with the reason; only the affected rows never come back in stock | The service's behavior is not documented, and one bad row should not affect the others |
 * | `feed_failed` | A sync cannot read the feed | The catalog stays unchanged until the next sync; the error is reported | Dropping all variants would lose every restock |
 * | `feed_id_repeated` | Two rows of a feed have the same id | The later row is used | As if it were imported after the other |
 * | `feed_id_number` | A row's id is a number | Its decimal digits are the id; the feed is rejected if the number is not a safe integer | A larger one would lose digits |
 */
export const assumptions = { ...accessAssumptions, ...bodyAssumptions, ...accountAssumptions } as const;

/** The key of an entry. */
export type AssumptionId = keyof typeof assumptions;

/** The keys of the entries that reject a request. */
export type RejectionId = {
  [Id in AssumptionId]: (typeof assumptions)[Id] extends { readonly status: number } ? Id : never;
}[AssumptionId];
