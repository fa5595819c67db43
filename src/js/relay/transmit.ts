// Sends a request to Klaviyo, and reads as much of the answer as decides.
import type { RelayCall } from "#relay";

/** The most bytes of an answer that are read. */
const LONGEST_ANSWER = 64 * 1024;

/** Klaviyo's answer. Without one, `status` is missing. */
export interface Answer {
  status?: number;
  body: Uint8Array;
  retryAfter?: string | null;
}

/** Sends a request. Never rejects. */
export async function transmit({ url, ...call }: RelayCall, timeout: number): Promise<Answer> {
  try {
    // Redirects are not followed: the private key is for one host.
    const response = await fetch(url, { ...call, redirect: "manual", signal: AbortSignal.timeout(timeout) });
    const { status, headers } = response;
    // An accepted request has no body that matters. One that is too long has no errors of Klaviyo's.
    const body = status === 202 ? undefined : await readAtMost(response.body, LONGEST_ANSWER);
    if (status === 202) await response.body?.cancel();
    return { status, body: body ?? new Uint8Array(), retryAfter: headers.get("retry-after") };
  } catch {
    return { body: new Uint8Array() };
  }
}

/** Reads a body; `undefined` if it is longer than `most` bytes. */
export async function readAtMost(
  stream: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      return;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}
