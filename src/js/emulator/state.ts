import type { ChoiceId } from "./choices/index.ts";

/** Ways of notifying a person. Klaviyo's API description; WHATSAPP exists since revision 2026-01-15. */
export type Channel = "EMAIL" | "PUSH" | "SMS" | "WHATSAPP";

/** A row of the feed, as the service would know it. */
export interface CatalogVariant {
  /** Canonical id: `$custom:::$default:::<the row's id>`. */
  readonly id: string;
  /** The row's id, byte for byte. */
  readonly externalId: string;
  readonly title: string | null;
  /** `null`: missing, or no number. */
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
  /** Which parts of the answer no source documents: keys of {@link choices}. */
  readonly choices: readonly ChoiceId[];
  /** ISO 8601. */
  readonly at: string;
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
  readonly catalog: readonly CatalogVariant[];
  readonly profiles: readonly Profile[];
  readonly subscriptions: readonly Subscription[];
  readonly events: readonly BackInStockEvent[];
  readonly consents: readonly Consent[];
  /** The latest 1,000, oldest first. Requests to `/emulator/` are not among them. */
  readonly requests: readonly SeenRequest[];
  /** How many requests there were since the start. */
  readonly requestCount: number;
  /** Every body that was posted, and how often: for each subscription, whether it was sent more often than it had to be. */
  readonly deliveries: readonly Delivery[];
}
