import { invalid, invalidAt } from "./invalid.ts";

const utf8 = /^(?:utf-?8|(?:us-)?ascii)$/i;

/**
 * Decodes a feed. XML begins with `<` in any encoding, and declares its encoding; JSON must be UTF-8. A byte-order mark is
 * kept, so that offsets in the text match those in the feed.
 *
 * @throws EmulatorError `invalid_feed` for gzip, and for an encoding that is unknown or not the declared one
 */
export function decode(bytes: Uint8Array, name: string): { text: string; isXml: boolean } {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw invalid(`${name} is compressed with gzip, which Klaviyo does not unpack`);
  }
  if (bytes.every((byte) => [0x20, 0x09, 0x0a, 0x0d].includes(byte))) throw invalid(`${name} is empty`);
  const first = bytes.find((byte) => byte > 0x20 && byte < 0x80);
  const isXml = first === "<".charCodeAt(0);
  const label = isXml ? encodingOf(bytes) : utf16Of(bytes);
  if (label !== undefined && !isXml) throw invalid(`${name} is in ${label}: JSON must be in UTF-8`);
  if (label !== undefined && !utf8.test(label)) return { text: decodeAs(label, bytes, name), isXml };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const errorAt = text.includes("\uFFFD") ? firstDifference(bytes, Buffer.from(text)) : bytes.length;
  if (errorAt < bytes.length) {
    const before = Buffer.from(bytes.subarray(0, errorAt)).toString("utf8");
    throw invalidAt(name, "is not in UTF-8", before, before.length);
  }
  return { text, isXml };
}

function decodeAs(label: string, bytes: Uint8Array, name: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw invalid(`${name} is encoded as ${JSON.stringify(label)}, which is not supported`);
  }
  try {
    // Without `stream`, Node 20 reads windows-1252 as latin1, without "€": https://github.com/nodejs/node/issues/56542
    return decoder.decode(bytes, { stream: true }) + decoder.decode();
  } catch {
    throw invalid(`${name} declares the encoding ${JSON.stringify(label)}, but is not valid in it`);
  }
}

/** The encoding that an XML feed declares, or that its first bytes show. */
function encodingOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  return utf16Of(bytes) ?? /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)/.exec(head)?.[1];
}

/** Detects UTF-16 by its byte-order mark, or by the zero next to its first character. */
function utf16Of([one, two]: Uint8Array): string | undefined {
  if ((one === 0xff && two === 0xfe) || two === 0) return "utf-16le";
  if ((one === 0xfe && two === 0xff) || one === 0) return "utf-16be";
  return undefined;
}

/** The first offset at which bytes differ from their text when encoded again: invalid UTF-8 was replaced. */
function firstDifference(bytes: Uint8Array, again: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  // The replacement character may begin with the same bytes.
  while (at > 0 && ((again[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}
