// A feed's visible rows, as objects.
import { decodeUtf8, parseAndFilter } from "./json-fast-path.ts";
import { parseRows, passesOf } from "./scan-passes.ts";
import { checkFeedOptions, type FeedSettings } from "./settings.ts";
import { type Chunks, chunksOf, type Opener, openerOf, orAborted, SMALL_FEED } from "./source.ts";
import type { FeedOptions, FeedSource, Item } from "./types.ts";
import { isLoaded, loadModule } from "./wasm.ts";

/**
 * The visible rows, whole or with the names in `select` alone, in their order. Iterating less stops the source.
 *
 * @throws BackInStockError as `scanFeed`
 */
export function filterFeed<T = Item>(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<T> {
  return rowsOf<T>(openerOf(source), checkFeedOptions(options, true));
}

/** The rows to show, some at a time; `done`: they are handed out already. */
async function* batches(
  chunks: Chunks,
  settings: FeedSettings,
  done: boolean,
): AsyncGenerator<unknown[], void, void> {
  try {
    if (!done) {
      const whole = chunks.whole || !mayUseFastPath(settings) ? undefined : await readSmallFeed(chunks);
      const items = whole && tryFastPath(whole, settings);
      if (items) yield items;
      else for await (const reader of passesOf(chunks, settings)) yield parseRows(reader);
    }
    // An abort while the last rows were handed out took some of them away.
    await orAborted(settings.signal, undefined);
  } finally {
    await chunks.stop();
  }
}

/** Whether the browser's own parser may try: not where the module is there already. */
const mayUseFastPath = ({ format, path }: FeedSettings): boolean =>
  (format === "auto" || format === "json") && path.length === 0 && !isLoaded("json");

/** The rows of a small feed, if the browser's own parser can tell them. */
function tryFastPath(whole: readonly Uint8Array[], settings: FeedSettings): unknown[] | undefined {
  const text = decodeUtf8(whole);
  const done = text === undefined ? undefined : parseAndFilter(text, settings);
  if (!done) return undefined;
  const bytes = whole.reduce((sum, chunk) => sum + chunk.length, 0);
  settings.onProgress?.({ bytes, rows: done.read, total: bytes });
  return done.items;
}

/**
 * All chunks, if the feed ends while it is small and before the module is there; either way they can be read again. What
 * came before a wait, or a failure, is the module's to deliver.
 */
async function readSmallFeed(chunks: Chunks): Promise<Uint8Array[] | undefined> {
  if ((chunks.total ?? 0) > SMALL_FEED) return undefined;
  // A feed may come slowly: its first rows must not wait for its last. If the module cannot be had, who needs it will
  // say so.
  const ready = loadModule("json").then(
    () => MODULE_READY,
    () => new Promise<never>(() => {}),
  );
  const seen: Uint8Array[] = [];
  for (let bytes = 0; bytes <= SMALL_FEED; ) {
    const next = chunks.next();
    const chunk = await Promise.race([next, ready]).catch(() => MODULE_READY);
    if (chunk === MODULE_READY) {
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
const MODULE_READY = null;

/** Nothing more. */
const EXHAUSTED: AsyncIterator<unknown[], void, void> = {
  next: async () => ({ done: true, value: undefined }),
};

/** An iterator by hand: what a generator does for each row costs as much as parsing it, and so do a class's fields. */
function rowsOf<T>(open: Opener, settings: FeedSettings): AsyncIterableIterator<T> {
  let batch: AsyncIterator<unknown[], void, void> | undefined;
  let items: T[] = [];
  let at = 0;
  // Calls that wait for more rows, each behind the one before.
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function inTurn<R>(work: () => Promise<R>): Promise<R> {
    waiting++;
    const result = turn.then(work).finally(() => waiting--);
    turn = result.catch(() => {});
    return result;
  }

  /** Opens the source. What is in memory is read at once: to wait for it would take as long as to parse it. */
  function begin(): AsyncIterator<unknown[], void, void> {
    const chunks = chunksOf(open, settings.signal);
    const { whole } = chunks;
    const found = whole && mayUseFastPath(settings) ? tryFastPath(whole, settings) : undefined;
    if (found) items = found as T[];
    return batches(chunks, settings, Boolean(found));
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      // Rows that are read already end with the signal too.
      if (settings.signal?.aborted) items = [];
      if (at < items.length && waiting === 0) {
        return Promise.resolve({ done: false, value: items[at++] as T });
      }
      return inTurn(async () => {
        if (!batch) {
          // One that cannot be opened has no rows.
          batch = EXHAUSTED;
          batch = begin();
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
      return inTurn(async () => {
        items = [];
        await batch?.return?.();
        // What was not begun never will be.
        batch ??= EXHAUSTED;
        return { done: true, value: undefined };
      });
    },
  };
}
