// The error of a feed that cannot be read further. The modules import it.
import { BackInStockError, type ErrorCode } from "../shared/errors.ts";

/** `around` is the text around the offset. */
export function feedError(
  code: ErrorCode,
  message: string,
  offset: number,
  around: Uint8Array,
): BackInStockError {
  const excerpt = new TextDecoder().decode(around);
  const error = new BackInStockError(
    code,
    undefined,
    `the feed ${message}, at byte ${offset}: ${JSON.stringify(excerpt)}`,
  );
  return Object.assign(error, { offset, excerpt });
}
