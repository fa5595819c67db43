import type { Consent, Suppression } from "../state.ts";
import type { CatalogUpdate } from "./catalog.ts";
import type { ConsentRequest } from "./consents.ts";
import type { JobRequest } from "./jobs.ts";
import type { Identifiers } from "./profiles.ts";
import type { BackInStockSettings } from "./settings.ts";
import type { SubscriptionRequest } from "./subscriptions.ts";

/** What an accepted request of one person changes. */
export interface PersonChange {
  readonly identifiers: Identifiers;
  readonly subscription?: SubscriptionRequest;
  readonly consents?: readonly ConsentRequest[];
}

/** The change that an accepted request makes. */
export type AccountChange =
  | ({ readonly do: "accept" } & PersonChange)
  | ({ readonly do: "job" } & JobRequest);

/**
 * All changes to an account, as plain data: the same commands in the same order result in the same account. Batches at the
 * end of a wait and the completion of a job are not commands, because they follow from the time of the next command.
 */
export type Command = { readonly at: number } & (
  | AccountChange
  /** A person confirms the pending consents of an address. */
  | { readonly do: "confirm"; readonly address: string }
  /** A person withdraws the consents for a channel. */
  | { readonly do: "unsubscribe"; readonly address: string; readonly channel: Consent["channel"] }
  | { readonly do: "suppress"; readonly address: string; readonly reason: Suppression["reason"] }
  | ({ readonly do: "sync" } & CatalogUpdate)
  | { readonly do: "stock"; readonly variant: string; readonly quantity: number }
  | { readonly do: "configure"; readonly settings: Partial<BackInStockSettings> }
  | { readonly do: "send" }
  /** Only time passes. `ahead` is the clock's offset in milliseconds. */
  | { readonly do: "pass"; readonly ahead: number }
);
