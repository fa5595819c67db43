// The output formats of visible rows. Each one yields chunks to write.

import { filterText, unpackedBytes } from "../../src/js/feed/filter-text.ts";
import { type FeedOptions, scanFeed } from "../../src/js/feed/index.ts";

type Source = AsyncIterable<Uint8Array>;
/** Called with the rows that are written. */
type OnRows = (rows: readonly string[]) => void;

/** One JSON row on each line. */
export async function* lines(source: Source, options: FeedOptions, onRows: OnRows): AsyncGenerator<string> {
  for await (const rows of filterText(source, options)) {
    onRows(rows);
    yield `${rows.map(onOneLine).join("\n")}\n`;
  }
}

/** One JSON array. */
export async function* json(source: Source, options: FeedOptions, onRows: OnRows): AsyncGenerator<string> {
  let any = false;
  for await (const rows of filterText(source, options)) {
    onRows(rows);
    yield (any ? ",\n" : "[\n") + rows.map(onOneLine).join(",\n");
    any = true;
  }
  yield any ? "\n]\n" : "[]\n";
}

/** Line breaks in JSON are only between values, because strings escape them. */
const onOneLine = (row: string): string => row.replace(/[\r\n][ \t\r\n]*/g, "");

/** An XML feed, byte for byte, without the hidden rows. It is read to its end, even with a limit. */
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

/** Bytes that were read, but not assigned to a row yet. */
class PendingBytes {
  #chunks: Uint8Array[] = [];
  /** The offset of the first byte in the source. */
  #at = 0;

  async *collect(source: Source): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of source) {
      this.#chunks.push(chunk);
      yield chunk;
    }
  }

  /** Takes the bytes before an offset. */
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
