import type { Assumption } from "./assumption.ts";

/** What a request does to the account. */
export const accountAssumptions = {
  consent_missing: {
    when: "An SMS or WhatsApp alert for somebody without recorded consent",
    answer: "202, like any other",
    why: "Consent decides whether the message is sent, not whether the request is taken",
  },
  profile_unknown: {
    when: "A profile `id` that the account does not have",
    answer: "Makes a profile with that id",
    why: "A test need not create profiles first",
  },
  profile_merge: {
    when: "Identifiers of two profiles in one request",
    answer: "The two become one: the older; of two subscriptions for one variant the first stays",
    why: "Requests that share an identifier speak of one person",
  },
  subscription_repeated: {
    when: "A second subscription of a profile for a variant",
    answer: "202; nothing is added, and channels stay as they were",
    why: "Only the first is accepted, and the answer has no `already subscribed` flag",
  },
  consent_null: {
    when: "`subscriptions: null`",
    answer: "As if it were missing: every identifier sent is subscribed",
    why: "The description lets it be null; of the two readings this one shows when a page forgot to ask",
  },
  subscription_draft: {
    when: "A subscription while the flow's message is a draft",
    answer: "202 and an event; nobody gets onto the waiting list, and may ask again",
    why: "Nobody is queued then, and there is no catching up; what becomes of a second request is not documented",
  },
  settings_defaults: {
    when: "Settings of an account that nobody changed",
    answer: "At a quantity of 1, 1 customer per unit, 60 minutes between batches, the message live",
    why: "What an account begins with is not documented",
  },
  restock_seen: {
    when: "What back in stock is",
    answer:
      "A sync sees the minimum inventory or more where an earlier one saw less; the minimum is that of the moment of each sync",
    why: "The minimum is the quantity at which notifying starts, and only a sync sees one",
  },
  batch_size: {
    when: "How many a batch has",
    answer: "The quantity of the latest sync, without its fraction, times the customers per unit",
    why: "The documented example has whole units",
  },
  batch_end: {
    when: "When batches end",
    answer:
      "With the wait at whose end the stock is below the minimum or nobody waits; after a restock that nobody waited for there is none",
    why: "The next batch comes while the stock is at the minimum; who asks later waits for another restock",
  },
  batch_draft: {
    when: "A batch is due while the flow's message is a draft",
    answer: "Nobody is notified; those who wait go on waiting, for another restock",
    why: "There is no catching up",
  },
  message_manual: {
    when: "A batch while the flow's message is manual",
    answer: "The messages are written and wait to be sent by hand; the subscriptions are cleared",
    why: "Those who wait move on to the message, and there it waits",
  },
  message_skipped: {
    when: "Nobody may or can be reached by the channels chosen",
    answer:
      "They count in their batch, and the subscription is cleared; the message is shown as skipped, with the reason",
    why: "Those who wait move on to the message, and only there consent and address decide",
  },
  message_consent: {
    when: "Which consent lets a message be sent",
    answer:
      "SMS and WhatsApp each need their own, recorded for marketing or transactional; e-mail and push need none",
    why: "SMS needs an explicit one; WhatsApp has the same shapes of consent; no source mentions push",
  },
  feed_row_vanished: {
    when: "A row that is no longer in the feed",
    answer:
      "The variant is unknown, and those who wait for it go on waiting; if it comes back, it is as if it were new",
    why: "The guide: the restock of a dropped row is never seen",
  },
  feed_quantity_unusable: {
    when: "Rows whose quantity is missing or no number, or all where it is mapped as text",
    answer:
      "The feed is shown as not inventory-aware, with the reason; such a row is never back in stock, others are",
    why: "What the service makes of it is not documented, and one bad row should not hide what the others do",
  },
  feed_failed: {
    when: "A feed that cannot be read at a sync",
    answer: "The catalog stays as it is until the next sync; the error is shown",
    why: "Dropping all variants would lose every restock",
  },
  feed_id_repeated: {
    when: "Two rows of a feed with one id",
    answer: "The later row counts",
    why: "As if it had been imported after the other",
  },
  feed_id_number: {
    when: "A row's id is a number",
    answer: "Its decimal digits; the feed is refused if it is not a safe integer",
    why: "A larger one would lose digits",
  },
} as const satisfies Record<string, Assumption>;
