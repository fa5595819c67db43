import type { CatalogUpdate } from "./catalog.ts";
import type { ConsentRequest } from "./consents.ts";
import type { Identifiers } from "./profiles.ts";
import type { BackInStockSettings } from "./settings.ts";
import type { SubscriptionRequest } from "./subscriptions.ts";

/** The changes that an accepted request makes. */
export interface AccountChange {
  readonly identifiers: Identifiers;
  readonly subscription?: SubscriptionRequest;
  readonly consents?: readonly ConsentRequest[];
}

/**
 * All changes to an account, as plain data: the same commands in the same order result in the same account. Batches at the
 * end of a wait are not commands, because they follow from the time of the next command.
 */
export type Command = { readonly at: number } & (
  | ({ readonly do: "accept" } & AccountChange)
  | ({ readonly do: "sync" } & CatalogUpdate)
  | { readonly do: "stock"; readonly variant: string; readonly quantity: number }
  | { readonly do: "configure"; readonly settings: Partial<BackInStockSettings> }
  | { readonly do: "send" }
  /** Only time passes. `ahead` is the clock's offset in milliseconds. */
  | { readonly do: "pass"; readonly ahead: number }
);
