import type { SeenRequest } from "../state.ts";

const requestsKept = 1_000;

/** A request with its number, counted from 1. */
export interface NumberedRequest extends SeenRequest {
  readonly number: number;
}

/** The latest requests to the service. */
export class Requests {
  readonly #kept: SeenRequest[] = [];
  #count = 0;

  /** How many there were since the start. */
  get count(): number {
    return this.#count;
  }

  add(request: SeenRequest): void {
    this.#count += 1;
    this.#kept.push(request);
    if (this.#kept.length > requestsKept) this.#kept.shift();
  }

  list(): SeenRequest[] {
    return structuredClone(this.#kept);
  }

  /** Some of those kept, latest first; and how many are kept. */
  latest(offset: number, limit: number): { total: number; rows: NumberedRequest[] } {
    const total = this.#kept.length;
    const end = Math.max(0, total - offset);
    const start = Math.max(0, end - limit);
    const first = this.#count - total + start + 1;
    const rows = this.#kept
      .slice(start, end)
      .map((request, index) => ({ number: first + index, ...request }));
    return { total, rows: rows.reverse() };
  }
}
