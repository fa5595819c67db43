// The functions that the modules of feeds import.
import { BackInStockError, type ErrorCode } from "../shared/errors.ts";

const decoder = new TextDecoder();

/** The value of a number's text. */
export const numberOf = (text: Uint8Array): number => Number(decoder.decode(text));

/** The error of a feed that cannot be read further. `around` is the text around the offset. */
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
