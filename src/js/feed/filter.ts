// A feed's visible rows, as objects.
import { planOf } from "./plan.ts";
import { passes } from "./read.ts";
import type { FeedOptions, FeedSource, Item } from "./types.ts";

/**
 * The visible rows, whole or with the names in `select` alone, in their order. Iterating less stops the source.
 *
 * @throws BackInStockError as `scanFeed`
 */
export function filterFeed<T = Item>(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<T> {
  return new Rows<T>(source, planOf(options, true));
}

/** An iterator by hand: what a generator does for each row costs as much as parsing it. */
class Rows<T> implements AsyncIterableIterator<T> {
  readonly #passes: ReturnType<typeof passes>;
  #items: T[] = [];
  #at = 0;
  /** Calls that wait for more rows, each behind the one before. */
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(...args: Parameters<typeof passes>) {
    this.#passes = passes(...args);
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
        const { done, value: scanner } = await this.#passes.next();
        if (done) return { done, value: undefined };
        this.#items = scanner.items as T[];
        this.#at = 0;
      }
      return { done: false, value: this.#items[this.#at++] as T };
    });
  }

  return(): Promise<IteratorResult<T>> {
    return this.#behind(async () => {
      this.#items = [];
      await this.#passes.return();
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
