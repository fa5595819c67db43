// What is stored of a request until its answer is final.
import type { SubscriptionRequest } from "../types.ts";

/** A stored subscription, with the consent that goes with it. Times are milliseconds since 1970; 0 if unset. */
export interface Entry {
  /** Its documents as JSON: an equal request is the same entry, whichever tab it comes from. */
  id: string;
  /** As the page passed it. */
  request: SubscriptionRequest;
  /** The client's options that belong to the request. Its endpoint, revision and key are those of the time of sending. */
  scope: Scope;
  created: number;
  /** The first attempt that the service may have accepted. */
  uncertain: number;
  /** When it may be tried again. */
  due: number;
  /** Until when its owner has it. */
  lease: number;
  owner: string;
  attempts: number;
  /** What comes next: consent, alert, newsletter. */
  step: number;
  reason: string;
}

/** The options that say what a request means. */
export interface Scope {
  integration?: unknown;
  catalog?: unknown;
  country?: unknown;
}

/** The part of a client's options that is stored with a request. */
export const scopeOf = ({ integration, catalog, country }: Scope): Scope => ({
  integration,
  catalog,
  country,
});
