// How the visible rows are written: each shape gives what is to be written, a piece at a time.

import { filterText, unpackedBytes } from "../../src/js/feed/filter-text.ts";
import { type FeedOptions, scanFeed } from "../../src/js/feed/index.ts";

type Source = AsyncIterable<Uint8Array>;
/** Notes the rows that are written. */
type OnRows = (rows: readonly string[]) => void;

/** Each row on a line of its own. */
export async function* lines(source: Source, options: FeedOptions, onRows: OnRows): AsyncGenerator<string> {
  for await (const rows of filterText(source, options)) {
    onRows(rows);
    yield `${rows.map(onOneLine).join("\n")}\n`;
  }
}

/** One array. */
export async function* json(source: Source, options: FeedOptions, onRows: OnRows): AsyncGenerator<string> {
  let any = false;
  for await (const rows of filterText(source, options)) {
    onRows(rows);
    yield (any ? ",\n" : "[\n") + rows.map(onOneLine).join(",\n");
    any = true;
  }
  yield any ? "\n]\n" : "[]\n";
}

/** A line feed of a JSON text stands between its values: inside of texts it is escaped. */
const onOneLine = (row: string): string => row.replace(/[\r\n][ \t\r\n]*/g, "");

/** An XML feed, byte for byte, without the elements of the rows that are left out. It is read to its end, limit or not. */
export async function* xml(source: Source, options: FeedOptions): AsyncGenerator<Uint8Array> {
  const { limit = Number.POSITIVE_INFINITY, ...others } = options;
  const pending = new PendingBytes();
  let shown = 0;
  for await (const { start, end, visible } of scanFeed(pending.collect(unpackedBytes(source)), {
    ...others,
    format: "xml",
  })) {
    const parts: Uint8Array[] = [];
    for (const [row, from] of start.entries()) {
      parts.push(...pending.takeUpTo(from));
      const element = pending.takeUpTo(end[row] ?? from);
      if (visible[row] && shown++ < limit) parts.push(...element);
    }
    yield Buffer.concat(parts);
  }
  yield Buffer.concat(pending.takeUpTo(Number.POSITIVE_INFINITY));
}

/** Bytes that were read, until it is known what they are. */
class PendingBytes {
  #chunks: Uint8Array[] = [];
  /** The place of the first one in the source. */
  #at = 0;

  async *collect(source: Source): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of source) {
      this.#chunks.push(chunk);
      yield chunk;
    }
  }

  /** Those before a place. */
  takeUpTo(place: number): Uint8Array[] {
    const parts: Uint8Array[] = [];
    while (this.#at < place) {
      const chunk = this.#chunks.shift();
      if (!chunk) break;
      const part = chunk.subarray(0, place - this.#at);
      if (part.length < chunk.length) this.#chunks.unshift(chunk.subarray(part.length));
      this.#at += part.length;
      parts.push(part);
    }
    return parts;
  }
}
