// Functions that the feed modules import.
import { BackInStockError, type ErrorCode } from "../shared/errors.ts";

const decoder = new TextDecoder();

/** Parses the text of a number. */
export const numberOf = (text: Uint8Array): number => Number(decoder.decode(text));

/** Creates the error for an invalid feed. `around` is the text around the offset. */
export function feedError(
  code: ErrorCode,
  message: string,
  offset: number,
  around: Uint8Array,
): BackInStockError {
  const excerpt = decoder.decode(around);
  const error = new BackInStockError(
    code,
    undefined,
    `the feed ${message}, at byte ${offset}: ${JSON.stringify(excerpt)}`,
  );
  return Object.assign(error, { offset, excerpt });
}
