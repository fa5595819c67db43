import type { Delivery } from "../state.ts";

type Counts = { -readonly [Name in keyof Delivery]: Delivery[Name] };

/**
 * How often each body came to each path, and what became of it. Events and subscriptions collapse what came twice; this
 * is what tells whether a client sent more than it had to.
 */
export class Deliveries {
  readonly #counts = new Map<string, Counts>();

  /** Counts a request in. */
  receive(path: string, text: string): Counts {
    const key = `${path} ${text}`;
    const counts = this.#counts.get(key) ?? { path, body: text, received: 0, accepted: 0, lost: 0 };
    counts.received += 1;
    this.#counts.set(key, counts);
    return counts;
  }

  list(): Delivery[] {
    return [...this.#counts.values()];
  }
}

export type { Counts };
