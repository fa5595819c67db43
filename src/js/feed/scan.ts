// The offsets and visibility of a feed's rows.

import { passes } from "./scan-passes.ts";
import { checkFeedOptions } from "./settings.ts";
import { openerOf } from "./source.ts";
import type { FeedOptions, FeedSource, RowBatch } from "./types.ts";

/**
 * Yields the offsets of every row in the source, and whether the row is visible and in stock. Rows are not decoded. Ending
 * the iteration early stops the source.
 *
 * @throws BackInStockError `unknown_option`, `invalid_option`; while iterating `invalid_feed`, `feed_too_deep`,
 *   `row_too_large`, `unsupported_encoding`, each with `offset` and `excerpt`; `source_failed`, `aborted`,
 *   `load_failed`, `wasm_blocked`
 */
export function scanFeed(source: FeedSource, options?: FeedOptions): AsyncIterableIterator<RowBatch> {
  return batches(openerOf(source), checkFeedOptions(options, false));
}

async function* batches(...args: Parameters<typeof passes>): AsyncGenerator<RowBatch, void, void> {
  let index = 0;
  for await (const { rows: length, start, end, visible, inStock } of passes(...args)) {
    if (length === 0) continue;
    yield { index, length, start, end, visible, inStock };
    index += length;
  }
}
