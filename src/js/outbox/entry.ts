// The stored form of a request, until its outcome is final.
import type { QueueEntry } from "#core";
import type { SubscriptionRequest } from "../types.ts";

/** The client options that change the meaning of a request. */
export interface Scope {
  integration?: unknown;
  catalog?: unknown;
  country?: unknown;
}

/** A request and its state in the queue. Untrusted: any script of the page can change it. */
export interface Entry extends QueueEntry {
  /** The request's documents as JSON, so that equal requests of all tabs share one entry. */
  id: string;
  /** The request as the page passed it. */
  request: SubscriptionRequest;
  /** Stored with the request. Endpoint, revision and key are read from the client at the time of sending. */
  scope: Scope;
}

/** Picks the options that are stored with a request. Stored options may have been changed by any script. */
export function scopeOf(options: Scope | undefined): Scope {
  // Own members only: members that scripts of the page add to `Object.prototype` must not act as options.
  const own = (name: keyof Scope) => (Object.hasOwn(options ?? {}, name) ? options?.[name] : undefined);
  return { integration: own("integration"), catalog: own("catalog"), country: own("country") };
}
