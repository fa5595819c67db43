import type { CatalogUpdate } from "./catalog.ts";
import type { ConsentRequest } from "./consents.ts";
import type { Identifiers } from "./profiles.ts";
import type { BackInStockSettings } from "./settings.ts";
import type { SubscriptionRequest } from "./subscriptions.ts";

/** What an accepted request changes. */
export interface AccountChange {
  readonly identifiers: Identifiers;
  readonly subscription?: SubscriptionRequest;
  readonly consents?: readonly ConsentRequest[];
}

/**
 * Everything that changes an account, as plain data: the same commands in the same order make the same account. What a wait
 * brings at its end is no command, it follows from the time of the next one.
 */
export type Command = { readonly at: number } & (
  | ({ readonly do: "accept" } & AccountChange)
  | ({ readonly do: "sync" } & CatalogUpdate)
  | { readonly do: "stock"; readonly variant: string; readonly quantity: number }
  | { readonly do: "configure"; readonly settings: Partial<BackInStockSettings> }
  | { readonly do: "send" }
  /** Nothing but time: `ahead` of the real one by so many milliseconds. */
  | { readonly do: "pass"; readonly ahead: number }
);
