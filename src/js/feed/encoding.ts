// Converts XML to UTF-8. Its first bytes declare the encoding. Loaded when a feed is XML. Functions of the main script are
// passed as arguments: if this script imported them, bundlers would split the main script in two.
import type { BackInStockError } from "../shared/errors.ts";
import type { Chunks, ReadAhead } from "./source.ts";

/** Maximum length of an XML declaration in bytes. */
const MAX_DECLARATION = 256;

/**
 * Converts a feed to UTF-8. Returns `undefined` if the feed is in UTF-8 already.
 *
 * @throws BackInStockError `unsupported_encoding` if the platform does not support the encoding
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
    throw unsupported(`declares the encoding ${JSON.stringify(label)}, which is not supported`, cause);
  }
  const encoder = new TextEncoder();
  const text = (chunk?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(decoder.decode(chunk as BufferSource | undefined, { stream: Boolean(chunk) }));
    } catch (cause) {
      throw unsupported(`is not valid in its declared encoding ${JSON.stringify(label)}`, cause);
    }
  };
  let ended = false;
  return {
    ...chunks,
    // The total is the length before the conversion.
    total: undefined,
    async next() {
      // A chunk may contain only a part of a character and yield no text; an empty piece would mean the end.
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

/** Reads the first bytes as text, one character per byte, and puts them back. */
async function peekText(chunks: Chunks, ahead: ReadAhead): Promise<string> {
  let head = "";
  const seen = await ahead(chunks.next, (chunk) => {
    head += String.fromCharCode(...chunk.subarray(0, MAX_DECLARATION));
    // Stop after the declaration, or if there cannot be one.
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
