// Reading a feed: the same for whatever is made of its rows.

import { BackInStockError } from "../shared/errors.ts";
import { NOTHING, type Plan } from "./plan.ts";
import { Scanner } from "./scanner.ts";
import { aborted, ahead, type Chunks, chunksOf, type Opener, SMALL, unless } from "./source.ts";
import { type Format, instance, load } from "./wasm.ts";

/** The first piece is small, so that the first rows are there soon; each is twice as large, up to what caches like. */
const FIRST_PIECE = 1 << 12;
const LARGEST_PIECE = 1 << 16;

/** How the rows of a JSON feed are laid out, as the module counts: in an array, as lines, as the feed shows. */
const LAYOUTS = { json: 0, ndjson: 1, auto: 2, xml: 0 };

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
  const format = await formatOf(from, plan);
  const utf8 =
    format === "xml"
      ? await (await import("./encoding.ts")).inUtf8(from, BackInStockError, ahead)
      : undefined;
  if (utf8 && plan.output === NOTHING && !checks) {
    throw new BackInStockError(
      "unsupported_encoding",
      undefined,
      "the feed is not in UTF-8: its places would not fit",
    );
  }
  const chunks = utf8 ?? from;
  const module = await unless(plan.signal, load(checks ? `${format}-check` : format));
  const layout = plan.path.length > 0 ? LAYOUTS.json : LAYOUTS[plan.format];
  const kind = format === "xml" ? Number(Boolean(utf8)) : layout;
  const scanner = new Scanner(await instance(module), plan, kind);
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
        return scanner.check();
      }
    }
  }
}

/**
 * The syntax of a feed: what was named, else by the first character that is not white space. XML begins with <, in any
 * encoding. What has none for long is left to JSON to refuse.
 */
export async function formatOf(chunks: Chunks, { format }: Plan): Promise<Format> {
  if (format !== "auto") return format === "xml" ? "xml" : "json";
  let first: number | undefined;
  let bytes = 0;
  const seen = await ahead(chunks.next, (chunk) => {
    bytes += chunk.length;
    // Beyond ASCII there are byte-order marks.
    first = chunk.subarray(0, SMALL).find((byte) => byte > 0x20 && byte < 0x80);
    return first !== undefined || bytes > SMALL;
  });
  chunks.unread(seen);
  return first === LESS_THAN ? "xml" : "json";
}

const LESS_THAN = 60;
