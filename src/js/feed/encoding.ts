// XML says in its first bytes how the rest is encoded. Loaded when a feed is XML; what it uses of the script that loads it
// is handed over: if it imported that, bundlers would cut that script in two.
import type { BackInStockError } from "../shared/errors.ts";
import type { Chunks, ReadAhead } from "./source.ts";

/** A declaration is no longer than so many bytes. */
const MAX_DECLARATION = 256;

/**
 * The feed in UTF-8; `undefined` if it already is.
 *
 * @throws BackInStockError `unsupported_encoding` for an encoding that the platform does not know
 */
export async function toUtf8(
  chunks: Chunks,
  error: typeof BackInStockError,
  ahead: ReadAhead,
): Promise<Chunks | undefined> {
  const unsupported = (message: string, cause: unknown) =>
    Object.assign(new error("unsupported_encoding", undefined, `the feed ${message}`), { cause });
  const label = encodingLabel(await peekText(chunks, ahead));
  if (/^(utf-?8|us-ascii|ascii)$/i.test(label)) return undefined;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw unsupported(`is in ${JSON.stringify(label)}, which is not known here`, cause);
  }
  const encoder = new TextEncoder();
  const text = (chunk?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(decoder.decode(chunk as BufferSource | undefined, { stream: Boolean(chunk) }));
    } catch (cause) {
      throw unsupported(`is not in ${JSON.stringify(label)}, as it says`, cause);
    }
  };
  let ended = false;
  return {
    ...chunks,
    // The lengths are of other bytes than those that are read.
    total: undefined,
    async next() {
      // A chunk may end within a character, and give nothing yet; an empty one would be the end.
      while (!ended) {
        const chunk = await chunks.next();
        ended = !chunk;
        const piece = text(chunk);
        if (piece.length > 0) return piece;
      }
      return undefined;
    },
  };
}

/** The first bytes as text of one byte a character; they are read again. */
async function peekText(chunks: Chunks, ahead: ReadAhead): Promise<string> {
  let head = "";
  const seen = await ahead(chunks.next, (chunk) => {
    head += String.fromCharCode(...chunk.subarray(0, MAX_DECLARATION));
    // Up to the end of the declaration, or to what is none.
    return head.length >= MAX_DECLARATION || />|^[^<]*<[^?\0]/.test(head);
  });
  chunks.unread(seen);
  return head;
}

function encodingLabel(head: string): string {
  if (/^(\xff\xfe|<\0)/.test(head)) return "utf-16le";
  if (/^(\xfe\xff|\0<)/.test(head)) return "utf-16be";
  return /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)/.exec(head)?.[1] ?? "utf-8";
}
