import type { SeenRequest } from "../state.ts";

const maxRequests = 1_000;

/** A request with its number, counted from 1. */
export interface NumberedRequest extends SeenRequest {
  readonly number: number;
}

/** The latest API requests. */
export class Requests {
  readonly #recent: SeenRequest[] = [];
  #count = 0;

  /** Number of requests since the start. */
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

  /** A page of the stored requests, latest first, and the number of stored requests. */
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
