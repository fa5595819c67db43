import type { IncomingMessage } from "node:http";
import type { ReceivedBody, ReceivedRequest } from "../api/request.ts";

const maxBody = 1024 * 1024;

/** A larger body is not read to its end: the connection is closed. */
const maxDiscarded = 64 * maxBody;

/** Reads a request to its end, and stamps it with that time. Rejects if the connection breaks before. */
export async function receive(message: IncomingMessage, now: () => number): Promise<ReceivedRequest> {
  const body = await receiveBody(message);
  const [path = "", ...query] = (message.url ?? "").split("?");
  return {
    method: message.method ?? "",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: readHeaders(message),
    body,
    at: now(),
  };
}

/**
 * Keeps a maximum of 1 MB. The rest is read and dropped: if the connection closed while the client still writes, the client
 * would not get the response.
 */
async function receiveBody(message: IncomingMessage): Promise<ReceivedBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of message) {
    // In a test with a DOM, jsdom replaces Uint8Array, and a Buffer is not an instance of it.
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
    else chunks.length = 0;
    if (size > maxDiscarded) message.destroy();
  }
  return size > maxBody ? { error: "too_large" } : { bytes: Buffer.concat(chunks) };
}

function readHeaders(message: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}
