// Unpacks gzip by the platform. Loaded when a feed is compressed; what it uses of the script that loads it is handed over:
// if it imported that, bundlers would cut that script in two.
import type { BackInStockError } from "../shared/errors.ts";
import type { Next } from "./source.ts";

/** So many bytes are unpacked at once: they may be a thousand times as many then, and all of these are held in memory. */
const GZIP_PIECE = 1 << 13;

/**
 * The chunks that `next` gives, unpacked.
 *
 * @throws BackInStockError `unsupported_encoding` where the platform cannot unpack; from the function that it returns,
 *   `invalid_feed` for what is damaged, cut short, or compressed twice
 */
export function gunzip(next: Next, error: typeof BackInStockError): Next {
  if (typeof DecompressionStream === "undefined") {
    throw new error("unsupported_encoding", undefined, "the feed is gzip, which this platform cannot unpack");
  }
  const { readable, writable } = new DecompressionStream("gzip");
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let bytes = 0;
  let isWriting = false;
  /** Why the source broke off. */
  let sourceFailure: unknown;

  async function write(): Promise<void> {
    for (;;) {
      const chunk = await next().catch((cause) => {
        sourceFailure = cause;
        throw cause;
      });
      if (!chunk) return writer.close();
      for (let at = 0; at < chunk.length; at += GZIP_PIECE) {
        // A copy: the source may use its buffer again before the platform has read it.
        await writer.write(chunk.slice(at, at + GZIP_PIECE));
      }
    }
  }

  const gzipError = (why: string, cause?: unknown) =>
    Object.assign(new error("invalid_feed", undefined, `the feed is gzip, and ${why}, at byte ${bytes}`), {
      offset: bytes,
      excerpt: "",
      ...(cause !== undefined && { cause }),
    });

  return async () => {
    if (!isWriting) {
      isWriting = true;
      // The reader fails with what the writer failed with.
      write().catch((cause) => writer.abort(cause).catch(() => {}));
    }
    const { done, value } = await reader.read().catch((cause) => {
      throw sourceFailure ?? gzipError("damaged or cut short", cause);
    });
    if (done) return undefined;
    if (bytes === 0 && value[0] === 0x1f && value[1] === 0x8b) throw gzipError("compressed twice");
    bytes += value.length;
    return value;
  };
}
