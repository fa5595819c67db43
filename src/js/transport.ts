// One call of the service, from its start to what its answer means.

import { ABORTED, NETWORK, TIMEOUT } from "./generated/core.ts";
import { BackInStockError, numbered } from "./shared/errors.ts";
import type { ApiError } from "./types.ts";
import { call } from "./wasm/core.ts";

/** No error document is longer; of one that is, the rest is not read. */
const MOST_BYTES = 65_536;

/**
 * Sends one request of a subscription, as the module gives it, and waits for what it means. It always settles: when the
 * signal is aborted for whatever reason, when `timeout` milliseconds are over, when `fetch` does anything at all.
 *
 * @throws BackInStockError what the service, or the lack of an answer, means
 */
export async function exchange(
  request: string,
  timeout: number,
  signal: AbortSignal,
  keepalive: boolean,
): Promise<void> {
  const stop = new AbortController();
  let why = NETWORK;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A page may have wrapped `fetch` by something that does not listen to signals.
  const stopped = new Promise<never>((_, reject) => {
    const end = (reason: number) => {
      why = reason;
      stop.abort();
      reject();
    };
    timer = setTimeout(end, timeout, TIMEOUT);
    signal.addEventListener("abort", () => end(ABORTED), { signal: stop.signal });
    if (signal.aborted) end(ABORTED);
  });
  try {
    await Promise.race([stopped, answered(request, keepalive, stop, () => clearTimeout(timer))]);
  } catch (error) {
    clearTimeout(timer);
    stop.abort();
    throw error instanceof BackInStockError ? error : numbered(why);
  }
}

/** Sends the request and returns when the meaning of its answer is known. Calls `over` when the transfer has ended. */
async function answered(
  request: string,
  keepalive: boolean,
  stop: AbortController,
  over: () => void,
): Promise<void> {
  const [url = "", headers = "", body = ""] = request.split("\0");
  // A redirect is a failure: no documented answer is one, and following it would turn the POST into a GET.
  const response = await fetch(url, {
    method: "POST",
    headers: JSON.parse(headers),
    body,
    credentials: "omit",
    redirect: "error",
    signal: stop.signal,
    keepalive,
  });
  const { status } = response;
  // Whoever wrapped `fetch` may answer with anything.
  if (!(status > 99)) throw status;
  const text = read(response, stop).finally(over);
  // Nothing in an acceptance is looked at. Its transfer ends by itself: a browser reports one that was aborted as a
  // failed request.
  const errors = status === 202 ? undefined : apiErrors(await text);
  const packed = errors?.flatMap(({ code, source }) => [code, source?.pointer, source?.parameter]);
  try {
    call("read", packed ? ["errors", ...packed].join("\0") : "", status);
  } catch (error) {
    if (!(error instanceof BackInStockError)) throw error;
    // A page of another origin may not be allowed to know it.
    const retryAfter = response.headers?.get?.("retry-after");
    throw Object.assign(error, { status, errors: errors ?? [], retryAfter });
  }
}

/**
 * The body's beginning: all there is of one that breaks off, nothing of one that somebody else has read. Unless the body
 * has ended, `stop` ends the transfer.
 */
async function read(response: Response, stop: AbortController): Promise<string> {
  let text = "";
  try {
    // Chromium cancels, and reports as failed, a transfer whose last bytes a script has read before the network stack
    // notices the end. It does not while the body has a second branch, even if nothing reads that one.
    const spare = response.status === 202 ? response.clone?.().body : null;
    const reader = response.body?.getReader();
    if (!reader) return text;
    // Whatever ends the exchange ends the transfer: the rest of a long body, and one that never ends.
    stop.signal.addEventListener("abort", () => {
      void cancel(reader);
      void cancel(spare);
    });
    const decoder = new TextDecoder();
    while (text.length < MOST_BYTES) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The status is known, and says more than that its words got lost.
  }
  stop.abort();
  return text;
}

/** Cancels one branch of a body. It may be locked or broken: that makes no difference any more. */
async function cancel(branch: Pick<ReadableStream, "cancel"> | null | undefined): Promise<void> {
  try {
    await branch?.cancel();
  } catch {
    // See above.
  }
}

/** The entries of an error document, as far as they have the documented types; `undefined` if the text is not one. */
function apiErrors(text: string): ApiError[] | undefined {
  try {
    const { errors } = JSON.parse(text);
    // Not an array: it has no such method.
    return errors.slice(0, 9).map((entry?: { source?: unknown }) => ({
      ...known(entry, ["id", "code", "title", "detail"], "string"),
      ...known(entry, ["status"], "number"),
      source: known(entry?.source, ["pointer", "parameter"], "string"),
    }));
  } catch {
    return undefined;
  }
}

const known = (entry: unknown, names: string[], type: string): object =>
  Object.fromEntries(
    Object.entries(entry ?? {}).filter(([name, value]) => names.includes(name) && typeof value === type),
  );
