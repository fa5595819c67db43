// A call of Klaviyo's API with a time limit.

import type { Call } from "#core";
import * as core from "#core";
import { BackInStockError } from "./shared/errors.ts";
import { callCore, whileWaiting } from "./wasm/core.ts";

const timeoutError = () => new BackInStockError("timeout", undefined, "Klaviyo did not answer in time");

/** The error for a request that its caller aborted. */
export const abortError = (): BackInStockError =>
  new BackInStockError("aborted", undefined, "the request was aborted");

/**
 * Makes a call and resolves when Klaviyo accepts it. It always settles: after an abort, after `timeout` milliseconds, and
 * whatever `fetch` does.
 *
 * @throws BackInStockError for a response other than 202, for no response, and for an abort
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
  // A page may have wrapped `fetch` in a function that ignores signals.
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
    // `sent` resolves at the status of an accepted response. `over` is called later, at the end of its body.
    const sent = callCore(() => core.send({ ...call, signal, keepalive, stopped, over }));
    onEnded = whileWaiting(end);
    await Promise.race([stopped, sent]);
  } catch (error) {
    over();
    stop.abort();
    throw error;
  }
}
