// A feed's visible rows, as objects.
import { filtered, SMALL } from "./engine.ts";
import { load, loaded } from "./module.ts";
import { type Plan, planOf } from "./plan.ts";
import { passesOf } from "./read.ts";
import { type Chunks, checked, chunksOf, unless } from "./source.ts";
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
    const done = await byEngine(chunks, plan);
    if (done) yield done;
    else for await (const scanner of passesOf(chunks, plan)) yield scanner.items;
    // An abort while the last rows were handed out took some of them away.
    await unless(plan.signal, undefined);
  } finally {
    await chunks.stop();
  }
}

/** The rows of a small feed, if the browser's own parser can tell them. */
async function byEngine(chunks: Chunks, plan: Plan): Promise<unknown[] | undefined> {
  if (plan.format === "xml" || plan.path.length > 0 || loaded("json")) return undefined;
  const whole = await small(chunks);
  const done = whole && filtered(whole, plan);
  if (!done) return undefined;
  const bytes = whole.reduce((sum, chunk) => sum + chunk.length, 0);
  plan.onProgress?.({ bytes, rows: done.read, total: bytes });
  return done.items;
}

/**
 * All chunks, if the feed ends while it is small and before the module is there; either way they can be read again. What
 * came before a wait, or a failure, is the module's to deliver.
 */
async function small(chunks: Chunks): Promise<Uint8Array[] | undefined> {
  if ((chunks.total ?? 0) > SMALL) return undefined;
  const waits = new Promise<never>(() => {});
  // A feed that is not at hand may come slowly: its first rows must not wait for its last. If the module cannot be had,
  // who needs it will say so.
  const ready = chunks.atHand
    ? waits
    : load("json").then(
        () => LEFT,
        () => waits,
      );
  const seen: Uint8Array[] = [];
  for (let bytes = 0; bytes <= SMALL; ) {
    const next = chunks.next();
    const chunk = await Promise.race([next, ready]).catch(() => LEFT);
    if (chunk === LEFT) {
      chunks.unread([...seen, next]);
      return undefined;
    }
    if (!chunk) {
      chunks.unread(seen);
      return seen;
    }
    seen.push(chunk);
    bytes += chunk.length;
  }
  chunks.unread(seen);
  return undefined;
}

/** What comes next is left to the module. */
const LEFT = null;

/** An iterator by hand: what a generator does for each row costs as much as parsing it. */
class Rows<T> implements AsyncIterableIterator<T> {
  readonly #batches: ReturnType<typeof batches>;
  readonly #signal: AbortSignal | undefined;
  #items: T[] = [];
  #at = 0;
  /** Calls that wait for more rows, each behind the one before. */
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(source: FeedSource, plan: Plan) {
    this.#batches = batches(source, plan);
    this.#signal = plan.signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    // Rows that are read already end with the signal too.
    if (this.#signal?.aborted) this.#items = [];
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
