import type { Choice } from "./choice.ts";

/** What a request does to the account. */
export const accountChoices = {
  sms_unconsented: {
    when: "A text alert for somebody without recorded consent",
    answer: "202, like any other",
    why: "Consent decides whether the text is sent, not whether the request is taken",
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
} as const satisfies Record<string, Choice>;
