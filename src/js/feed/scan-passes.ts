// Reading a feed: the same for whatever is made of its rows.

import type { FeedLayout, FeedReader as JsonReader } from "#feed";
import { BackInStockError } from "../shared/errors.ts";
import { failed } from "../wasm/load.ts";
import type { Plan } from "./plan.ts";
import { aborted, ahead, type Chunks, chunksOf, type Opener, SMALL, unless } from "./source.ts";
import { type Bindings, bound, close, discard, type Format, type Kind, load } from "./wasm.ts";

/** The first piece is small, so that the first rows are there soon; each is twice as large, up to what caches like. */
const FIRST_PIECE = 1 << 12;
const LARGEST_PIECE = 1 << 16;

/** Reads one feed. Readers of JSON and of XML differ in their constructors. */
type FeedReader = Omit<JsonReader, typeof Symbol.dispose>;

type ReaderOf<K extends Kind> = InstanceType<Bindings[K]["FeedReader"]>;

/** A feed that is open: the chunks in UTF-8, and what reads them. */
interface Open<Reader> {
  reader: Reader;
  chunks: Chunks;
  close(): void;
}

/** The reader after each piece of the feed. It ends where the feed does, or when enough rows were found. @internal */
export async function* passes(open: Opener, plan: Plan): AsyncGenerator<FeedReader, void, void> {
  const chunks = chunksOf(open, plan.signal);
  try {
    yield* passesOf(chunks, plan);
  } finally {
    await chunks.stop();
  }
}

/** The same for chunks that somebody else stops. @internal */
export async function* passesOf(from: Chunks, plan: Plan): AsyncGenerator<FeedReader, void, void> {
  if (plan.limit === 0) return;
  const format = await formatOf(from, plan);
  const { reader, chunks, close } =
    format === "xml" ? await openXml(from, plan, "xml") : await openJson(from, plan, "json");
  try {
    yield* readAll(reader, chunks, plan);
  } finally {
    close();
  }
}

/** Opens a JSON feed. @internal */
export async function openJson<K extends "json" | "json-check">(
  chunks: Chunks,
  plan: Plan,
  kind: K,
): Promise<Open<ReaderOf<K>>> {
  const { FeedReader } = await bound(kind, await unless(plan.signal, load(kind)));
  const { hide, threshold, limit, format, path } = plan;
  return opened(chunks, plan, kind, () => {
    const reader = new FeedReader(hide, threshold, limit, format as FeedLayout) as ReaderOf<K>;
    for (const name of path) reader.name("path", name);
    return reader;
  });
}

/** Opens an XML feed, in any encoding. @internal */
export async function openXml<K extends "xml" | "xml-check">(
  from: Chunks,
  plan: Plan,
  kind: K,
): Promise<Open<ReaderOf<K>>> {
  const utf8 = await (await import("./encoding.ts")).inUtf8(from, BackInStockError, ahead);
  if (utf8 && !plan.writes && kind === "xml") {
    throw new BackInStockError(
      "unsupported_encoding",
      undefined,
      "the feed is not in UTF-8: its places would not fit",
    );
  }
  const { FeedReader } = await bound(kind, await unless(plan.signal, load(kind)));
  const { hide, threshold, limit } = plan;
  return opened(
    utf8 ?? from,
    plan,
    kind,
    () => new FeedReader(hide, threshold, limit, Boolean(utf8)) as ReaderOf<K>,
  );
}

function opened<Reader extends FeedReader>(
  chunks: Chunks,
  plan: Plan,
  kind: Kind,
  make: () => Reader,
): Open<Reader> {
  let reader: Reader;
  try {
    reader = make();
    for (const name of plan.quantity) reader.name("quantity", name);
    for (const name of plan.policy) reader.name("policy", name);
    if (plan.writes) reader.writeRows(!plan.select);
    for (const name of plan.select ?? []) reader.name("select", name);
  } catch (cause) {
    discard(kind);
    close(kind);
    throw failed("it stopped", cause);
  }
  abandoned.register(reader, kind, chunks);
  return {
    reader,
    chunks,
    close() {
      abandoned.unregister(chunks);
      try {
        reader.free();
      } catch {
        // One that stopped cannot be freed.
        discard(kind);
      }
      close(kind);
    },
  };
}

/** Readers of feeds that are neither read to their end nor stopped. The glue frees them. */
const abandoned = new FinalizationRegistry<Kind>(close);

/** Reads all chunks in pieces, and yields after each. @internal */
export async function* readAll<Reader extends FeedReader>(
  reader: Reader,
  chunks: Chunks,
  plan: Plan,
): AsyncGenerator<Reader, void, void> {
  let [bytes, rows, size] = [0, 0, FIRST_PIECE];
  for (let last = false; !last; ) {
    const next = await chunks.next();
    last = !next;
    const chunk = next ?? new Uint8Array(0);
    for (let at = 0; at < chunk.length || last; at += size, size = Math.min(size * 2, LARGEST_PIECE)) {
      if (plan.signal?.aborted) throw aborted();
      const piece = chunk.subarray(at, at + size);
      const ended = calling(() => reader.push(piece, last));
      bytes += piece.length;
      rows += reader.rows;
      yield reader;
      plan.onProgress?.({ bytes, rows, ...(chunks.total !== undefined && { total: chunks.total }) });
      if (ended) {
        chunks.unread([chunk.subarray(at + size)]);
        const { error } = reader;
        if (error) throw error;
        return;
      }
    }
  }
}

/** Runs a call of the module. @internal */
export function calling<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    // A browser may have no memory left for a large row.
    throw cause instanceof BackInStockError ? cause : failed("it stopped", cause);
  }
}

const decoder = new TextDecoder();

/** The visible rows of the last piece, as an array in JSON; without any, nothing. @internal */
export const textOf = (reader: FeedReader): string => decoder.decode(reader.json);

/** The same as values. @internal */
export const itemsOf = (reader: FeedReader): unknown[] => JSON.parse(textOf(reader) || "[]");

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
