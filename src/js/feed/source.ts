// Bytes from any source, a chunk at a time.
import { BackInStockError } from "../shared/errors.ts";
import { loadError } from "../wasm/load.ts";
import type { FeedSource } from "./types.ts";

/** Texts are turned into bytes in pieces of this many characters. */
const TEXT_PIECE = 1 << 16;
/** Bytes of a large buffer that are read at a time. */
const BUFFER_PIECE = 1 << 20;
/** A feed of at most so many bytes is small: fetching and compiling the module would take longer than parsing it. */
export const SMALL_FEED = 1 << 20;

/** A source that never waits keeps timers from running, and a signal from firing: they get a turn so often, in ms. */
const YIELD_INTERVAL = 50;

/** A chunk, or what will be the next. */
type Chunk = Uint8Array | Promise<Uint8Array | undefined>;

/** Gives the next chunk; `undefined` at the end. */
export type Next = () => Promise<Uint8Array | undefined>;

/** The chunks of a source, until it ends or is stopped. What is compressed by gzip is unpacked. */
export interface Chunks {
  /** How many bytes there are, if that is known. */
  readonly total: number | undefined;
  /** How many bytes of them were read. */
  readonly bytes: number;
  /** Whether the source is compressed, which its first bytes show. */
  readonly gzip: boolean;
  /** All of them, where they are few and in memory: nothing has to be waited for. */
  whole: Uint8Array[] | undefined;
  next: Next;
  /** Puts back what was read, or is being read, to be read again. */
  unread(chunks: readonly Chunk[]): void;
  /** Lets the source go: what is not read will not be. */
  stop(): Promise<void>;
}

/** @throws BackInStockError `source_failed` for a response of failure, and for a stream that somebody else reads */
export function chunksOf(open: Opener, signal: AbortSignal | undefined): Chunks {
  const { total, iterator, whole } = openSource(open);
  const source = rawChunks(iterator, signal);
  let read: Next | undefined;
  let gzip = false;
  let bytes = 0;
  let pushedBack: Chunk[] = [];
  let at = 0;

  /** Reads the first bytes, which show whether the source is compressed. */
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
    // Of a compressed source, it is the length of other bytes than those that are read.
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

/** How gzip begins (RFC 1952). */
const GZIP_MAGIC = [0x1f, 0x8b];

async function unpackGzip(next: Next): Promise<Next> {
  const { gunzip: gunzipped } = await import("./gunzip.ts").catch((cause) => {
    throw loadError("it could not be fetched", cause);
  });
  return gunzipped(next, BackInStockError);
}

/** The chunks as the source gives them. */
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
      // Whatever the source says to this, the caller is done with it; and one that waits cannot be waited for.
      (async () => iterator.return?.())().catch(() => {});
    },
  };
}

/** Lets everything else run that waits for its turn. Timers would be slowed down in a page that is in the background. */
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
 * Reads until a chunk is `enough`, or to the end, and gives all of it: in one piece what came before the last chunk, since
 * a source may give very small ones, and may use its buffer again when the next is requested.
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

/** What opens a source. */
export type Opener = () => OpenSource;

function openSource(open: Opener): OpenSource {
  try {
    return open();
  } catch (cause) {
    throw toSourceError(cause);
  }
}

/**
 * A source, if it is one; whether it can be read is seen when it is opened.
 *
 * @throws BackInStockError `invalid_option` for anything else: a number, a URL, a plain object
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
    "must be a stream, a Response, a Blob, bytes, text, or an iterable of bytes",
  );
}

function openResponse({ ok, status, headers, body }: Response): OpenSource {
  if (!ok) throw sourceError(`HTTP ${status}`);
  // What is compressed on the way has another length than its text.
  const length = headers.has("content-encoding") ? null : headers.get("content-length");
  return { total: length ? Number(length) : undefined, iterator: body ? readStream(body) : [].values() };
}

/** Not every browser iterates streams. */
function readStream(stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array>;
  try {
    reader = stream.getReader();
  } catch (cause) {
    throw sourceError("somebody else reads it", cause);
  }
  return {
    next: () => reader.read() as Promise<IteratorResult<Uint8Array>>,
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

/** Parts of a large buffer, not copied: between two of them, everything else on the page has its turn. */
function* splitBuffer(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at === 0 || at < bytes.length; at += BUFFER_PIECE)
    yield bytes.subarray(at, at + BUFFER_PIECE);
}

function* encodeText(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    let end = at + TEXT_PIECE;
    // A pair of surrogates is one character.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end++;
    const piece = text.slice(at, end);
    // Bytes could not say it, and the encoder would put another character in its place without a word.
    if (/\p{Surrogate}/u.test(piece)) throw sourceError("it has half of a surrogate pair");
    yield encoder.encode(piece);
    at = end;
  }
}

/** Always a view of our own: that of a class with other methods may be anything, and one whose bytes are gone is refused. */
function toBytes(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw sourceError("a chunk of it is no bytes");
}

/** What `promise` gives, unless the signal comes first. */
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

/** What a signal ends with. */
export const abortError = (): BackInStockError =>
  new BackInStockError("aborted", undefined, "the reading was aborted");

/** What a source is stopped with by what it threw. */
const toSourceError = (cause: unknown): BackInStockError =>
  cause instanceof BackInStockError ? cause : sourceError("it broke off", cause);

function sourceError(why: string, cause?: unknown): BackInStockError {
  const error = new BackInStockError("source_failed", undefined, `the feed could not be read: ${why}`);
  if (cause !== undefined) error.cause = cause;
  return error;
}
