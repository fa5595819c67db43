import type { BackInStockSettings } from "./account/settings.ts";
import type { Finding } from "./api/findings.ts";
import type { AssumptionId } from "./assumptions/index.ts";

/** Ways of notifying a person. Klaviyo's API description; WHATSAPP exists since revision 2026-01-15. */
export type Channel = "EMAIL" | "PUSH" | "SMS" | "WHATSAPP";

/** A row of the feed, as the service would know it. */
export interface CatalogVariant {
  /** Canonical id: `$custom:::$default:::<the row's id>`. */
  readonly id: string;
  /** The row's id, byte for byte. */
  readonly externalId: string;
  readonly title: string | null;
  /** As seen at the last sync; `null`: missing, or no number. */
  readonly inventoryQuantity: number | null;
  /** `null`: missing, or no number. */
  readonly inventoryPolicy: number | null;
}

/** A person. Requests that share any identifier speak of the same one. */
export interface Profile {
  /** The emulator's own name for the profile, `profile-1`. */
  readonly key: string;
  readonly ids: readonly string[];
  readonly externalIds: readonly string[];
  readonly emails: readonly string[];
  readonly phoneNumbers: readonly string[];
}

/** Somebody waits for a variant. There is at most one for a profile and a variant. */
export interface Subscription {
  /** {@link Profile.key}. */
  readonly profile: string;
  /** {@link CatalogVariant.id}. */
  readonly variant: string;
  readonly channels: readonly Channel[];
  /** ISO 8601. */
  readonly at: string;
}

/** What a person would have received. */
export interface Message {
  /** `message-1`, in the order of notifying. */
  readonly id: string;
  /** {@link Profile.key}. */
  readonly profile: string;
  /** {@link CatalogVariant.id}. */
  readonly variant: string;
  readonly channel: Channel;
  /** The address or number; `null`: there is none. */
  readonly to: string | null;
  /** `ready`: a manual message that nobody sent yet. `skipped`: nothing is sent, see the reason. */
  readonly status: "sent" | "ready" | "skipped";
  /** `no_consent`: no consent to this channel is recorded. `no_address`: nothing to send it to. */
  readonly reason: "no_consent" | "no_address" | null;
  /** Of an e-mail. */
  readonly subject: string | null;
  readonly text: string;
  readonly link: string | null;
  /** When the person was notified; ISO 8601. */
  readonly at: string;
}

/** The feed and its last sync. */
export interface FeedState {
  /** Path or address; `null`: rows that were given. */
  readonly source: string | null;
  /** `false`: a row has no usable quantity. Such rows never come back in stock. */
  readonly inventoryAware: boolean;
  /** Why it is not inventory-aware, in words. */
  readonly reason: string | null;
  /** `null`: there was none. */
  readonly lastSync: SyncReport | null;
  /** When it is read again by itself; ISO 8601. */
  readonly nextSync: string;
  /** Why the last attempt failed; then the catalog is as it was before. */
  readonly error: string | null;
}

/** What a sync brought. */
export interface SyncReport {
  /** ISO 8601. */
  readonly at: string;
  /** Distinct ids in the feed. */
  readonly rows: number;
  readonly appeared: number;
  readonly changed: number;
  readonly vanished: number;
  /** Variants that were seen to be back in stock. */
  readonly restocked: number;
}

/** What the account's flows would be triggered by. */
export interface BackInStockEvent extends Subscription {
  readonly metric: "Subscribed to Back in Stock";
}

/** A recorded marketing consent. */
export interface Consent {
  /** {@link Profile.key}. */
  readonly profile: string;
  readonly channel: "email" | "sms" | "whatsapp";
  readonly purpose: "marketing" | "transactional";
  readonly listId: string;
  readonly customSource: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** A request as it came in, without secrets, and what it got. */
export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly companyId: string | null;
  /** Those that decide the answer; a key or token is hidden. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, or the beginning of the text if it is no JSON; `null`: none, or too large. */
  readonly body: unknown;
  /** The revision that served the request: another one than was sent, if that is retired. */
  readonly revision: string | null;
  readonly status: number;
  /** How many errors the answer has. */
  readonly errors: number;
  /** Which parts of the answer no source documents: keys of {@link assumptions}. */
  readonly assumptions: readonly AssumptionId[];
  /** ISO 8601. */
  readonly at: string;
  /** What the live service might let pass and its description does not; only with `strict`. */
  readonly findings?: readonly Finding[];
}

/** What became of the requests with one body. */
export interface Delivery {
  /** Without the query. */
  readonly path: string;
  /** As it came in. */
  readonly body: string;
  readonly received: number;
  /** How many were carried out and answered with 202. */
  readonly accepted: number;
  /** How many of these answers did not arrive: by a fault, or because the connection was closed before. */
  readonly lost: number;
}

/** All that an emulator knows: plain data, a copy. */
export interface EmulatorState {
  readonly companyId: string;
  /** The virtual time; ISO 8601. */
  readonly now: string;
  readonly feed: FeedState;
  /** `null`: they do not appear before the first event. */
  readonly settings: Omit<BackInStockSettings, "messageStatus"> | null;
  readonly messageStatus: BackInStockSettings["messageStatus"];
  readonly catalog: readonly CatalogVariant[];
  readonly profiles: readonly Profile[];
  /** Those who wait, in the order in which they asked. */
  readonly subscriptions: readonly Subscription[];
  readonly events: readonly BackInStockEvent[];
  readonly consents: readonly Consent[];
  readonly messages: readonly Message[];
  /** The latest 1,000, oldest first. Requests to `/emulator/` are not among them. */
  readonly requests: readonly SeenRequest[];
  /** How many requests there were since the start. */
  readonly requestCount: number;
  /** The latest 100,000 bodies that were posted, and how often: whether one was sent more often than it had to be. */
  readonly deliveries: readonly Delivery[];
}
