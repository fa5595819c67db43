import type { Assumption } from "./assumption.ts";

/** What requests, syncs and batches do to the account. */
export const accountAssumptions = {
  consent_missing: {
    when: "An SMS or WhatsApp alert without a recorded consent",
    answer: "202, like any other",
    why: "Consent decides whether the message is sent, not whether the request is accepted",
  },
  profile_unknown: {
    when: "An unknown profile `id`",
    answer: "Creates a profile with that id",
    why: "A test need not create profiles first",
  },
  profile_id: {
    when: "The API's id of a profile that no request gave one",
    answer: "A text of 26 characters, as long as Klaviyo's; requests can use it",
    why: "How Klaviyo makes ids is not documented",
  },
  profile_fields: {
    when: "The fields of a profile that is read",
    answer:
      "As recorded for a new profile, with its first address of each kind; `can_receive_email_marketing` needs an email and no suppression; `method` is `API`",
    why: "Recorded from the service without consents; the method of an API call is not documented",
  },
  profile_pending: {
    when: "A read while a consent waits for its confirmation",
    answer: "The status before it, such as `NEVER_SUBSCRIBED`",
    why: "The guide has three statuses, none of them for this",
  },
  profile_email_case: {
    when: "A filter by email",
    answer: "Compares without regard to case, as the other endpoints do",
    why: "Not documented for filters",
  },
  profile_merge: {
    when: "Identifiers of two profiles in one request",
    answer:
      "They are merged into the older profile; of two subscriptions for one variant, the older one is kept",
    why: "Requests that share an identifier belong to one person",
  },
  subscription_repeated: {
    when: "A profile subscribes to the same variant again",
    answer: "202; nothing is added, and the channels stay unchanged",
    why: "Only the first subscription counts, and the response has no `already subscribed` flag",
  },
  consent_null: {
    when: "`subscriptions: null`",
    answer: "Treated as missing: every identifier that was sent is subscribed",
    why: "The API description allows null; this reading reveals a page that forgot to list the channels",
  },
  consent_double: {
    when: "A consent for a list with double opt-in",
    answer:
      "Every channel and purpose waits until the person confirms the address, however long; nothing is recorded before",
    why: "The list decides about all profiles of a request; SMS settings that decide otherwise are not emulated",
  },
  consent_repeated: {
    when: "A consent job for somebody who signed up for the same list and channel in the last 30 minutes",
    answer: "Not processed again, as with the client endpoint, unless the person unsubscribed in between",
    why: "The guide's rule does not distinguish the endpoints",
  },
  job_time: {
    when: "The time that a consent job takes",
    answer: "Two seconds, or the option `jobDuration`; for the first half it is queued",
    why: "The time is not documented; a request reads the states only from the emulator, since Klaviyo has no call for them",
  },
  suppression_lifted: {
    when: "A consent to email marketing for a suppressed profile",
    answer:
      "Once it is recorded, and not before its confirmation, a consent job lifts UNSUBSCRIBE, SPAM_COMPLAINT and USER_SUPPRESSED, and the client endpoint UNSUBSCRIBE",
    why: "The three are documented for jobs, except for the time; a person who signs up again wants mail",
  },
  suppression_email: {
    when: "An email alert for a suppressed profile",
    answer: "The message is listed as skipped, with the reason; texts are not affected",
    why: "Suppressions are of email",
  },
  subscription_draft: {
    when: "A subscription while the flow's message is a draft",
    answer: "202 and an event; the person does not join the waiting list and can subscribe again",
    why: "Nobody is queued or notified later; the outcome of a second request is not documented",
  },
  settings_defaults: {
    when: "The settings of a new account",
    answer: "Minimum quantity 1, 1 customer per unit, 60 minutes between batches, the message live",
    why: "The initial settings are not documented",
  },
  restock_seen: {
    when: "The meaning of back in stock",
    answer:
      "A sync sees at least the minimum inventory where an earlier sync saw less; each sync uses the minimum of its time",
    why: "The minimum is the quantity at which notifications start, and only syncs see quantities",
  },
  batch_size: {
    when: "The size of a batch",
    answer: "The quantity of the latest sync, rounded down, times the customers per unit",
    why: "The documented example has whole units",
  },
  batch_end: {
    when: "The end of a series of batches",
    answer:
      "A wait that ends with the stock below the minimum, or with an empty waiting list; a restock with an empty waiting list starts no batch",
    why: "Batches continue while the stock is at the minimum; a later subscriber waits for another restock",
  },
  batch_draft: {
    when: "A batch is due while the flow's message is a draft",
    answer: "Nobody is notified; subscribers wait for another restock",
    why: "Klaviyo does not notify them later",
  },
  message_manual: {
    when: "A batch while the flow's message is manual",
    answer: "The messages are created and wait to be sent manually; the subscriptions are cleared",
    why: "Subscribers move on to the message, which waits",
  },
  message_skipped: {
    when: "A chosen channel has no consent or no address",
    answer:
      "The person counts in the batch, and the subscription is cleared; the message is listed as skipped, with the reason",
    why: "Subscribers move on to the message, and only there do consent and address matter",
  },
  message_consent: {
    when: "The consent that a message requires",
    answer:
      "SMS and WhatsApp each need their own consent, marketing or transactional; email and push need none",
    why: "SMS needs an explicit consent; WhatsApp has the same consent schema; no source mentions push",
  },
  feed_row_vanished: {
    when: "A row is removed from the feed",
    answer:
      "The variant becomes unknown, and its subscribers keep waiting; if the row returns, it counts as new",
    why: "The guide says that the restock of a dropped row is never seen",
  },
  feed_quantity_unusable: {
    when: "The quantity is missing or not a number, or is mapped as text",
    answer:
      "The feed is reported as not inventory-aware, with the reason; only the affected rows never come back in stock",
    why: "The service's behavior is not documented, and one bad row should not affect the others",
  },
  feed_failed: {
    when: "A sync cannot read the feed",
    answer: "The catalog stays unchanged until the next sync; the error is reported",
    why: "Dropping all variants would lose every restock",
  },
  feed_id_repeated: {
    when: "Two rows of a feed have the same id",
    answer: "The later row is used",
    why: "As if it were imported after the other",
  },
  feed_id_number: {
    when: "A row's id is a number",
    answer: "Its decimal digits are the id; the feed is rejected if the number is not a safe integer",
    why: "A larger one would lose digits",
  },
} as const satisfies Record<string, Assumption>;
