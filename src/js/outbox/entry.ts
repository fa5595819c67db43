// What is stored of a request until its outcome is final.
import type { QueueEntry } from "#core";
import type { SubscriptionRequest } from "../types.ts";

/** The options that say what a request means. */
export interface Scope {
  integration?: unknown;
  catalog?: unknown;
  country?: unknown;
}

/** A request, and its state in the queue. Any script of the page can have changed it. */
export interface Entry extends QueueEntry {
  /** Its documents as JSON: an equal request is the same entry, whichever tab it comes from. */
  id: string;
  /** As the page passed it. */
  request: SubscriptionRequest;
  /** The client's options that belong to the request. Its endpoint, revision and key are those of the time of sending. */
  scope: Scope;
}

/** The part of a client's options that is stored with a request. What was stored can be anything. */
export function scopeOf(options: Scope | undefined): Scope {
  // Own members only: what others gave to every object does not count.
  const own = (name: keyof Scope) => (Object.hasOwn(options ?? {}, name) ? options?.[name] : undefined);
  return { integration: own("integration"), catalog: own("catalog"), country: own("country") };
}
