import type { SeenRequest } from "../state.ts";

const maxRequests = 1_000;

/** A request with its number, counted from 1. */
export interface NumberedRequest extends SeenRequest {
  readonly number: number;
}

/** The latest requests to the service. */
export class Requests {
  readonly #recent: SeenRequest[] = [];
  #count = 0;

  /** How many there were since the start. */
  get count(): number {
    return this.#count;
  }

  add(request: SeenRequest): void {
    this.#count += 1;
    this.#recent.push(request);
    if (this.#recent.length > maxRequests) this.#recent.shift();
  }

  list(): SeenRequest[] {
    return structuredClone(this.#recent);
  }

  /** Some of those kept, latest first; and how many are kept. */
  latest(offset: number, limit: number): { total: number; rows: NumberedRequest[] } {
    const total = this.#recent.length;
    const end = Math.max(0, total - offset);
    const start = Math.max(0, end - limit);
    const first = this.#count - total + start + 1;
    const rows = this.#recent
      .slice(start, end)
      .map((request, index) => ({ number: first + index, ...request }));
    return { total, rows: rows.reverse() };
  }
}
