import type { Delivery } from "../state.ts";

/** Counts of the requests with one body. */
export interface DeliveryCounts {
  received: number;
  accepted: number;
  lost: number;
}

const maxBodies = 100_000;

/**
 * Counts of each body at each path. Events and subscriptions do not show duplicates; these counts show whether a client sent
 * a request more often than necessary.
 */
export class Deliveries {
  /** By path and body, joined by a space, so that each is stored once. */
  readonly #counts = new Map<string, DeliveryCounts>();

  /** Counts a request as received. */
  receive(path: string, text: string): DeliveryCounts {
    const key = `${path} ${text}`;
    const known = this.#counts.get(key);
    if (known) {
      known.received += 1;
      return known;
    }
    const counts = { received: 1, accepted: 0, lost: 0 };
    this.#counts.set(key, counts);
    if (this.#counts.size > maxBodies) this.#forgetOldest();
    return counts;
  }

  list(): Delivery[] {
    return Array.from(this.#counts, ([key, counts]) => {
      const end = key.indexOf(" ");
      return { path: key.slice(0, end), body: key.slice(end + 1), ...counts };
    });
  }

  #forgetOldest(): void {
    for (const key of this.#counts.keys()) {
      this.#counts.delete(key);
      return;
    }
  }
}
