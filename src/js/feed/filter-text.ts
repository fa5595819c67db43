// A feed's visible rows as text, and its bytes, for callers that write them to files.

import { passes, rowsJson } from "./scan-passes.ts";
import { checkFeedOptions } from "./settings.ts";
import { chunksOf, openerOf } from "./source.ts";
import type { FeedOptions, FeedSource } from "./types.ts";

/**
 * Yields the rows of `filterFeed`, each as JSON text. Values of a JSON feed are copied unchanged, so that numbers keep all
 * digits.
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

/** Yields the bytes that the offsets of rows refer to: decompressed if the source is compressed. */
export async function* unpackedBytes(source: FeedSource): AsyncGenerator<Uint8Array, void, void> {
  const chunks = chunksOf(openerOf(source), undefined);
  try {
    for (let chunk = await chunks.next(); chunk; chunk = await chunks.next()) yield chunk;
  } finally {
    await chunks.stop();
  }
}

/** Splits the text of a valid JSON array into its elements, which are objects. */
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
