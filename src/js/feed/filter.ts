// A feed's visible rows, as objects.
import { filtered, textOf } from "./json-fast-path.ts";
import { type Plan, planOf } from "./plan.ts";
import { itemsOf, passesOf } from "./scan-passes.ts";
import { type Chunks, chunksOf, type Opener, openerOf, SMALL, unless } from "./source.ts";
import type { FeedOptions, FeedSource, Item } from "./types.ts";
import { isLoaded, load } from "./wasm.ts";

/**
 * The visible rows, whole or with the names in `select` alone, in their order. Iterating less stops the source.
 *
 * @throws BackInStockError as `scanFeed`
 */
export function filterFeed<T = Item>(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<T> {
  return rowsOf<T>(openerOf(source), planOf(options, true));
}

/** The rows to show, some at a time; `done`: they are handed out already. */
async function* batches(chunks: Chunks, plan: Plan, done: boolean): AsyncGenerator<unknown[], void, void> {
  try {
    if (!done) {
      const whole = chunks.whole || !isForEngine(plan) ? undefined : await small(chunks);
      const items = whole && byEngine(whole, plan);
      if (items) yield items;
      else for await (const reader of passesOf(chunks, plan)) yield itemsOf(reader);
    }
    // An abort while the last rows were handed out took some of them away.
    await unless(plan.signal, undefined);
  } finally {
    await chunks.stop();
  }
}

/** Whether the browser's own parser may try: not where the module is there already. */
const isForEngine = ({ format, path }: Plan): boolean =>
  (format === "auto" || format === "json") && path.length === 0 && !isLoaded("json");

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
    // A copy: the source may use its buffer again for what comes next.
    seen.push(chunk.slice());
    bytes += chunk.length;
  }
  chunks.unread(seen);
  return undefined;
}

/** What comes next is left to the module. */
const LEFT = null;

/** Nothing more. */
const ended: AsyncIterator<unknown[], void, void> = { next: async () => ({ done: true, value: undefined }) };

/** An iterator by hand: what a generator does for each row costs as much as parsing it, and so do a class's fields. */
function rowsOf<T>(open: Opener, plan: Plan): AsyncIterableIterator<T> {
  let batch: AsyncIterator<unknown[], void, void> | undefined;
  let items: T[] = [];
  let at = 0;
  // Calls that wait for more rows, each behind the one before.
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function behind<R>(work: () => Promise<R>): Promise<R> {
    waiting++;
    const result = turn.then(work).finally(() => waiting--);
    turn = result.catch(() => {});
    return result;
  }

  /** Opens the source. What is in memory is read at once: to wait for it would take as long as to parse it. */
  function begun(): AsyncIterator<unknown[], void, void> {
    const chunks = chunksOf(open, plan.signal);
    const { whole } = chunks;
    const found = whole && isForEngine(plan) ? byEngine(whole, plan) : undefined;
    if (found) items = found as T[];
    return batches(chunks, plan, Boolean(found));
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      // Rows that are read already end with the signal too.
      if (plan.signal?.aborted) items = [];
      if (at < items.length && waiting === 0) {
        return Promise.resolve({ done: false, value: items[at++] as T });
      }
      return behind(async () => {
        if (!batch) {
          // One that cannot be opened has no rows.
          batch = ended;
          batch = begun();
        }
        while (at >= items.length) {
          const { done, value } = await batch.next();
          if (done) return { done, value: undefined };
          items = value as T[];
          at = 0;
        }
        return { done: false, value: items[at++] as T };
      });
    },
    return() {
      return behind(async () => {
        items = [];
        await batch?.return?.();
        // What was not begun never will be.
        batch ??= ended;
        return { done: true, value: undefined };
      });
    },
  };
}
