// A feed's visible rows as objects.
import { decodeUtf8, parseAndFilter } from "./json-fast-path.ts";
import { parseRows, passesOf } from "./scan-passes.ts";
import { checkFeedOptions, type FeedSettings } from "./settings.ts";
import { type Chunks, chunksOf, type Opener, openerOf, orAborted, SMALL_FEED } from "./source.ts";
import type { FeedOptions, FeedSource, Item } from "./types.ts";
import { isLoaded, loadModule } from "./wasm.ts";

/**
 * Yields the visible rows in order, whole or only with the keys in `select`. Ending the iteration early stops the source.
 *
 * @throws BackInStockError with the same codes as `scanFeed`
 */
export function filterFeed<T = Item>(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<T> {
  return rowsOf<T>(openerOf(source), checkFeedOptions(options, true));
}

/** Yields the rows to show in batches. If `done`, the fast path has returned them already. */
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
    // An abort during the last batch discarded some of its rows.
    await orAborted(settings.signal, undefined);
  } finally {
    await chunks.stop();
  }
}

/** Whether `JSON.parse` may read the feed. If the module is loaded already, the module does. */
const mayUseFastPath = ({ format, path }: FeedSettings): boolean =>
  (format === "auto" || format === "json") && path.length === 0 && !isLoaded("json");

/** Reads a small feed with `JSON.parse`. Returns `undefined` if the module must read it. */
function tryFastPath(whole: readonly Uint8Array[], settings: FeedSettings): unknown[] | undefined {
  const text = decodeUtf8(whole);
  const done = text === undefined ? undefined : parseAndFilter(text, settings);
  if (!done) return undefined;
  const bytes = whole.reduce((sum, chunk) => sum + chunk.length, 0);
  settings.onProgress?.({ bytes, rows: done.read, total: bytes });
  return done.items;
}

/**
 * Reads all chunks if the feed is small and ends before the module is loaded. Otherwise returns `undefined`, and puts the
 * chunks back for the module. The module also handles a source that fails.
 */
async function readSmallFeed(chunks: Chunks): Promise<Uint8Array[] | undefined> {
  if ((chunks.total ?? 0) > SMALL_FEED) return undefined;
  // A feed may arrive slowly, and its first rows must not wait for its last. A failure to load the module is ignored here;
  // it is reported when the module is needed.
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
    // A copy, because the source may reuse its buffer.
    seen.push(chunk.slice());
    bytes += chunk.length;
  }
  chunks.unread(seen);
  return undefined;
}

/** Marks that the module reads the rest. */
const MODULE_READY = null;

/** An iterator without rows. */
const EXHAUSTED: AsyncIterator<unknown[], void, void> = {
  next: async () => ({ done: true, value: undefined }),
};

/** A handwritten iterator: a generator's work per row takes as long as parsing the row, and so do a class's fields. */
function rowsOf<T>(open: Opener, settings: FeedSettings): AsyncIterableIterator<T> {
  let batch: AsyncIterator<unknown[], void, void> | undefined;
  let items: T[] = [];
  let at = 0;
  // Calls that wait for more rows run one after another.
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function inTurn<R>(work: () => Promise<R>): Promise<R> {
    waiting++;
    const result = turn.then(work).finally(() => waiting--);
    turn = result.catch(() => {});
    return result;
  }

  /** Opens the source. A source in memory is read at once, since awaiting it would take as long as parsing it. */
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
      // An abort also discards rows that are read already.
      if (settings.signal?.aborted) items = [];
      if (at < items.length && waiting === 0) {
        return Promise.resolve({ done: false, value: items[at++] as T });
      }
      return inTurn(async () => {
        if (!batch) {
          // If opening fails, later calls find no rows.
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
        // A source that is not open yet is never opened.
        batch ??= EXHAUSTED;
        return { done: true, value: undefined };
      });
    },
  };
}
