// One call of Klaviyo's API within its time.

import type { Call } from "#core";
import * as core from "#core";
import { BackInStockError } from "./shared/errors.ts";
import { callCore, whileWaiting } from "./wasm/core.ts";

const timeoutError = () => new BackInStockError("timeout", undefined, "Klaviyo did not answer in time");

/** The error of a request that its caller aborted. */
export const abortError = (): BackInStockError =>
  new BackInStockError("aborted", undefined, "the request was aborted");

/**
 * Makes a call, and waits until it is accepted. It always settles: when the signal is aborted for whatever reason, when
 * `timeout` milliseconds are over, when `fetch` does anything at all.
 *
 * @throws BackInStockError what the answer, or the lack of one, means
 */
export async function transmit(
  call: Call,
  timeout: number,
  given: AbortSignal,
  keepalive: boolean,
): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  let end: (error: BackInStockError) => void = () => {};
  // A page may have wrapped `fetch` by something that ignores signals.
  const stopped = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error);
      stop.abort();
    };
  });
  stopped.catch(() => {});
  const timer = setTimeout(() => end(timeoutError()), timeout);
  given.addEventListener("abort", () => end(abortError()), { signal });
  let onEnded = () => {};
  const over = () => {
    clearTimeout(timer);
    onEnded();
  };
  if (given.aborted) end(abortError());
  try {
    // An acceptance is known before its answer has ended, which calls `over`.
    const sent = callCore(() => core.send({ ...call, signal, keepalive, stopped, over }));
    onEnded = whileWaiting(end);
    await Promise.race([stopped, sent]);
  } catch (error) {
    over();
    stop.abort();
    throw error;
  }
}
