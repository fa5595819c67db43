// A call of Klaviyo's API with a time limit.

import type { Call } from "#core";
import * as core from "#core";
import type { ClientSettings } from "./client-settings.ts";
import { BackInStockError } from "./shared/errors.ts";
import { callCore, whileWaiting } from "./wasm/core.ts";

const timeoutError = () => new BackInStockError("timeout", undefined, "Klaviyo did not answer in time");

/** Calls the page's function for a token. Its failure is temporary. */
async function tokenOf(verification: () => string | Promise<string>): Promise<string> {
  let cause: unknown;
  try {
    const token = await verification();
    // Any other text would make `fetch` throw.
    if (typeof token === "string" && /^[!-~]+$/.test(token)) return token;
  } catch (error) {
    cause = error;
  }
  const error = new BackInStockError("service_unavailable", "verification", "did not return a token");
  error.cause = cause;
  throw error;
}

/** The error for a request that its caller aborted. */
export const abortError = (): BackInStockError =>
  new BackInStockError("aborted", undefined, "the request was aborted");

/**
 * Makes a call. Resolves when Klaviyo accepts it; or, to a receipt, when the shop's relay has stored it. It always settles:
 * after an abort, after `timeout` milliseconds, and whatever `fetch` does.
 *
 * @throws BackInStockError for a response other than 202, for no response, and for an abort
 */
export async function transmit(
  call: Call,
  { timeout, verification }: Pick<ClientSettings, "timeout" | "verification">,
  given: AbortSignal,
  keepalive: boolean,
): Promise<string | undefined> {
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
    // Not awaited without a function: a page that is being left sends its requests at once.
    const token = verification && (await Promise.race([stopped, tokenOf(verification)]));
    const headers = { ...call.headers, ...(token && { "back-in-stock-verification": token }) };
    // `sent` resolves at the status of an accepted response. `over` is called later, at the end of its body.
    const sent = callCore(() => core.send({ ...call, headers, signal, keepalive, stopped, over }));
    onEnded = whileWaiting(end);
    return await Promise.race([stopped, sent]);
  } catch (error) {
    over();
    stop.abort();
    throw error;
  }
}
