// Reads bytes from any source in chunks.
import { BackInStockError } from "../shared/errors.ts";
import { loadError } from "../wasm/load.ts";
import type { FeedSource } from "./types.ts";

/** Number of characters of a string that are encoded at a time. */
const TEXT_PIECE = 1 << 16;
/** Number of bytes of a large buffer that are read at a time. */
const BUFFER_PIECE = 1 << 20;
/** Maximum size of a small feed in bytes. Parsing it is faster than fetching and compiling the module. */
export const SMALL_FEED = 1 << 20;

/** Interval in milliseconds at which other tasks run. A source that never waits would block timers and signals. */
const YIELD_INTERVAL = 50;

/** A chunk, or a read in progress. */
type Chunk = Uint8Array | Promise<Uint8Array | undefined>;

/** Returns the next chunk; `undefined` at the end. */
export type Next = () => Promise<Uint8Array | undefined>;

/** The chunks of a source until it ends or is stopped. Gzip is decompressed. */
export interface Chunks {
  /** Total number of bytes, if known. */
  readonly total: number | undefined;
  /** Number of bytes read so far. */
  readonly bytes: number;
  /** Whether the source is compressed, according to its first bytes. */
  readonly gzip: boolean;
  /** All chunks of a small source in memory, which can be read synchronously. */
  whole: Uint8Array[] | undefined;
  next: Next;
  /** Puts back chunks, or a read in progress, to be read again. */
  unread(chunks: readonly Chunk[]): void;
  /** Stops the source. Reads no more from it. */
  stop(): Promise<void>;
}

/** @throws BackInStockError `source_failed` for a failed response and for a locked stream */
export function chunksOf(open: Opener, signal: AbortSignal | undefined): Chunks {
  const { total, iterator, whole } = openSource(open);
  const source = rawChunks(iterator, signal);
  let read: Next | undefined;
  let gzip = false;
  let bytes = 0;
  let pushedBack: Chunk[] = [];
  let at = 0;

  /** Detects compression from the first bytes. */
  async function begin(): Promise<Next> {
    const first: number[] = [];
    const head = await readAhead(source.next, (chunk) => {
      first.push(...chunk.subarray(0, 2));
      return first.length > 1 || (first.length === 1 && first[0] !== GZIP_MAGIC[0]);
    });
    const next: Next = async () => head.shift() ?? source.next();
    gzip = GZIP_MAGIC.every((byte, index) => byte === first[index]);
    return gzip ? unpackGzip(next) : next;
  }

  return {
    whole,
    // The length of a compressed source is not that of the bytes returned.
    get total() {
      return gzip ? undefined : total;
    },
    get bytes() {
      return bytes;
    },
    get gzip() {
      return gzip;
    },
    unread(chunks) {
      pushedBack = [...chunks, ...pushedBack.slice(at)];
      at = 0;
    },
    async next() {
      const known = pushedBack[at];
      if (known) {
        at++;
        return known;
      }
      read ??= await begin();
      const chunk = await read();
      bytes += chunk?.length ?? 0;
      return chunk;
    },
    stop: source.stop,
  };
}

/** The first bytes of gzip data (RFC 1952, section 2.3.1). */
const GZIP_MAGIC = [0x1f, 0x8b];

async function unpackGzip(next: Next): Promise<Next> {
  const { gunzip: gunzipped } = await import("./gunzip.ts").catch((cause) => {
    throw loadError("it could not be fetched", cause);
  });
  return gunzipped(next, BackInStockError);
}

/** Reads the chunks of the source itself, without decompression. */
function rawChunks(
  iterator: OpenSource["iterator"],
  signal: AbortSignal | undefined,
): { next: Next; stop(): Promise<void> } {
  let ended = false;
  let lastYield = Date.now();
  return {
    async next() {
      if (ended) return undefined;
      try {
        const { done, value } = await orAborted(signal, iterator.next());
        if (Date.now() - lastYield > YIELD_INTERVAL) {
          await orAborted(signal, nextTask());
          lastYield = Date.now();
        }
        if (!done) return toBytes(value);
        ended = true;
        return undefined;
      } catch (cause) {
        ended ||= !(cause instanceof BackInStockError);
        throw toSourceError(cause);
      }
    },
    async stop() {
      if (ended) return;
      ended = true;
      // Not awaited, and errors are ignored: the caller is done, and a source that hangs must not block it.
      (async () => iterator.return?.())().catch(() => {});
    },
  };
}

/** Waits for the next task, so that other tasks run. Browsers throttle timers of background pages. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === "undefined") {
      setTimeout(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

export type ReadAhead = typeof readAhead;

/**
 * Reads until `enough` accepts a chunk, or to the end, and returns what was read. All chunks but the last are copied into
 * one, since a source may return very small chunks and may reuse its buffer.
 */
export async function readAhead(next: Next, enough: (chunk: Uint8Array) => boolean): Promise<Uint8Array[]> {
  let held = new Uint8Array(0);
  let length = 0;
  for (;;) {
    const chunk = await next();
    if (!chunk || enough(chunk)) {
      const before = length > 0 ? [held.subarray(0, length)] : [];
      return chunk ? [...before, chunk] : before;
    }
    if (length + chunk.length > held.length) {
      const larger = new Uint8Array(2 * (length + chunk.length));
      larger.set(held.subarray(0, length));
      held = larger;
    }
    held.set(chunk, length);
    length += chunk.length;
  }
}

interface OpenSource {
  total?: number | undefined;
  whole?: Uint8Array[] | undefined;
  iterator: AsyncIterator<unknown> | Iterator<unknown>;
}

/** Opens a source. */
export type Opener = () => OpenSource;

function openSource(open: Opener): OpenSource {
  try {
    return open();
  } catch (cause) {
    throw toSourceError(cause);
  }
}

/**
 * Returns a function that opens a source. Errors while reading occur later.
 *
 * @throws BackInStockError `invalid_option` for other values, such as a number, a URL or a plain object
 */
export function openerOf(source: FeedSource): Opener {
  const is = (name: string) => name in globalThis && source instanceof (globalThis as never)[name];
  if (typeof source === "string")
    return () => ({
      whole: source.length <= TEXT_PIECE ? [...encodeText(source)] : undefined,
      iterator: encodeText(source),
    });
  if (is("ArrayBuffer") || ArrayBuffer.isView(source))
    return () => {
      const bytes = toBytes(source);
      const total = bytes.length;
      return { total, whole: total <= SMALL_FEED ? [bytes] : undefined, iterator: splitBuffer(bytes) };
    };
  if (is("Blob")) {
    const blob = source as Blob;
    return () => ({ total: blob.size, iterator: readStream(blob.stream()) });
  }
  if (is("Response")) return () => openResponse(source as Response);
  if (is("ReadableStream")) return () => ({ iterator: readStream(source as ReadableStream) });
  for (const name of [Symbol.asyncIterator, Symbol.iterator]) {
    const iterate = source?.[name as keyof FeedSource] as undefined | (() => AsyncIterator<unknown>);
    if (iterate !== undefined) return () => ({ iterator: iterate.call(source) });
  }
  throw new BackInStockError(
    "invalid_option",
    "source",
    "must be a stream, a Response, a Blob, bytes, a string, or an iterable of bytes",
  );
}

function openResponse({ ok, status, headers, body }: Response): OpenSource {
  if (!ok) throw sourceError(`HTTP ${status}`);
  // With a content encoding, content-length is the length before decompression.
  const length = headers.has("content-encoding") ? null : headers.get("content-length");
  return { total: length ? Number(length) : undefined, iterator: body ? readStream(body) : [].values() };
}

/** Iterates a stream, which not every browser supports. */
function readStream(stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array>;
  try {
    reader = stream.getReader();
  } catch (cause) {
    throw sourceError("the stream is locked by another reader", cause);
  }
  return {
    next: () => reader.read() as Promise<IteratorResult<Uint8Array>>,
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

/** Splits a large buffer without copying it, so that other tasks can run in between. */
function* splitBuffer(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at === 0 || at < bytes.length; at += BUFFER_PIECE)
    yield bytes.subarray(at, at + BUFFER_PIECE);
}

function* encodeText(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    let end = at + TEXT_PIECE;
    // Keep surrogate pairs together.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end++;
    const piece = text.slice(at, end);
    // The encoder would silently replace a lone surrogate.
    if (/\p{Surrogate}/u.test(piece)) throw sourceError("it contains a lone surrogate");
    yield encoder.encode(piece);
    at = end;
  }
}

/** Creates a new view, since the source's may be of any class. Throws for a detached buffer. */
function toBytes(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw sourceError("a chunk is not bytes");
}

/** Waits for a promise, and rejects with `aborted` if the signal fires first. */
export async function orAborted<T>(signal: AbortSignal | undefined, promise: T | Promise<T>): Promise<T> {
  if (!signal) return promise;
  let abort = () => {};
  const ended = new Promise<never>((_, reject) => {
    abort = () => reject(abortError());
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([ended, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The error after an abort. */
export const abortError = (): BackInStockError =>
  new BackInStockError("aborted", undefined, "reading the feed was aborted");

/** Converts an exception of the source to an error. */
const toSourceError = (cause: unknown): BackInStockError =>
  cause instanceof BackInStockError ? cause : sourceError("the source failed", cause);

function sourceError(why: string, cause?: unknown): BackInStockError {
  const error = new BackInStockError("source_failed", undefined, `the feed could not be read: ${why}`);
  if (cause !== undefined) error.cause = cause;
  return error;
}
