// A feed's visible rows as texts, and its bytes, for who writes them elsewhere.

import { passes, rowsJson } from "./scan-passes.ts";
import { checkFeedOptions } from "./settings.ts";
import { chunksOf, openerOf } from "./source.ts";
import type { FeedOptions, FeedSource } from "./types.ts";

/**
 * The rows of `filterFeed`, each as JSON; what stands in a JSON feed stands there as it is, so that no number loses a
 * digit.
 */
export async function* filterText(
  source: FeedSource,
  options?: FeedOptions,
): AsyncGenerator<string[], void, void> {
  for await (const reader of passes(openerOf(source), checkFeedOptions(options, true))) {
    const rows = splitRows(rowsJson(reader));
    if (rows.length > 0) yield rows;
  }
}

/** The bytes of a source, which its rows' places count: unpacked if it is compressed. */
export async function* unpackedBytes(source: FeedSource): AsyncGenerator<Uint8Array, void, void> {
  const chunks = chunksOf(openerOf(source), undefined);
  try {
    for (let chunk = await chunks.next(); chunk; chunk = await chunks.next()) yield chunk;
  } finally {
    await chunks.stop();
  }
}

/** The objects of an array, which is known to be right. */
function splitRows(array: string): string[] {
  const rows: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < array.length; at++) {
    switch (array[at]) {
      case '"':
        while (array[++at] !== '"') if (array[at] === "\\") at++;
        break;
      case "[":
      case "{":
        if (++depth === 2) start = at;
        break;
      case "]":
      case "}":
        if (--depth === 1) rows.push(array.slice(start, at + 1));
    }
  }
  return rows;
}
