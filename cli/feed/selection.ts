import { type FeedOptions, filterFeed } from "../../src/js/feed/index.ts";
import { didYouMean } from "../../src/js/shared/suggest.ts";

/** The number of bytes that are searched for keys. */
const SAMPLE = 1 << 18;
/** The number of rows whose keys are compared with a misspelled one. */
const ROWS = 20;

/** The selected keys. A key that no written row has is probably misspelled. */
export class Selection {
  readonly #missing: Set<string>;
  readonly #sample: Uint8Array[] = [];
  #sampled = 0;
  #hasRows = false;

  constructor(keys: readonly string[]) {
    this.#missing = new Set(keys);
  }

  /** Passes the source through, and remembers its beginning. */
  async *observe(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of source) {
      if (this.#sampled < SAMPLE && this.#missing.size > 0) this.#sample.push(chunk.slice());
      this.#sampled += chunk.length;
      yield chunk;
    }
  }

  /** Called with the rows that are written: JSON with only the selected keys. */
  readonly onRows = (rows: readonly string[]): void => {
    this.#hasRows ||= rows.length > 0;
    for (const key of this.#missing) {
      const quoted = JSON.stringify(key);
      if (rows.some((row) => row.includes(quoted))) this.#missing.delete(key);
    }
  };

  /** A warning for each key that no row has. */
  async warnings(options: FeedOptions): Promise<string[]> {
    if (!this.#hasRows || this.#missing.size === 0) return [];
    const known = await this.#keys(options);
    return Array.from(
      this.#missing,
      (key) => `no row has the key ${JSON.stringify(key)} of --select${didYouMean(key, known)}`,
    );
  }

  async #keys({ select: _, ...options }: FeedOptions): Promise<Set<string>> {
    const keys = new Set<string>();
    try {
      for await (const row of filterFeed(this.#sample, { ...options, limit: ROWS })) {
        for (const key of Object.keys(row)) keys.add(key);
      }
    } catch {
      // Expected: the sample ends in the middle of the feed.
    }
    return keys;
  }
}
