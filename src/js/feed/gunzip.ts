// Decompresses gzip with the platform's DecompressionStream. Loaded when a feed is compressed. The error class is passed as
// an argument: if this script imported it, bundlers would split the main script in two.
import type { BackInStockError } from "../shared/errors.ts";
import type { Next } from "./source.ts";

/** Number of bytes to decompress at a time. The output, up to a thousand times larger, is held in memory. */
const GZIP_PIECE = 1 << 13;

/**
 * Decompresses the chunks of `next`.
 *
 * @throws BackInStockError `unsupported_encoding` if the platform cannot decompress gzip. The returned function throws
 *   `invalid_feed` for data that is damaged, truncated or compressed twice
 */
export function gunzip(next: Next, error: typeof BackInStockError): Next {
  if (typeof DecompressionStream === "undefined") {
    throw new error(
      "unsupported_encoding",
      undefined,
      "the feed is compressed with gzip, which this platform cannot decompress",
    );
  }
  const { readable, writable } = new DecompressionStream("gzip");
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let bytes = 0;
  let isWriting = false;
  /** The error with which the source failed. */
  let sourceFailure: unknown;

  async function write(): Promise<void> {
    for (;;) {
      const chunk = await next().catch((cause) => {
        sourceFailure = cause;
        throw cause;
      });
      if (!chunk) return writer.close();
      for (let at = 0; at < chunk.length; at += GZIP_PIECE) {
        // A copy, because the source may reuse its buffer before the platform has read it.
        await writer.write(chunk.slice(at, at + GZIP_PIECE));
      }
    }
  }

  const gzipError = (why: string, cause?: unknown) =>
    Object.assign(new error("invalid_feed", undefined, `the feed's gzip data is ${why}, at byte ${bytes}`), {
      offset: bytes,
      excerpt: "",
      ...(cause !== undefined && { cause }),
    });

  return async () => {
    if (!isWriting) {
      isWriting = true;
      // The reader then rejects with the same error.
      write().catch((cause) => writer.abort(cause).catch(() => {}));
    }
    const { done, value } = await reader.read().catch((cause) => {
      throw sourceFailure ?? gzipError("damaged or truncated", cause);
    });
    if (done) return undefined;
    if (bytes === 0 && value[0] === 0x1f && value[1] === 0x8b) throw gzipError("compressed twice");
    bytes += value.length;
    return value;
  };
}
