import type { BackInStockSettings } from "./account/settings.ts";
import type { Finding } from "./api/findings.ts";
import type { AssumptionId } from "./assumptions/index.ts";

/** Channels, from Klaviyo's API description. WHATSAPP exists since revision 2026-01-15. */
export type Channel = "EMAIL" | "PUSH" | "SMS" | "WHATSAPP";

/** A row of the feed, as the service knows it. */
export interface CatalogVariant {
  /** Canonical id: `$custom:::$default:::<the row's id>`. */
  readonly id: string;
  /** The row's id, byte for byte. */
  readonly externalId: string;
  readonly title: string | null;
  /** As of the last sync; `null` if missing or not a number. */
  readonly inventoryQuantity: number | null;
  /** `null` if missing or not a number. */
  readonly inventoryPolicy: number | null;
}

/** A person. Requests that share any identifier belong to the same profile. */
export interface Profile {
  /** The emulator's own key, such as `profile-1`. */
  readonly key: string;
  readonly ids: readonly string[];
  readonly externalIds: readonly string[];
  readonly emails: readonly string[];
  readonly phoneNumbers: readonly string[];
}

/** A profile on the waiting list of a variant. A profile has at most one for each variant. */
export interface Subscription {
  /** {@link Profile.key}. */
  readonly profile: string;
  /** {@link CatalogVariant.id}. */
  readonly variant: string;
  readonly channels: readonly Channel[];
  /** ISO 8601. */
  readonly at: string;
}

/** A message that a person would have received. */
export interface Message {
  /** Such as `message-1`; numbered in the order of notification. */
  readonly id: string;
  /** {@link Profile.key}. */
  readonly profile: string;
  /** {@link CatalogVariant.id}. */
  readonly variant: string;
  readonly channel: Channel;
  /** The email address or phone number; `null` if there is none. */
  readonly to: string | null;
  /** `ready` is a manual message that was not sent yet. `skipped` is never sent; see the reason. */
  readonly status: "sent" | "ready" | "skipped";
  /**
   * `no_consent`: no consent for this channel is recorded. `no_address`: the profile has no address for this channel.
   * `suppressed`: the profile gets no email.
   */
  readonly reason: "no_consent" | "no_address" | "suppressed" | null;
  /** Emails only. */
  readonly subject: string | null;
  readonly text: string;
  readonly link: string | null;
  /** When the person was notified; ISO 8601. */
  readonly at: string;
}

/** The feed and its last sync. */
export interface FeedState {
  /** Path or URL; `null` for an array of rows. */
  readonly source: string | null;
  /** `false` if a row has no usable quantity. Such rows never come back in stock. */
  readonly inventoryAware: boolean;
  /** Why the feed is not inventory-aware. */
  readonly reason: string | null;
  /** `null` before the first sync. */
  readonly lastSync: SyncReport | null;
  /** The time of the next automatic sync; ISO 8601. */
  readonly nextSync: string;
  /** Why the last sync failed. A failed sync leaves the catalog unchanged. */
  readonly error: string | null;
}

/** The result of a sync. */
export interface SyncReport {
  /** ISO 8601. */
  readonly at: string;
  /** Distinct ids in the feed. */
  readonly rows: number;
  readonly appeared: number;
  readonly changed: number;
  readonly vanished: number;
  /** Number of variants that came back in stock. */
  readonly restocked: number;
}

/** An event that triggers the account's flow. */
export interface BackInStockEvent extends Subscription {
  readonly metric: "Subscribed to Back in Stock";
}

/** A consent to messages, or its withdrawal. */
export interface Consent {
  /** {@link Profile.key}. */
  readonly profile: string;
  readonly channel: "email" | "sms" | "whatsapp";
  readonly purpose: "marketing" | "transactional";
  /** `null` for a consent that came without a list. */
  readonly listId: string | null;
  readonly customSource: string | null;
  /** `pending` waits for the person to confirm it, so it is not recorded yet. `unsubscribed` was withdrawn. */
  readonly status: "subscribed" | "pending" | "unsubscribed";
  /** Whether the person must confirm it. */
  readonly doubleOptIn: boolean;
  /** ISO 8601. */
  readonly at: string;
}

/** Why a profile gets no email, whatever it consented to. */
export interface Suppression {
  /** {@link Profile.key}. */
  readonly profile: string;
  readonly reason: "HARD_BOUNCE" | "INVALID_EMAIL" | "SPAM_COMPLAINT" | "UNSUBSCRIBE" | "USER_SUPPRESSED";
  /** ISO 8601. */
  readonly at: string;
}

/** A job that records consents, from `POST /api/profile-subscription-bulk-create-jobs`. */
export interface ConsentJob {
  /** The emulator's own key, such as `job-1`. Klaviyo does not return one. */
  readonly id: string;
  /** Consents are recorded, or wait for their confirmation, once the job is `complete`. */
  readonly status: "queued" | "processing" | "complete";
  /** Number of profiles. */
  readonly profiles: number;
  readonly listId: string | null;
  readonly customSource: string | null;
  readonly doubleOptIn: boolean;
  readonly historicalImport: boolean;
  /** ISO 8601. */
  readonly at: string;
  /** When it completes or completed; ISO 8601. */
  readonly completesAt: string;
}

/** A received request, without secrets, and how it was answered. */
export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The query of a read, such as its filter. */
  readonly query?: string;
  readonly companyId: string | null;
  /** The headers that affect the answer. Keys and tokens are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, or the beginning of the text if it is not JSON; `null` if empty or too large. */
  readonly body: unknown;
  /** The revision that served the request. It differs from the one that was sent if that one is retired. */
  readonly revision: string | null;
  readonly status: number;
  /** Number of errors in the response. */
  readonly errors: number;
  /** The undocumented behavior that the answer relies on: keys of {@link assumptions}. */
  readonly assumptions: readonly AssumptionId[];
  /** ISO 8601. */
  readonly at: string;
  /** The results of the contract check; only with `strict`. */
  readonly findings?: readonly Finding[];
}

/** Counts of the requests with one body. */
export interface Delivery {
  /** Without the query. */
  readonly path: string;
  /** As received. */
  readonly body: string;
  readonly received: number;
  /** Number of requests that were carried out and answered with 202. */
  readonly accepted: number;
  /** Number of these responses that did not arrive, because of a fault or a closed connection. */
  readonly lost: number;
}

/** The whole state of an emulator, as a copy in plain data. */
export interface EmulatorState {
  readonly companyId: string;
  /** The virtual time; ISO 8601. */
  readonly now: string;
  readonly feed: FeedState;
  /** `null` before the first event, because Klaviyo does not show the settings before. */
  readonly settings: Omit<BackInStockSettings, "messageStatus"> | null;
  readonly messageStatus: BackInStockSettings["messageStatus"];
  readonly catalog: readonly CatalogVariant[];
  readonly profiles: readonly Profile[];
  /** The waiting lists of all variants, in the order of subscription. */
  readonly subscriptions: readonly Subscription[];
  readonly events: readonly BackInStockEvent[];
  readonly consents: readonly Consent[];
  readonly suppressions: readonly Suppression[];
  readonly jobs: readonly ConsentJob[];
  readonly messages: readonly Message[];
  /** The latest 1,000, oldest first, without requests to `/emulator/`. */
  readonly requests: readonly SeenRequest[];
  /** Number of requests since the start. */
  readonly requestCount: number;
  /** Counts of the latest 100,000 posted bodies. They show whether a client sent a request more often than necessary. */
  readonly deliveries: readonly Delivery[];
}
