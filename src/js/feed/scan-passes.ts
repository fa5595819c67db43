// Reads a feed with its module, for all functions that return rows or reports.

import type { FeedLayout, FeedReader as JsonReader } from "#feed";
import { BackInStockError } from "../shared/errors.ts";
import { loadError } from "../wasm/load.ts";
import type { FeedSettings } from "./settings.ts";
import {
  abortError,
  type Chunks,
  chunksOf,
  type Opener,
  orAborted,
  readAhead,
  SMALL_FEED,
} from "./source.ts";
import {
  acquire,
  type Bindings,
  discardInstance,
  loadModule,
  type ModuleKind,
  release,
  type Syntax,
} from "./wasm.ts";

/** In bytes. The first piece is small, so that the first rows are ready soon. Sizes double up to one that fits CPU caches. */
const FIRST_PIECE = 1 << 12;
const LARGEST_PIECE = 1 << 16;

/** The module's reader of one feed. The readers of JSON and XML differ in their constructors only. */
type FeedReader = Omit<JsonReader, typeof Symbol.dispose>;

type ReaderOf<K extends ModuleKind> = InstanceType<Bindings[K]["FeedReader"]>;

/** An open feed: its chunks in UTF-8 and their reader. */
interface OpenFeed<Reader> {
  reader: Reader;
  chunks: Chunks;
  close(): void;
}

/** Yields the reader after each piece of the feed. Ends with the feed or at the limit of rows. @internal */
export async function* passes(open: Opener, settings: FeedSettings): AsyncGenerator<FeedReader, void, void> {
  const chunks = chunksOf(open, settings.signal);
  try {
    yield* passesOf(chunks, settings);
  } finally {
    await chunks.stop();
  }
}

/** Like `passes`, but the caller must stop the chunks. @internal */
export async function* passesOf(
  from: Chunks,
  settings: FeedSettings,
): AsyncGenerator<FeedReader, void, void> {
  if (settings.limit === 0) return;
  const format = await detectFormat(from, settings);
  const { reader, chunks, close } =
    format === "xml" ? await openXml(from, settings, "xml") : await openJson(from, settings, "json");
  try {
    yield* readAll(reader, chunks, settings);
  } finally {
    close();
  }
}

/** Opens a JSON feed. @internal */
export async function openJson<K extends "json" | "json-check">(
  chunks: Chunks,
  settings: FeedSettings,
  kind: K,
): Promise<OpenFeed<ReaderOf<K>>> {
  const { FeedReader } = await acquire(kind, await orAborted(settings.signal, loadModule(kind)));
  const { hide, threshold, limit, format, path } = settings;
  return openReader(chunks, settings, kind, () => {
    const reader = new FeedReader(hide, threshold, limit, format as FeedLayout) as ReaderOf<K>;
    for (const name of path) reader.name("path", name);
    return reader;
  });
}

/** Opens an XML feed, in any encoding. @internal */
export async function openXml<K extends "xml" | "xml-check">(
  from: Chunks,
  settings: FeedSettings,
  kind: K,
): Promise<OpenFeed<ReaderOf<K>>> {
  const utf8 = await (await import("./encoding.ts")).toUtf8(from, BackInStockError, readAhead);
  if (utf8 && !settings.writesRows && kind === "xml") {
    throw new BackInStockError(
      "unsupported_encoding",
      undefined,
      "the feed is not in UTF-8, so row offsets cannot be reported",
    );
  }
  const { FeedReader } = await acquire(kind, await orAborted(settings.signal, loadModule(kind)));
  const { hide, threshold, limit } = settings;
  return openReader(
    utf8 ?? from,
    settings,
    kind,
    () => new FeedReader(hide, threshold, limit, Boolean(utf8)) as ReaderOf<K>,
  );
}

function openReader<Reader extends FeedReader>(
  chunks: Chunks,
  settings: FeedSettings,
  kind: ModuleKind,
  make: () => Reader,
): OpenFeed<Reader> {
  let reader: Reader;
  try {
    reader = make();
    for (const name of settings.quantity) reader.name("quantity", name);
    for (const name of settings.policy) reader.name("policy", name);
    if (settings.writesRows) reader.writeRows(!settings.select);
    for (const name of settings.select ?? []) reader.name("select", name);
  } catch (cause) {
    discardInstance(kind);
    release(kind);
    throw loadError("it stopped", cause);
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
        // A reader of a stopped module cannot be freed.
        discardInstance(kind);
      }
      release(kind);
    },
  };
}

/** Releases the module for readers that are garbage-collected while open. The bindings free the readers themselves. */
const abandoned = new FinalizationRegistry<ModuleKind>(release);

/** Reads all chunks in pieces, and yields the reader after each piece. @internal */
export async function* readAll<Reader extends FeedReader>(
  reader: Reader,
  chunks: Chunks,
  settings: FeedSettings,
): AsyncGenerator<Reader, void, void> {
  let [bytes, rows, size] = [0, 0, FIRST_PIECE];
  for (let last = false; !last; ) {
    const next = await chunks.next();
    last = !next;
    const chunk = next ?? new Uint8Array(0);
    for (let at = 0; at < chunk.length || last; at += size, size = Math.min(size * 2, LARGEST_PIECE)) {
      if (settings.signal?.aborted) throw abortError();
      const piece = chunk.subarray(at, at + size);
      const ended = callModule(() => reader.push(piece, last));
      bytes += piece.length;
      rows += reader.rows;
      yield reader;
      settings.onProgress?.({ bytes, rows, ...(chunks.total !== undefined && { total: chunks.total }) });
      if (ended) {
        chunks.unread([chunk.subarray(at + size)]);
        const error = callModule(() => reader.error);
        if (error) throw error;
        return;
      }
    }
  }
}

/** Runs a call of the module. @internal */
export function callModule<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    // The browser may not have enough memory for a large row.
    throw cause instanceof BackInStockError ? cause : loadError("it stopped", cause);
  }
}

const decoder = new TextDecoder();

/** Returns the visible rows of the last piece as a JSON array, or an empty string without rows. @internal */
export const rowsJson = (reader: FeedReader): string => decoder.decode(reader.json);

/** Returns the visible rows of the last piece as values. @internal */
export const parseRows = (reader: FeedReader): unknown[] => JSON.parse(rowsJson(reader) || "[]");

/**
 * Returns the syntax of a feed: the option `format`, or XML if the first character besides white space is `<` in any
 * encoding. A long feed of white space counts as JSON, whose reader reports the error.
 */
export async function detectFormat(chunks: Chunks, { format }: FeedSettings): Promise<Syntax> {
  if (format !== "auto") return format === "xml" ? "xml" : "json";
  let first: number | undefined;
  let bytes = 0;
  const seen = await readAhead(chunks.next, (chunk) => {
    bytes += chunk.length;
    // Skips byte order marks, which are not ASCII.
    first = chunk.subarray(0, SMALL_FEED).find((byte) => byte > 0x20 && byte < 0x80);
    return first !== undefined || bytes > SMALL_FEED;
  });
  chunks.unread(seen);
  return first === LESS_THAN_SIGN ? "xml" : "json";
}

const LESS_THAN_SIGN = 60;
