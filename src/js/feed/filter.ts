// A feed's visible rows, as objects.
import { filtered, textOf } from "./engine.ts";
import { load, loaded } from "./module.ts";
import { type Plan, planOf } from "./plan.ts";
import { passesOf } from "./read.ts";
import { type Chunks, chunksOf, type Opener, openerOf, SMALL, unless } from "./source.ts";
import type { FeedOptions, FeedSource, Item } from "./types.ts";

/**
 * The visible rows, whole or with the names in `select` alone, in their order. Iterating less stops the source.
 *
 * @throws BackInStockError as `scanFeed`
 */
export function filterFeed<T = Item>(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<T> {
  return new Rows<T>(openerOf(source), planOf(options, true));
}

/** The rows to show, some at a time; `done`: they are handed out already. */
async function* batches(chunks: Chunks, plan: Plan, done: boolean): AsyncGenerator<unknown[], void, void> {
  try {
    if (!done) {
      const whole = chunks.whole || !isForEngine(plan) ? undefined : await small(chunks);
      const items = whole && byEngine(whole, plan);
      if (items) yield items;
      else for await (const scanner of passesOf(chunks, plan)) yield scanner.items;
    }
    // An abort while the last rows were handed out took some of them away.
    await unless(plan.signal, undefined);
  } finally {
    await chunks.stop();
  }
}

/** Whether the browser's own parser may try: not where the module is there already. */
const isForEngine = ({ format, path }: Plan): boolean =>
  format !== "xml" && path.length === 0 && !loaded("json");

/** The rows of a small feed, if the browser's own parser can tell them. */
function byEngine(whole: readonly Uint8Array[], plan: Plan): unknown[] | undefined {
  const text = textOf(whole);
  const done = text === undefined ? undefined : filtered(text, plan);
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
  // A feed may come slowly: its first rows must not wait for its last. If the module cannot be had, who needs it will
  // say so.
  const ready = load("json").then(
    () => LEFT,
    () => new Promise<never>(() => {}),
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

/** Nothing more. */
const ended: AsyncIterator<unknown[], void, void> = { next: async () => ({ done: true, value: undefined }) };

/** An iterator by hand: what a generator does for each row costs as much as parsing it. */
class Rows<T> implements AsyncIterableIterator<T> {
  readonly #open: Opener;
  readonly #plan: Plan;
  #batches: AsyncIterator<unknown[], void, void> | undefined;
  #items: T[] = [];
  #at = 0;
  /** Calls that wait for more rows, each behind the one before. */
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(open: Opener, plan: Plan) {
    this.#open = open;
    this.#plan = plan;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    // Rows that are read already end with the signal too.
    if (this.#plan.signal?.aborted) this.#items = [];
    if (this.#at < this.#items.length && this.#waiting === 0) {
      return Promise.resolve({ done: false, value: this.#items[this.#at++] as T });
    }
    return this.#behind(async () => {
      if (!this.#batches) {
        // One that cannot be opened has no rows.
        this.#batches = ended;
        this.#batches = this.#begin();
      }
      while (this.#at >= this.#items.length) {
        const { done, value: items } = await this.#batches.next();
        if (done) return { done, value: undefined };
        this.#items = items as T[];
        this.#at = 0;
      }
      return { done: false, value: this.#items[this.#at++] as T };
    });
  }

  /** Opens the source. What is in memory is read at once: to wait for it would take as long as to parse it. */
  #begin(): AsyncIterator<unknown[], void, void> {
    const chunks = chunksOf(this.#open, this.#plan.signal);
    const { whole } = chunks;
    const items = whole && isForEngine(this.#plan) ? byEngine(whole, this.#plan) : undefined;
    if (items) this.#items = items as T[];
    return batches(chunks, this.#plan, Boolean(items));
  }

  return(): Promise<IteratorResult<T>> {
    return this.#behind(async () => {
      this.#items = [];
      await this.#batches?.return?.();
      // What was not begun never will be.
      this.#batches ??= ended;
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
