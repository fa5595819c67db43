import type { Delivery } from "../state.ts";

/** What became of the requests with one body. */
export interface DeliveryCounts {
  received: number;
  accepted: number;
  lost: number;
}

const maxBodies = 100_000;

/**
 * How often each body came to each path, and what became of it. Events and subscriptions collapse what came twice; this
 * is what tells whether a client sent more than it had to.
 */
export class Deliveries {
  /** By path and body, with a space between them: neither is kept twice. */
  readonly #counts = new Map<string, DeliveryCounts>();

  /** Counts a request in. */
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
