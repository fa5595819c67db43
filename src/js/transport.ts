// One call of Klaviyo's API within its time.

import type { Call } from "#core";
import * as core from "#core";
import { BackInStockError } from "./shared/errors.ts";
import { run } from "./wasm/core.ts";

const timedOut = () => new BackInStockError("timeout", undefined, "the service did not answer in time");

/** The error of a request that its caller aborted. */
export const aborted = (): BackInStockError =>
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A page may have wrapped `fetch` by something that ignores signals.
  const stopped = new Promise<never>((_, reject) => {
    const end = (error: BackInStockError) => {
      reject(error);
      stop.abort();
    };
    timer = setTimeout(() => end(timedOut()), timeout);
    given.addEventListener("abort", () => end(aborted()), { signal: stop.signal });
    if (given.aborted) end(aborted());
  });
  try {
    const { signal } = stop;
    await Promise.race([stopped, run(() => core.send({ ...call, signal, keepalive, stopped }))]);
    // The rest of the answer is still under way: the timer ends it if it does not end by itself.
    (timer as { unref?: () => void }).unref?.();
  } catch (error) {
    clearTimeout(timer);
    stop.abort();
    throw error;
  }
}
