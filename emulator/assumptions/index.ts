import { accessAssumptions } from "./access.ts";
import { accountAssumptions } from "./account.ts";
import { bodyAssumptions } from "./body.ts";

export { type Assumption, describeAssumption } from "./assumption.ts";

/**
 * Everything the emulator decides without a source. What is not in this table follows Klaviyo's guides and API description.
 * A refusal that rests on an entry names it, and so does the choice of a revision: see `choices` of a request in the state.
 *
 * | Key | When | What the emulator does | Why |
 * | --- | --- | --- | --- |
 * | `order` | Several things are wrong at once | The first of these decides: path, method, company or key, rate, revision, media type, size, JSON, the body's shape, identifiers, channels, variant | From the outside in; all faults of one kind are told together |
 * | `path_unknown` | Any other path | 404 `not_found` | The code is documented, its use for paths is not |
 * | `path_legacy` | A path of the legacy snippet (`/onsite/components/back-in-stock/subscribe`) or of the v1 catalog API | 410 `gone` | Both are legacy; naming the successor helps more than 404 |
 * | `method` | Another method than POST | 405 `method_not_allowed` | HTTP: RFC 9110, section 15.5.6, with `Allow` |
 * | `preflight` | `OPTIONS` on a client endpoint | 204, any origin, `POST`, the headers a request needs; no credentials, nothing exposed, no `Access-Control-Max-Age` | A page must work without reading the rate headers; a server endpoint has no CORS at all |
 * | `company_id_missing` | No `company_id`, or two | 400 `invalid` at `company_id` | It is required |
 * | `company_id_private` | `company_id` begins with `pk_` | 401 `not_authenticated` at `company_id` | A private key must never be in a page, so this must not go unnoticed |
 * | `company_id_wrong` | `company_id` of another account, or of none | 401 `not_authenticated` at `company_id` | Klaviyo's guides give 401 for an invalid API key |
 * | `client_authorization` | `Authorization` header on a client endpoint | 401 `not_authenticated` | The key it brings would be readable by every visitor |
 * | `rate_windows` | Where the fixed windows begin | With the first request after the one before has ended | A test that sends a handful at once never meets a border |
 * | `rate_counting` | What counts against a limit | Every request of the account to that endpoint, except those that are throttled; OAuth counts apart, as documented | The limits are given for each endpoint; before the account is known there is nothing to count for |
 * | `rate_headers` | The form of the three `RateLimit` headers | Plain whole numbers of the steady window | The guide names the headers and the window, not their syntax |
 * | `throttled` | Too many requests | 429 `throttled` | 429 and `Retry-After` are documented, the code is not |
 * | `revision_missing` | No `revision` header | 400 `invalid` at `revision` | It is required |
 * | `revision_malformed` | `revision` is no `YYYY-MM-DD[.suffix]` | 400 `invalid` at `revision` | The format is documented |
 * | `revision_unlisted` | `revision` between two that exist | 400 `invalid` at `revision` | The guide: it must be a valid revision |
 * | `revision_newer` | `revision` after the newest known to this version | Served as the newest known | It may well exist by now |
 * | `revision_older` | `revision` before the first that has the endpoint | Like any retired one | All of them are retired |
 * | `revision_suffix` | `revision` with a suffix | Served as the date before it | The suffix is documented, what it changes is not |
 * | `revision_retired` | Retired `revision`, falling forward | Served as the oldest that is not retired; retired is two years after its date | The guide says that it falls forward, not how far; support is a year, and another one deprecated |
 * | `revision_gone` | Retired `revision`, with `X-Klaviyo-Revision-Fall-Forward-Opt-Out: 1` | 410 `gone` at `revision` | 410 is documented, the code is not |
 * | `media_type` | `Content-Type` is neither `application/vnd.api+json` nor `application/json` | 415 `unsupported_media_type` | JSON:API 1.1; parameters are not looked at, and neither is `Accept` |
 * | `body_too_large` | A body of more than 1 MB | 413 `payload_too_large` | Some bound; a real request has about 500 bytes |
 * | `body_not_json` | The body is no UTF-8 or no JSON | 400 `invalid` at `/data` | The recorded error for an invalid payload has this pointer |
 * | `body_too_deep` | The body is nested deeper than 32 | 400 `invalid` at `/data` | Some bound; a real request has a depth of 7 |
 * | `wording` | `title` and `detail` of an error | Our words, never with anything that was sent | They are for people, and may change: match on `code` and the end of the pointer |
 * | `pointer_missing` | A required key is missing | 400 `invalid` | The pointer names the key that should be there; one error for each |
 * | `keys_unknown` | Keys that the API description does not have | Ignored | The service's tolerance is unknown |
 * | `channels_empty` | `channels` is empty | 400 `invalid` at `/data/attributes/channels` | There would be no way to notify anyone |
 * | `whatsapp_early` | `WHATSAPP` before revision 2026-01-15 | 400 `invalid` at `/data/attributes/channels/<n>` | Older descriptions do not have it |
 * | `email_syntax` | Which e-mail is wrong | 400 `invalid` at `/data/attributes/profile/data/attributes/email` | HTML's rule for `<input type=email>`, and a dot in the domain |
 * | `phone_syntax` | Which phone number is wrong | 400 `invalid` at `/data/attributes/profile/data/attributes/phone_number` | E.164: `+`, then at most 15 digits, the first not 0 |
 * | `identifier_blank` | `id` or `external_id` is empty or blank | 400 `invalid` | It identifies nobody |
 * | `identifier_missing` | A profile without any identifier | 400 `invalid` at `/data/attributes/profile/data/attributes` | At least one is required |
 * | `profile_missing` | A server request without `profile` | 400 `invalid` at `/data/attributes/profile` | The description has it as optional, and yet there is nobody to notify |
 * | `channel_uncovered` | `EMAIL` without e-mail, `SMS` or `WHATSAPP` without phone number, and no `id` or `external_id` either | 400 `invalid` at `/data/attributes/channels/<n>` | Nothing to reach the person by; a known profile may have it already |
 * | `variant_unknown` | An unknown variant on the client endpoint | 404 `variant_not_found` at `/data/relationships/variant/data/id` | Recorded on the server endpoint only |
 * | `consent_contact_missing` | A consent without e-mail and phone number | 400 `invalid` at `/data/attributes/profile/data/attributes` | One of them is required |
 * | `consent_uncovered` | Consent for a channel without the address it needs | 400 `invalid` at `/data/attributes/profile/data/attributes/subscriptions/<channel>` | There is nothing to subscribe |
 * | `consent_missing` | An SMS or WhatsApp alert for somebody without recorded consent | 202, like any other | Consent decides whether the message is sent, not whether the request is taken |
 * | `profile_unknown` | A profile `id` that the account does not have | Makes a profile with that id | A test need not create profiles first |
 * | `profile_merge` | Identifiers of two profiles in one request | The two become one: the older; of two subscriptions for one variant the first stays | Requests that share an identifier speak of one person |
 * | `subscription_repeated` | A second subscription of a profile for a variant | 202; nothing is added, and channels stay as they were | Only the first is accepted, and the answer has no `already subscribed` flag |
 * | `consent_null` | `subscriptions: null` | As if it were missing: every identifier sent is subscribed | The description lets it be null; of the two readings this one shows when a page forgot to ask |
 * | `subscription_draft` | A subscription while the flow's message is a draft | 202 and an event; nobody gets onto the waiting list, and may ask again | Nobody is queued then, and there is no catching up; what becomes of a second request is not documented |
 * | `settings_defaults` | Settings of an account that nobody changed | At a quantity of 1, 1 customer per unit, 60 minutes between batches, the message live | What an account begins with is not documented |
 * | `restock_seen` | What back in stock is | A sync sees the minimum inventory or more where an earlier one saw less; the minimum is that of the moment of each sync | The minimum is the quantity at which notifying starts, and only a sync sees one |
 * | `batch_size` | How many a batch has | The quantity of the latest sync, without its fraction, times the customers per unit | The documented example has whole units |
 * | `batch_end` | When batches end | With the wait at whose end the stock is below the minimum or nobody waits; after a restock that nobody waited for there is none | The next batch comes while the stock is at the minimum; who asks later waits for another restock |
 * | `batch_draft` | A batch is due while the flow's message is a draft | Nobody is notified; those who wait go on waiting, for another restock | There is no catching up |
 * | `message_manual` | A batch while the flow's message is manual | The messages are written and wait to be sent by hand; the subscriptions are cleared | Those who wait move on to the message, and there it waits |
 * | `message_skipped` | Nobody may or can be reached by the channels chosen | They count in their batch, and the subscription is cleared; the message is shown as skipped, with the reason | Those who wait move on to the message, and only there consent and address decide |
 * | `message_consent` | Which consent lets a message be sent | SMS and WhatsApp each need their own, recorded for marketing or transactional; e-mail and push need none | SMS needs an explicit one; WhatsApp has the same shapes of consent; no source mentions push |
 * | `feed_row_vanished` | A row that is no longer in the feed | The variant is unknown, and those who wait for it go on waiting; if it comes back, it is as if it were new | The guide: the restock of a dropped row is never seen |
 * | `feed_quantity_unusable` | Rows whose quantity is missing or no number, or all where it is mapped as text | The feed is shown as not inventory-aware, with the reason; such a row is never back in stock, others are | What the service makes of it is not documented, and one bad row should not hide what the others do |
 * | `feed_failed` | A feed that cannot be read at a sync | The catalog stays as it is until the next sync; the error is shown | Dropping all variants would lose every restock |
 * | `feed_id_repeated` | Two rows of a feed with one id | The later row counts | As if it had been imported after the other |
 * | `feed_id_number` | A row's id is a number | Its decimal digits; the feed is refused if it is not a safe integer | A larger one would lose digits |
 */
export const assumptions = { ...accessAssumptions, ...bodyAssumptions, ...accountAssumptions } as const;

/** Key of an entry. */
export type AssumptionId = keyof typeof assumptions;

/** Keys of the entries that refuse a request. */
export type RejectionId = {
  [Id in AssumptionId]: (typeof assumptions)[Id] extends { readonly status: number } ? Id : never;
}[AssumptionId];
