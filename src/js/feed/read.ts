// Reading a feed: the same for whatever is made of its rows.

import { BackInStockError } from "../errors.ts";
import { type Format, instance, load } from "./module.ts";
import { NOTHING, type Plan } from "./plan.ts";
import { answers, Scanner } from "./scanner.ts";
import { aborted, type Chunks, chunksOf, type Opener, SMALL, unless } from "./source.ts";

/** The first piece is small, so that the first rows are there soon; each is twice as large, up to what caches like. */
const FIRST_PIECE = 1 << 12;
const LARGEST_PIECE = 1 << 16;

/** The scanner after each piece of the feed. It ends where the feed does, or when enough rows were found. */
export async function* passes(open: Opener, plan: Plan): AsyncGenerator<Scanner, void, void> {
  const chunks = chunksOf(open, plan.signal);
  try {
    yield* passesOf(chunks, plan);
  } finally {
    await chunks.stop();
  }
}

/** The same for chunks that somebody else stops, and if `checks` in a module that checks what it reads. */
export async function* passesOf(
  from: Chunks,
  plan: Plan,
  checks = false,
): AsyncGenerator<Scanner, void, void> {
  if (plan.limit === 0) return;
  const format = plan.format === "auto" ? await formatOf(from) : plan.format;
  const utf8 =
    format === "xml" ? await (await import("./encoding.ts")).inUtf8(from, BackInStockError) : undefined;
  if (utf8 && plan.output === NOTHING && !checks) {
    throw new BackInStockError(
      "unsupported_encoding",
      undefined,
      "the feed is not in UTF-8: its places would not fit",
    );
  }
  const chunks = utf8 ?? from;
  const module = await unless(plan.signal, load(checks ? `${format}-check` : format));
  const scanner = new Scanner(await instance(module, answers(plan)), plan, Boolean(utf8));
  let [bytes, rows, size] = [0, 0, FIRST_PIECE];
  for (let last = false; !last; ) {
    const next = await chunks.next();
    last = !next;
    const chunk = next ?? new Uint8Array(0);
    for (let at = 0; at < chunk.length || last; at += size, size = Math.min(size * 2, LARGEST_PIECE)) {
      if (plan.signal?.aborted) throw aborted();
      const piece = chunk.subarray(at, at + size);
      scanner.push(piece, last);
      bytes += piece.length;
      rows += scanner.rows;
      yield scanner;
      plan.onProgress?.({ bytes, rows, ...(chunks.total !== undefined && { total: chunks.total }) });
      if (scanner.done) {
        chunks.unread([chunk.subarray(at + size)]);
        return await scanner.check();
      }
    }
  }
}

/**
 * By the first character that is no white space: XML begins with <, in any encoding. What has none for long is left to
 * JSON to refuse: what was seen is kept.
 */
export async function formatOf(chunks: Chunks): Promise<Format> {
  const seen: Uint8Array[] = [];
  let first: number | undefined;
  for (let bytes = 0; first === undefined && bytes <= SMALL; ) {
    const chunk = await chunks.next();
    if (!chunk) break;
    seen.push(chunk);
    bytes += chunk.length;
    // Beyond ASCII there are byte-order marks.
    first = chunk.find((byte) => byte > 0x20 && byte < 0x80);
  }
  chunks.unread(seen);
  return first === LESS_THAN ? "xml" : "json";
}

const LESS_THAN = 60;
