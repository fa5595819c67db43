// A feed's visible rows, as objects.
import { filtered, SMALL } from "./engine.ts";
import { load, loaded } from "./module.ts";
import { type Plan, planOf } from "./plan.ts";
import { passesOf } from "./read.ts";
import { type Chunks, checked, chunksOf } from "./source.ts";
import type { FeedOptions, FeedSource, Item } from "./types.ts";

/**
 * The visible rows, whole or with the names in `select` alone, in their order. Iterating less stops the source.
 *
 * @throws BackInStockError as `scanFeed`
 */
export function filterFeed<T = Item>(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<T> {
  return new Rows<T>(checked(source), planOf(options, true));
}

/** The rows to show, some at a time. */
async function* batches(source: FeedSource, plan: Plan): AsyncGenerator<unknown[], void, void> {
  const chunks = chunksOf(source, plan.signal);
  try {
    if (plan.format !== "xml" && plan.path.length === 0 && !loaded("json")) {
      const whole = await small(chunks);
      const done = whole && filtered(whole, plan);
      if (done) {
        const bytes = whole.reduce((sum, chunk) => sum + chunk.length, 0);
        plan.onProgress?.({ bytes, rows: done.read, total: bytes });
        return yield done.items;
      }
    }
    for await (const scanner of passesOf(chunks, plan)) yield scanner.items;
  } finally {
    await chunks.stop();
  }
}

/** All chunks, if the feed ends while it is small and before the module is there; either way they can be read again. */
async function small(chunks: Chunks): Promise<Uint8Array[] | undefined> {
  if ((chunks.total ?? 0) > SMALL) return undefined;
  // What may be long needs the module soon; if it cannot be had, who needs it will say so.
  if (chunks.total === undefined) load("json").catch(() => {});
  const seen: Uint8Array[] = [];
  let bytes = 0;
  let chunk: Uint8Array | undefined;
  while (bytes <= SMALL && !loaded("json")) {
    chunk = await chunks.next();
    if (!chunk) break;
    seen.push(chunk);
    bytes += chunk.length;
  }
  chunks.unread(seen);
  return chunk || bytes === 0 ? undefined : seen;
}

/** An iterator by hand: what a generator does for each row costs as much as parsing it. */
class Rows<T> implements AsyncIterableIterator<T> {
  readonly #batches: ReturnType<typeof batches>;
  #items: T[] = [];
  #at = 0;
  /** Calls that wait for more rows, each behind the one before. */
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(...args: Parameters<typeof batches>) {
    this.#batches = batches(...args);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#at < this.#items.length && this.#waiting === 0) {
      return Promise.resolve({ done: false, value: this.#items[this.#at++] as T });
    }
    return this.#behind(async () => {
      while (this.#at >= this.#items.length) {
        const { done, value: items } = await this.#batches.next();
        if (done) return { done, value: undefined };
        this.#items = items as T[];
        this.#at = 0;
      }
      return { done: false, value: this.#items[this.#at++] as T };
    });
  }

  return(): Promise<IteratorResult<T>> {
    return this.#behind(async () => {
      this.#items = [];
      await this.#batches.return();
      return { done: true, value: undefined };
    });
  }

  #behind<R>(work: () => Promise<R>): Promise<R> {
    this.#waiting++;
    const result = this.#turn.then(work).finally(() => this.#waiting--);
    this.#turn = result.catch(() => {});
    return result;
  }
}
